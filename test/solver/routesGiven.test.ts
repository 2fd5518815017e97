import { describe, expect, test } from 'vitest';
import { checkRoutes } from '../../solver/routes/check.ts';
import type { Job, Vehicle, VroomProblem, VroomSolution } from '../../solver/routes/problem.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';
import { makeRng } from '../../solver/shared/rng.ts';
import { stopAfterSteps } from '../../solver/shared/stop.ts';

const doors = 1_520;

/** More doors of a town than one table is made of; place 0 is the yard of all. */
function town(vans: number): VroomProblem {
  const rng = makeRng(7);
  const place = (): [number, number] => [126.9 + rng.int(2_000) / 1e4, 37.45 + rng.int(2_000) / 1e4];
  const yard: [number, number] = [127, 37.55];
  return {
    vehicles: Array.from({ length: vans }, (_, v): Vehicle => ({ id: v + 1, start: yard, end: yard, capacity: [24] })),
    jobs: Array.from({ length: doors }, (_, i): Job => ({ id: i + 1, location: place(), delivery: [1] })),
  };
}

const stepsOf = ({ routes }: VroomSolution) =>
  new Map(routes.map(({ vehicle, steps }) => [vehicle, steps.map(({ type, id }) => ({ type, ...(id && { id }) }))]));
/** The problem with a plan to begin with. */
const given = (problem: VroomProblem, plan: ReturnType<typeof stepsOf>): VroomProblem => ({
  ...problem,
  vehicles: problem.vehicles.map((vehicle) => {
    const steps = plan.get(vehicle.id);
    return steps ? { ...vehicle, steps } : vehicle;
  }),
});
const solved = (problem: VroomProblem, steps: number): VroomSolution =>
  solveRoutes(problem, { seed: 1, stop: stopAfterSteps(steps) });

describe('more than 1,500 doors with steps to begin with', () => {
  const problem = town(66);
  const long = solved(problem, 60);
  const plan = stepsOf(long);

  test('are planned on from these, not anew', () => {
    const on = solved(given(problem, plan), 4);
    expect(checkRoutes(problem, on)).toEqual([]);
    expect(on.unassigned).toEqual([]);
    expect(on.summary.cost).toBeLessThanOrEqual(long.summary.cost);
    expect(solved(problem, 4).summary.cost).toBeGreaterThan(long.summary.cost);
  });

  test('have all served that the steps leave, by vehicles that have none or by all', () => {
    const half = new Map([...plan].filter(([vehicle]) => vehicle % 2 === 0));
    const fewer = new Map([...plan].map(([vehicle, steps]) => [vehicle, steps.filter((_, at) => at !== 3)]));
    for (const part of [half, fewer]) {
      const solution = solved(given(problem, part), 8);
      expect(checkRoutes(problem, solution)).toEqual([]);
      expect(solution.unassigned).toEqual([]);
    }
  });

  test('say of each door that they leave out why, as the whole fleet is', () => {
    const tight = town(40);
    const first = solved(tight, 8);
    expect(first.unassigned.length).toBeGreaterThan(0);
    const solution = solved(given(tight, stepsOf(first)), 4);
    expect(checkRoutes(tight, solution)).toEqual([]);
    expect(solution.unassigned.length).toBe(doors - 40 * 24);
    expect(new Set(solution.unassigned.map(({ reason }) => reason.code))).toEqual(new Set(['vehicles_full']));
  });

  test('are refused where a route breaks a rule, with its vehicle', () => {
    const [one, other] = [...plan.keys()] as [number, number];
    const both = [...plan.get(one)!.slice(0, -1), ...plan.get(other)!.slice(1)];
    const broken = new Map([...plan, [one, both] as const]);
    broken.delete(other);
    const at = problem.vehicles.findIndex(({ id }) => id === one);
    expect(() => solved(given(problem, broken), 4)).toThrow(`vehicles[${at}].steps`);
  });
});
