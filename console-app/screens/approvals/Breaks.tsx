import { useSignal } from '@preact/signals';
import { post } from '../../link/http.ts';
import type { Breaks } from '../../link/wire.ts';
import { number } from '../../parts/time.ts';
import { t } from '../../words/t.ts';

export interface Foreseen {
  /** Whether it may be done: it breaks nothing, or somebody has read what it breaks and presses again. */
  may(json: object): Promise<boolean>;
  /** What was told of exactly this; of anything else nothing has been told yet. */
  of(json: object): Breaks | undefined;
}

/** Asks what something would do to orders before it is done: the first press tells, the second does it. */
export function useForeseen(path: string): Foreseen {
  const told = useSignal<{ asked: string; breaks: Breaks } | null>(null);
  const of = (json: object) => (told.value?.asked === JSON.stringify(json) ? told.value.breaks : undefined);
  return {
    of,
    async may(json) {
      if (of(json)) return true;
      const breaks = await post<Breaks>(path, json);
      if (breaks.orders + breaks.checkouts === 0) return true;
      told.value = { asked: JSON.stringify(json), breaks };
      return false;
    },
  };
}

const kinds = ['orders', 'checkouts', 'broken', 'short'] as const;

/** What it would break, said beside the key that does it all the same; nothing before that is known. */
export function BreaksSaid({ breaks }: { breaks: Breaks | undefined }) {
  if (breaks === undefined) return null;
  const said = kinds.filter((kind) => breaks[kind] > 0).map((kind) => t(`breaks.${kind}`, { n: number(breaks[kind]) }));
  return (
    <p class="notice" role="status" data-breaks={breaks.orders}>
      {said.join(' ')}
    </p>
  );
}
