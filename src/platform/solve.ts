import { Piscina } from 'piscina';

/** What a solver in a worker thread is asked; each kind is a folder of solver/. */
export type SolverKind = 'routes' | 'pickpath' | 'batching' | 'slotting' | 'cartons' | 'loading' | 'waveplan';

export interface SolveOptions {
  seconds?: number;
  seed?: number;
  threads?: number;
}

let pool: Piscina | undefined;

/** Runs a solver off the event loop. The pool keeps its threads warm; `closeSolvers` ends them. */
export async function solve<Answer>(kind: SolverKind, problem: unknown, options: SolveOptions = {}): Promise<Answer> {
  pool ??= new Piscina({
    filename: new URL(import.meta.url.endsWith('.ts') ? './solveThread.mjs' : './solveWorker.js', import.meta.url).href,
    execArgv: [],
    minThreads: 0,
    maxThreads: 2,
    idleTimeout: 60_000,
  });
  return (await pool.run({ kind, problem, options })) as Answer;
}

export async function closeSolvers(): Promise<void> {
  await pool?.destroy();
  pool = undefined;
}
