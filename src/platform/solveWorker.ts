import type { Job, Route, VroomProblem } from '../../solver/routes/problem.ts';
import type { SolveOptions, SolverKind } from './solve.ts';

type OffersAsked = { problem: VroomProblem; routes: Route[]; job: Job };

interface Asked {
  kind: SolverKind;
  problem: never;
  options: SolveOptions;
}

const solvers: Record<SolverKind, () => Promise<(problem: never, options: SolveOptions) => unknown>> = {
  routes: async () => (await import('../../solver/routes/solve.ts')).solveRoutes,
  offers: async () => {
    const { offerInsertions } = await import('../../solver/routes/offer.ts');
    return ({ problem, routes, job }: OffersAsked) => offerInsertions(problem, routes, job);
  },
  lines: async () => (await import('../../solver/shared/polyline.ts')).polylineOf,
  pickpath: async () => (await import('../../solver/pickpath/solve.ts')).solvePickPath,
  batching: async () => (await import('../../solver/batching/solve.ts')).solveBatching,
  slotting: async () => (await import('../../solver/slotting/solve.ts')).solveSlotting,
  cartons: async () => (await import('../../solver/cartons/solve.ts')).solveCartons,
  loading: async () => (await import('../../solver/loading/solve.ts')).solveLoading,
  waveplan: async () => (await import('../../solver/waveplan/solve.ts')).solveWavePlan,
};

/** One problem in a worker thread; a list under `batching` and the like is the caller's to split. */
export default async function work({ kind, problem, options }: Asked): Promise<unknown> {
  const solver = await solvers[kind]();
  return Array.isArray(problem) ? (problem as never[]).map((one) => solver(one, options)) : solver(problem, options);
}
