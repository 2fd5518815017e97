import { Piscina } from 'piscina';

/** What a solver in a worker thread is asked; each kind is a folder of solver/. */
export type SolverKind =
  | 'routes'
  | 'offers'
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
}

/** Somebody waits at the telephone: it has a thread of its own, so that it never stands behind a plan that thinks for a minute. */
const AT_ONCE: readonly SolverKind[] = ['offers'];

const pools = new Map<boolean, Piscina>();

const fromTypeScript = import.meta.url.endsWith('.ts');

/**
 * Compiled by this process before a thread asks for it: a thread with something to compile starts a compiler of its own, and
 * nobody waits for that one once the thread has ended.
 */
async function compile(kind: SolverKind): Promise<void> {
  const { solvers } = await import('./solveWorker.ts');
  await solvers[kind]();
}

/** Runs a solver off the event loop. The pools keep their threads warm; `closeSolvers` ends them. */
export async function solve<Answer>(kind: SolverKind, problem: unknown, options: SolveOptions = {}): Promise<Answer> {
  if (fromTypeScript) await compile(kind);
  const atOnce = AT_ONCE.includes(kind);
  const pool = pools.get(atOnce) ?? poolOf(atOnce ? 1 : 2);
  pools.set(atOnce, pool);
  return (await pool.run({ kind, problem, options })) as Answer;
}

function poolOf(maxThreads: number): Piscina {
  return new Piscina({
    filename: new URL(fromTypeScript ? './solveThread.mjs' : './solveWorker.js', import.meta.url).href,
    execArgv: [],
    minThreads: 0,
    maxThreads,
    idleTimeout: 60_000,
  });
}

export async function closeSolvers(): Promise<void> {
  const open = [...pools.values()];
  pools.clear();
  await Promise.all(open.map((pool) => pool.destroy()));
}
