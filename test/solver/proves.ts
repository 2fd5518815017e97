import { expect } from 'vitest';
import { checkRoutes } from '../../solver/routes/check.ts';
import type { Job, Vehicle, VroomProblem } from '../../solver/routes/problem.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';
import { makeRng, type Rng } from '../../solver/shared/rng.ts';
import { stopAfterSteps } from '../../solver/shared/stop.ts';
import { optimum } from './routesExact.ts';

export const steps = (count: number): { stop: ReturnType<typeof stopAfterSteps> } => ({ stop: stopAfterSteps(count) });

/** Jobs on a field of 100 s across, place 0 the depot, for so many vehicles. */
export function small(
  seed: number,
  { stops, vehicles }: { stops: number; vehicles: Partial<Vehicle>[] },
): [VroomProblem, Rng] {
  const rng = makeRng(seed);
  const at = Array.from({ length: stops + 2 }, () => [rng.int(100), rng.int(100)] as const);
  const durations = at.map(([x, y]) => at.map(([u, v]) => Math.ceil(Math.hypot(x - u, y - v))));
  const jobs = Array.from({ length: stops }, (_, i): Job => ({
    id: i + 1,
    location_index: i + 1,
    delivery: [1 + rng.int(3)],
  }));
  const fleet = vehicles.map((more, v) => ({ id: v + 1, start_index: 0, end_index: 0, capacity: [20], ...more }));
  return [{ vehicles: fleet, jobs, matrices: { car: { durations } } }, rng];
}

export const job = (id: number): { type: 'job'; id: number } => ({ type: 'job', id });

/** Solves, has the checker look at it, and compares with the best of all plans. Gives the answer and what it would cost without. */
export function proves(problem: VroomProblem, ignored: Partial<VroomProblem>, seed: number): { bites: boolean } {
  const best = optimum(problem);
  const solution = solveRoutes(problem, steps(40));
  expect(checkRoutes(problem, solution), `seed ${seed}`).toEqual([]);
  const extra = problem.objectives?.fewest_vehicles ? 1_000_000 * solution.summary.routes : 0;
  expect(solution.summary.unassigned, `seed ${seed}`).toBe(best.unserved + skipped(problem, solution.unassigned));
  expect(
    Math.abs(solution.summary.cost + extra - best.cost),
    `seed ${seed}: ${solution.summary.cost} for ${best.cost}`,
  ).toBeLessThan(1.5);
  const free = optimum({ ...problem, ...ignored });
  return { bites: free.unserved !== best.unserved || free.cost !== best.cost };
}

/** The rows as they are but for one field. */
export function without<T extends object>(rows: T[], field: keyof T): T[] {
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== field)) as T);
}

const skipped = ({ jobs = [] }: VroomProblem, unassigned: { id: number }[]): number =>
  unassigned.filter(({ id }) => jobs.find((one) => one.id === id)?.skip_price !== undefined).length;

/** Over several seeds: every one at its optimum, and the rule of consequence in at least one. */
export function always(seeds: number, one: (seed: number) => { bites: boolean }): void {
  const biting = Array.from({ length: seeds }, (_, i) => one(i + 1)).filter(({ bites }) => bites).length;
  expect(biting).toBeGreaterThan(0);
}
