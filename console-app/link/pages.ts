import { useSignal } from '@preact/signals';
import { useAct, type Act } from './act.ts';
import { useAsk, type Asked, type AskWhen } from './ask.ts';
import { get } from './http.ts';

export interface Paged<T> extends Asked<T> {
  /** Pages after the first, as they were when they were loaded. */
  later: T[];
  more: (() => void) | undefined;
  act: Act;
}

/** A list that is fresh at its head and goes on by pages; `following` makes the address of the page after this one. */
export function usePages<T extends { next?: string | undefined }>(
  path: string | null,
  following: (next: string) => string,
  when: AskWhen = {},
): Paged<T> {
  const asked = useAsk<T>(path, when);
  const act = useAct();
  const later = useSignal<{ path: string | null; pages: T[] }>({ path, pages: [] });
  const pages = later.value.path === path ? later.value.pages : [];
  const next = (pages.at(-1) ?? asked.value)?.next;
  const load = async (): Promise<void> => {
    const page = await get<T>(following(next!));
    later.value = { path, pages: [...pages, page] };
  };
  return { ...asked, later: pages, act, more: next === undefined ? undefined : () => void act.run('more', load) };
}
