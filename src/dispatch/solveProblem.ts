import { done, refuse, type Outcome } from '../platform/errors.ts';
import { solve } from '../platform/solve.ts';
import type { Work } from '../platform/work.ts';

const DEFAULT_S = 2;

/** A VROOM problem to its solution, unchanged. Refuses `route_problem` with the field that no search can start on. */
export async function solveProblem(
  _work: Work,
  input: { seconds?: number | undefined; [key: string]: unknown },
): Promise<Outcome<unknown>> {
  const { seconds, ...problem } = input;
  try {
    return done(await solve('routes', problem, { seconds: seconds ?? DEFAULT_S, seed: 1 }));
  } catch (error) {
    // a worker's error arrives without its class: the text is what InvalidProblem makes of field, got and expected
    const found = error instanceof Error ? /^(\S+): got (.*), expected (.*)$/s.exec(error.message) : null;
    if (found === null) throw error;
    const [, field, got, expected] = found;
    return refuse('route_problem', `${field} is not as expected`.slice(0, 200), {
      status: 422,
      field: field!,
      got,
      expected,
    });
  }
}
