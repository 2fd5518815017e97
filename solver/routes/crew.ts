import type { StopRule } from '../shared/stop.ts';
import { makeBoard } from './board.ts';
import type { Incumbent } from './anneal.ts';
import { makeDeals } from './deals.ts';
import type { Model } from './model.ts';
import { plain, search, type SearchOptions } from './search.ts';

/** What a further thread is started with. The wire problem stays behind: only the answer needs it. */
export interface Duty {
  model: Model;
  seed: number;
  seat: number;
  seats: number;
  buffer: SharedArrayBuffer;
  dealt: SharedArrayBuffer | undefined;
}

/** How long the others may take to write down their last plan. */
const farewell_ms = 250;
/** Fewer stops than these are planned before a second thread has started. */
const worthThreads = 30;
/** With fewer stops, or fewer routes for each thread, a plan is too small to be cut: each thread anneals one of its own. */
const worthSharing = { stops: 400, routes: 4 };

/**
 * Searches with several threads, each with its own seed, that meet several times to go on from the best plan so far. The calling
 * thread searches too and keeps the clock. Where no threads can be had (in a browser tab) it is alone.
 */
export function searchTogether(model: Model, threads: number, options: SearchOptions): Incumbent {
  const Worker = workerThreads()?.Worker;
  if (threads < 2 || Worker === undefined || model.n < worthThreads) return search(model, options);
  const board = makeBoard(model.n, model.fleet, { seats: threads });
  const deals = worthCutting(model, threads) ? makeDeals(model.n, model.fleet, { seats: threads }) : undefined;
  const { stop } = options;
  const watched: StopRule = {
    done: () => {
      board.setSpent(Math.min(1, stop.elapsed_s() / stop.total_s));
      return stop.done();
    },
    elapsed_s: () => stop.elapsed_s(),
    get total_s() {
      return stop.total_s;
    },
  };
  const alone = { ...model, problem: { vehicles: [] }, stops: model.stops.map((one) => ({ ...one, task: { id: 0 } })) };
  const script = import.meta.url.endsWith('.ts') ? './searchThread.mjs' : './searchThread.js';
  for (let seat = 1; seat < threads; seat++) {
    const shared = { seats: threads, buffer: board.buffer, dealt: deals?.buffer };
    const duty: Duty = { model: alone, seed: options.seed + 7919 * seat, seat, ...shared };
    new Worker(new URL(script, import.meta.url), { workerData: duty, execArgv: [] }).unref();
  }
  const mine = search(model, { ...options, stop: watched, crew: { board, seat: 0, deals } });
  board.end();
  board.allLeft(farewell_ms);
  return board.cheaper(0, mine.cost) ?? mine;
}

function worthCutting(model: Model, threads: number): boolean {
  const { n, fleet, dimensions, change, capacity } = model;
  let routes = 0;
  for (let d = 0; d < dimensions; d++) {
    let [units, most] = [0, 1];
    for (let stop = 0; stop < n; stop++) units += Math.abs(change[stop * dimensions + d]!);
    for (let r = 0; r < fleet; r++) most = Math.max(most, capacity[r * dimensions + d]!);
    routes = Math.max(routes, units / most);
  }
  return plain(model) && n >= worthSharing.stops && routes >= worthSharing.routes * threads;
}

/** The part of one further thread: the first thread's clock, its own seed. */
export function serve({ model, seed, seat, seats, buffer, dealt }: Duty): void {
  const board = makeBoard(model.n, model.fleet, { seats, buffer });
  const deals = dealt && makeDeals(model.n, model.fleet, { seats, buffer: dealt });
  const stop: StopRule = { done: () => board.ended(), elapsed_s: () => board.spent(), total_s: 1 };
  if (!board.ended()) search(model, { seed, stop, crew: { board, seat, deals } });
  board.leave();
}

type Threads = ReturnType<typeof process.getBuiltinModule<'node:worker_threads'>>;

/** Node's threads without an import, which a browser could not load. */
export function workerThreads(): Threads | undefined {
  return typeof process === 'undefined' ? undefined : process.getBuiltinModule?.('node:worker_threads');
}
