import { drawRoutes, type Drawn } from './drawRoutes.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { solve } from '../platform/solve.ts';
import type { Work } from '../platform/work.ts';

const DEFAULT_S = 2;

/** A VROOM problem to its solution, unchanged. Refuses `route_problem` with every field that no search can start on. */
export async function solveProblem(
  _work: Work,
  input: { seconds?: number | undefined; [key: string]: unknown },
): Promise<Outcome<unknown>> {
  const { seconds, ...problem } = input;
  try {
    const solution = await solve<Drawn>('routes', problem, { seconds: seconds ?? DEFAULT_S, seed: 1 });
    return done(await drawRoutes(solution));
  } catch (error) {
    // a worker's error arrives without its class: each line of the text is field, got and expected of one Misfit
    const lines = error instanceof Error ? error.message.split('\n') : [];
    const problems = lines.flatMap((line) => {
      const [, field, got, expected] = /^(\S+): got (.*), expected (.*)$/.exec(line) ?? [];
      return field === undefined ? [] : [{ field, got, expected }];
    });
    const [first] = problems;
    if (first === undefined) throw error;
    return refuse('route_problem', `${first.field} is not as expected`.slice(0, 200), {
      status: 422,
      ...first,
      details: problems,
    });
  }
}
