import { type Signal, useSignal } from '@preact/signals';

export interface Act {
  /** The name of what is being done, or null. */
  busy: Signal<string | null>;
  trouble: Signal<Error | null>;
  /** Does one thing at a time; what went wrong stays to be seen until the next try. Answers undefined then. */
  run<T>(name: string, work: () => Promise<T>): Promise<T | undefined>;
}

export function useAct(): Act {
  const busy = useSignal<string | null>(null);
  const trouble = useSignal<Error | null>(null);
  return {
    busy,
    trouble,
    async run(name, work) {
      if (busy.peek() !== null) return undefined;
      busy.value = name;
      trouble.value = null;
      try {
        return await work();
      } catch (error) {
        trouble.value = error as Error;
        return undefined;
      } finally {
        busy.value = null;
      }
    },
  };
}
