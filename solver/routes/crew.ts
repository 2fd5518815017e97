import type { StopRule } from '../shared/stop.ts';
import { makeBoard } from './board.ts';
import type { Incumbent } from './improve.ts';
import type { Model } from './model.ts';
import { search, type SearchOptions } from './search.ts';

/** What a further thread is started with. The wire problem stays behind: only the answer needs it. */
export interface Duty {
  model: Model;
  seed: number;
  seat: number;
  seats: number;
  buffer: SharedArrayBuffer;
}

/** How long the others may take to write down their last plan. */
const farewell_ms = 250;
/** Fewer stops than these are planned before a second thread has started. */
const worthThreads = 30;

/**
 * Searches with several threads, each with its own seed, that meet several times to go on from the best plan so far. The calling
 * thread searches too and keeps the clock. Where no threads can be had (in a browser tab) it is alone.
 */
export function searchTogether(model: Model, threads: number, options: SearchOptions): Incumbent {
  const Worker = workerThreads()?.Worker;
  if (threads < 2 || Worker === undefined || model.n < worthThreads) return search(model, options);
  const board = makeBoard(model.n, model.fleet, { seats: threads });
  const { stop } = options;
  const watched: StopRule = {
    done: () => {
      board.setSpent(Math.min(1, stop.elapsed_s() / stop.total_s));
      return stop.done();
    },
    elapsed_s: () => stop.elapsed_s(),
    total_s: stop.total_s,
  };
  const alone = { ...model, problem: { vehicles: [] }, stops: model.stops.map((one) => ({ ...one, task: { id: 0 } })) };
  const script = import.meta.url.endsWith('.ts') ? './searchThread.mjs' : './searchThread.js';
  for (let seat = 1; seat < threads; seat++) {
    const duty: Duty = { model: alone, seed: options.seed + 7919 * seat, seat, seats: threads, buffer: board.buffer };
    new Worker(new URL(script, import.meta.url), { workerData: duty, execArgv: [] }).unref();
  }
  const mine = search(model, { ...options, stop: watched, crew: { board, seat: 0 } });
  board.end();
  board.allLeft(farewell_ms);
  return board.cheaper(0, mine.cost) ?? mine;
}

/** The part of one further thread: the first thread's clock, its own seed. */
export function serve({ model, seed, seat, seats, buffer }: Duty): void {
  const board = makeBoard(model.n, model.fleet, { seats, buffer });
  const stop: StopRule = { done: () => board.ended(), elapsed_s: () => board.spent(), total_s: 1 };
  if (!board.ended()) search(model, { seed, stop, crew: { board, seat } });
  board.leave();
}

type Threads = ReturnType<typeof process.getBuiltinModule<'node:worker_threads'>>;

/** Node's threads without an import, which a browser could not load. */
export function workerThreads(): Threads | undefined {
  return typeof process === 'undefined' ? undefined : process.getBuiltinModule?.('node:worker_threads');
}
