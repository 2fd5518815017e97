import { describe, expect, test } from 'vitest';
import { answer } from '../../solver/routes/answer.ts';
import { lateWhereLeft } from '../../solver/routes/lateness.ts';
import { modelOf } from '../../solver/routes/model.ts';
import type { Job, VroomProblem, Window } from '../../solver/routes/problem.ts';
import { search } from '../../solver/routes/search.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';
import { makeRng } from '../../solver/shared/rng.ts';
import { stopAfterSteps, type StopRule } from '../../solver/shared/stop.ts';

/** Doors of a town for a few vans whose shifts end long before all are served. */
function shortShifts(seed: number, more: (i: number) => Partial<Job> = () => ({})): VroomProblem {
  const rng = makeRng(seed);
  const at = Array.from({ length: 91 }, () => [rng.int(900), rng.int(900)] as const);
  const durations = at.map(([x, y]) => at.map(([u, v]) => Math.ceil(Math.hypot(x - u, y - v))));
  return {
    vehicles: [1, 2, 3].map((id) => ({ id, start_index: 0, end_index: 0, time_window: [0, 3_000] as Window })),
    jobs: Array.from({ length: 90 }, (_, i): Job => ({ id: i + 1, location_index: i + 1, service: 60, ...more(i) })),
    matrices: { car: { durations } },
  };
}

/** A clock that goes on by one at each question whether to stop. */
function counted(total_s: number): StopRule & { now(): number } {
  let clock = 0;
  return { done: () => ++clock >= total_s, elapsed_s: () => clock, total_s, now: () => clock };
}

describe('a search of few stops', () => {
  test('ends when nothing better is to be found, though it was given an hour', () => {
    const few = { ...shortShifts(3), jobs: shortShifts(3).jobs!.slice(0, 6) };
    const { summary } = solveRoutes(few, { seed: 1, seconds: 3_600 });
    expect(summary).toMatchObject({
      unassigned: 0,
      cost: solveRoutes(few, { seed: 1, stop: counted(2_000) }).summary.cost,
    });
  });
});

describe('a search that leaves stops out', () => {
  test('ends a little sooner, so that there is time to say why; one that serves all has the whole time', () => {
    const short = counted(150);
    const left = solveRoutes(shortShifts(1), { seed: 1, stop: short }).unassigned;
    expect(left.length).toBeGreaterThan(10);
    expect(left.every(({ relaxations }) => relaxations!.length > 0)).toBe(true);
    expect(short.now()).toBeLessThan(147);
    const long = counted(150);
    const enough = shortShifts(1);
    const vehicles = enough.vehicles.map((vehicle) => ({ ...vehicle, time_window: [0, 30_000] as Window }));
    expect(solveRoutes({ ...enough, vehicles }, { seed: 1, stop: long }).unassigned).toEqual([]);
    expect(long.now()).toBeGreaterThanOrEqual(150);
  });

  test('says of all why, and of the most important first what would be enough, until its time is over', () => {
    const problem = shortShifts(1, (i) => ({ priority: i % 10 }));
    const model = modelOf(problem);
    let asked = 0;
    const { unassigned } = answer(model, { routes: [1, 2, 3].map(() => new Int32Array(0)) }, () => ++asked > 9);
    expect(unassigned).toHaveLength(90);
    expect(unassigned.every(({ reason }) => reason.text !== '')).toBe(true);
    const told = unassigned.filter(({ relaxations }) => relaxations!.length > 0).map(({ id }) => (id - 1) % 10);
    // ten whatever the time, and as many as it still had
    const first = unassigned.map(({ id }) => (id - 1) % 10).toSorted((one, other) => other - one);
    expect(told.toSorted((one, other) => other - one)).toEqual(first.slice(0, 10 + 9));
  });
});

describe('what would be late', () => {
  /** What is searched, and for how many steps: a plan in time, and one in which some may be late. */
  function searched(problem: VroomProblem) {
    const model = modelOf(problem);
    const steps = { inTime: 0, late: 0 };
    const { plan } = lateWhereLeft(
      model,
      { per_hour: 3_600 },
      {
        stop: stopAfterSteps(60),
        searchOn: (model, options) => {
          const from = options.stop.elapsed_s();
          const found = search(model, { seed: 1, ...options });
          const isLate = model.dueBy.some((due) => due < Infinity);
          steps[isLate ? 'late' : 'inTime'] += options.stop.elapsed_s() - from;
          return found;
        },
      },
    );
    return { ...steps, served: plan.routes.reduce((sum, stops) => sum + stops.length, 0) };
  }

  test('takes no time where shifts are short: hardly anything that is left could be served late', () => {
    for (const seed of [1, 2]) {
      const { inTime, late } = searched(shortShifts(seed, (i) => (i % 3 === 0 ? { time_windows: [[0, 2_800]] } : {})));
      expect(late, `seed ${seed}`).toBeLessThanOrEqual(7);
      expect(inTime).toBeGreaterThan(50);
    }
  });

  test('is planned, and more is served, where there is time after it', () => {
    const problem = shortShifts(1, () => ({ time_windows: [[0, 1_500]] }));
    const { late, served } = searched(problem);
    expect(late).toBeGreaterThan(20);
    const inTime = solveRoutes(problem, { seed: 1, stop: stopAfterSteps(60) });
    expect(served).toBeGreaterThan(100 - inTime.unassigned.length);
  });
});
