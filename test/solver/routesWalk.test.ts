import { describe, expect, test } from 'vitest';
import type { VroomProblem } from '../../solver/routes/problem.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';
import { inWalkingOrder } from '../../solver/routes/walk.ts';
import { makeRng } from '../../solver/shared/rng.ts';

/** Stops on a line, `spread` apart, given in random order; from `twins` on each has another at its place. */
function line(count: number): VroomProblem {
  const places = count / 2;
  const spots = [...makeRng(4).shuffle(Array.from({ length: places }, (_, i) => i + 1))];
  return {
    vehicles: [{ id: 1, start_index: 0, end_index: 0 }],
    jobs: [...spots, ...spots].map((spot, i) => ({ id: i + 1, location_index: spot })),
    matrices: {
      car: {
        // The way back is longer than the way there: a walk goes by the way there.
        durations: Array.from({ length: places + 1 }, (_, from) =>
          Array.from({ length: places + 1 }, (_unused, to) => (to >= from ? to - from : 10 * (from - to))),
        ),
      },
    },
  };
}

describe('walking order', () => {
  test('goes from the depot to the nearest stop left, again and again; those at one place keep their order', () => {
    const problem = line(300);
    const { jobs = [] } = inWalkingOrder(problem);
    expect(jobs.map(({ location_index }) => location_index)).toEqual(
      Array.from({ length: 300 }, (_, i) => 1 + Math.floor(i / 2)),
    );
    for (let i = 0; i < jobs.length; i += 2) expect(jobs[i]!.id).toBeLessThan(jobs[i + 1]!.id);
    expect(jobs.map(({ id }) => id).sort((a, b) => a - b)).toEqual(problem.jobs!.map(({ id }) => id));
  });

  test('leaves the problem as it was given, and small problems in their order', () => {
    const problem = line(300);
    const given = structuredClone(problem);
    inWalkingOrder(problem);
    expect(problem).toEqual(given);
    const small = line(100);
    expect(inWalkingOrder(small).jobs).toEqual(small.jobs);
  });

  test('begins at the first stop where the vehicle has no start, and is measured where there is no matrix', () => {
    const open = line(300);
    delete open.vehicles[0]!.start_index;
    expect(inWalkingOrder(open).jobs![0]!.location_index).toBe(open.jobs![0]!.location_index);
    const spots = Array.from({ length: 250 }, (_, i) => [127 + ((i * 97) % 250) / 1000, 37.5] as [number, number]);
    const { jobs = [] } = inWalkingOrder({
      vehicles: [{ id: 1, start: [126.9, 37.5] }],
      jobs: spots.map((location, i) => ({ id: i + 1, location })),
    });
    const east = jobs.map(({ location }) => location![0]);
    expect(east).toEqual([...east].sort((a, b) => a - b));
  });

  test('changes the answer by no stop: each is served under its own number', () => {
    const problem = line(240);
    const { routes, unassigned } = solveRoutes(problem, { seconds: 0.2 });
    expect(unassigned).toEqual([]);
    const served = routes.flatMap(({ steps }) => steps.filter(({ type }) => type === 'job'));
    expect(served.map(({ id }) => id).sort((a, b) => a! - b!)).toEqual(problem.jobs!.map(({ id }) => id));
    for (const { id, location_index } of served)
      expect(location_index).toBe(problem.jobs!.find((job) => job.id === id)!.location_index);
  });
});
