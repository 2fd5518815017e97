import { useCallback, useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { get } from './http.ts';
import { onActed, onNews } from './news.ts';

export interface Asked<T> {
  value: T | undefined;
  trouble: Error | undefined;
  /** Nothing to show yet, and an answer is on its way. */
  isWaiting: boolean;
  again(): void;
}

/** The last answers, so that a screen that was seen before stands at once and is then brought up to date. */
const answers = new Map<string, unknown>();
const most = 200;

export const forgetAnswers = (): void => answers.clear();
// what somebody changed is not shown as it was before
onActed(forgetAnswers);

export interface AskWhen {
  /** Beginnings of the topics that make the answer stale. */
  topics?: string[];
  every_ms?: number;
}

/** Asks for `path` (null: nothing to ask yet) and keeps the answer fresh by the server's news and by the clock. */
export function useAsk<T>(path: string | null, { topics = [], every_ms = 30_000 }: AskWhen = {}): Asked<T> {
  const shown = useSignal<{ path: string | null; value?: T; trouble?: Error }>({ path: null });
  const turn = useRef(0);
  const ask = useCallback(async () => {
    if (path === null) return;
    turn.current += 1;
    const mine = turn.current;
    try {
      const value = await get<T>(path);
      keep(path, value);
      if (mine === turn.current) shown.value = { path, value };
    } catch (error) {
      if (mine === turn.current) shown.value = { ...current(), path, trouble: error as Error };
    }
    function current() {
      return shown.peek().path === path ? shown.peek() : ((kept(path!) as { value: T } | undefined) ?? {});
    }
  }, [path]);
  const topicKey = topics.join(' ');
  useEffect(() => {
    void ask();
    const stop = onNews(topicKey.split(' ').filter(Boolean), () => void ask());
    const timer = setInterval(() => document.visibilityState === 'visible' && void ask(), every_ms);
    return () => {
      turn.current += 1;
      clearInterval(timer);
      stop();
    };
  }, [ask, topicKey, every_ms]);
  const now =
    shown.value.path === path
      ? shown.value
      : { path, ...(path === null ? {} : (kept(path) as { value: T } | undefined)) };
  return {
    value: now.value,
    trouble: now.trouble,
    isWaiting: path !== null && now.value === undefined && now.trouble === undefined,
    again: () => void ask(),
  };
}

function keep(path: string, value: unknown): void {
  answers.delete(path);
  answers.set(path, value);
  if (answers.size > most) answers.delete(answers.keys().next().value!);
}

const kept = (path: string): { value: unknown } | undefined =>
  answers.has(path) ? { value: answers.get(path) } : undefined;

/** `/v1/x?a=1`: absent values leave no trace. */
export function withQuery(path: string, query: Record<string, string | number | undefined>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}
