/** Seconds since the midnight before the day, in the site's time. */
export type Second = number;

/** What a person of the day does next: again in so many seconds, when something rings, or never again. */
export type Next = { in_s: number } | { when: string[]; atLatest_s: number } | 'home';

export interface Person {
  name: string;
  act(now: Second): Promise<Next>;
}

interface Waiting {
  at: Second;
  order: number;
  person: Person;
  topics: ReadonlySet<string> | undefined;
}

export interface Schedule {
  add(person: Person, at: Second): void;
  /** Wakes everybody who waits for this topic. */
  ring(topic: string): void;
  /** Runs until everybody has gone home or `until` has passed. */
  run(until: Second, tick: (now: Second) => Promise<void>): Promise<Second>;
  readonly now: Second;
  readonly people: number;
}

/** How much of the day is one moment for all: whoever acts within it acts at the same time on the server. */
const MOMENT_S = 10;

/** A discrete-event day: people sorted by when they act next; those of one moment act side by side. */
export function makeSchedule(start: Second, mostAtOnce: number): Schedule {
  const heap: Waiting[] = [];
  const listeners = new Map<string, Set<Waiting>>();
  let now = start;
  let order = 0;
  const push = (person: Person, at: Second, topics?: ReadonlySet<string>) => {
    const waiting = { at, order: order++, person, topics };
    for (const topic of topics ?? []) {
      if (!listeners.has(topic)) listeners.set(topic, new Set());
      listeners.get(topic)!.add(waiting);
    }
    sink(heap, waiting);
  };
  const take = (): Waiting => {
    const waiting = lift(heap);
    for (const topic of waiting.topics ?? []) listeners.get(topic)?.delete(waiting);
    return waiting;
  };
  const actOnce = async (waiting: Waiting) => {
    const next = await waiting.person.act(now);
    if (next === 'home') return;
    if ('in_s' in next) push(waiting.person, now + Math.max(1, next.in_s));
    else push(waiting.person, now + next.atLatest_s, new Set(next.when));
  };
  return {
    get now() {
      return now;
    },
    get people() {
      return heap.length;
    },
    add: (person, at) => push(person, at),
    ring(topic) {
      for (const waiting of listeners.get(topic) ?? []) {
        if (waiting.at <= now) continue;
        waiting.at = now;
        resift(heap, waiting);
      }
    },
    async run(until, tick) {
      while (heap.length > 0 && heap[0]!.at <= until) {
        now = Math.max(now, heap[0]!.at);
        await tick(now);
        const acting: Waiting[] = [];
        while (heap.length > 0 && heap[0]!.at < now + MOMENT_S && acting.length < mostAtOnce) acting.push(take());
        await Promise.all(acting.map(actOnce));
      }
      return now;
    },
  };
}

const before = (a: Waiting, b: Waiting) => a.at < b.at || (a.at === b.at && a.order < b.order);

function sink(heap: Waiting[], waiting: Waiting): void {
  heap.push(waiting);
  siftUp(heap, heap.length - 1);
}

function siftUp(heap: Waiting[], from: number): void {
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(heap[at]!, heap[parent]!)) return;
    [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
    at = parent;
  }
}

function lift(heap: Waiting[]): Waiting {
  const top = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return top;
  heap[0] = last;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) return top;
    const child = left + 1 < heap.length && before(heap[left + 1]!, heap[left]!) ? left + 1 : left;
    if (!before(heap[child]!, heap[at]!)) return top;
    [heap[at], heap[child]] = [heap[child]!, heap[at]!];
    at = child;
  }
}

/** Only ever moved to an earlier time. */
function resift(heap: Waiting[], waiting: Waiting): void {
  siftUp(heap, heap.indexOf(waiting));
}
