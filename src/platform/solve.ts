import { Piscina } from 'piscina';

/** What a solver in a worker thread is asked; each kind is a folder of solver/. */
export type SolverKind =
  | 'routes'
  | 'offers'
  | 'lines'
  | 'pickpath'
  | 'batching'
  | 'slotting'
  | 'cartons'
  | 'loading'
  | 'waveplan';

export interface SolveOptions {
  seconds?: number;
  seed?: number;
  threads?: number;
  /** Of `routes`: what cannot be served in time is served late at this price. */
  lateIfLeft?: { per_hour: number };
}

/** Somebody waits at the telephone: it has a thread of its own, so that it never stands behind a plan that thinks for a minute. */
const AT_ONCE: readonly SolverKind[] = ['offers'];

const pools = new Map<boolean, Piscina>();

/**
 * Runs a solver off the event loop. The pools are the process's, whatever apps it has: their threads stay warm, keep nobody
 * waiting while they idle, and end with it.
 */
export async function solve<Answer>(kind: SolverKind, problem: unknown, options: SolveOptions = {}): Promise<Answer> {
  const atOnce = AT_ONCE.includes(kind);
  const pool = pools.get(atOnce) ?? poolOf(atOnce ? 1 : 2);
  pools.set(atOnce, pool);
  return (await pool.run({ kind, problem, options })) as Answer;
}

function poolOf(maxThreads: number): Piscina {
  return new Piscina({
    filename: new URL(import.meta.url.endsWith('.ts') ? './solveThread.mjs' : './solveWorker.js', import.meta.url).href,
    execArgv: [],
    minThreads: 0,
    maxThreads,
    // a thread that had something to compile has a compiler, of which nobody would take note once the thread has ended
    idleTimeout: Infinity,
  });
}
