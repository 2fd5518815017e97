import { describe, expect, test } from 'vitest';
import { makeJudge } from '../../solver/routes/feasible.ts';
import { firstPlan } from '../../solver/routes/firstPlan.ts';
import { checkRoutes } from '../../solver/routes/check.ts';
import { modelOf } from '../../solver/routes/model.ts';
import type { Job, VroomProblem, VroomSolution, Window } from '../../solver/routes/problem.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';
import { makeRng } from '../../solver/shared/rng.ts';
import { stopAfterSteps } from '../../solver/shared/stop.ts';

/** A morning whose roads become slow, with vans that may come back for more, and doors that may be late at a price. */
function morning(seed: number, more: Partial<VroomProblem> = {}): VroomProblem {
  const rng = makeRng(seed);
  const at = Array.from({ length: 81 }, () => [rng.int(900), rng.int(900)] as const);
  const durations = at.map(([x, y]) => at.map(([u, v]) => Math.ceil(Math.hypot(x - u, y - v))));
  return {
    vehicles: [1, 2, 3].map((id) => ({
      id,
      start_index: 0,
      end_index: 0,
      capacity: [22],
      time_window: [0, 12_000],
      reload: { max: 1, service: 300, price: 100 },
    })),
    jobs: Array.from({ length: 80 }, (_, i): Job => {
      const due = { time_windows: [[0, 4_000 + rng.int(6_000)]] as [number, number][], late: { per_hour: 9_000 } };
      return { id: i + 1, location_index: i + 1, delivery: [1], service: 30, ...(i % 2 === 0 && due) };
    }),
    matrices: { car: { durations } },
    traffic: {
      car: [
        { from: 0, speed: 100 },
        { from: 3_000, speed: 60 },
      ],
    },
    ...more,
  };
}

const planned = (problem: VroomProblem) => {
  const model = modelOf(problem);
  return { model, routes: firstPlan(model, { seed: 1, stop: stopAfterSteps(40) }) };
};

describe('a plan to begin with, made without hours, reloads and lateness', () => {
  test('is driven as it is with them, and has most of what one trip of each vehicle holds', () => {
    for (let seed = 1; seed <= 4; seed++) {
      const { model, routes } = planned(morning(seed));
      const feasible = makeJudge(model);
      routes!.forEach((stops, r) => expect(feasible(r, stops, stops.length), `seed ${seed}, vehicle ${r}`).toBe(true));
      const served = routes!.flatMap((stops) => [...stops]);
      expect(new Set(served).size).toBe(served.length);
      expect(served.length).toBeGreaterThan(0.8 * 66);
      expect(served.every((stop) => stop < model.asked)).toBe(true);
    }
  });

  test('is not made where something else binds, nor where it would be of no use', () => {
    const { jobs } = morning(1);
    const stops = [1, 2].map((id) => ({ type: 'job' as const, id }));
    expect(planned(morning(1, { relations: [{ type: 'in_order', stops }] })).routes).toBeUndefined();
    expect(planned(morning(1, { jobs: jobs!.slice(0, 30) })).routes).toBeUndefined();
    const calm = morning(1);
    delete calm.traffic;
    for (const vehicle of calm.vehicles) delete vehicle.reload;
    for (const job of calm.jobs!) delete job.late;
    expect(planned(calm).routes).toBeUndefined();
  });
});

/** A city of coordinates with slow hours, from one yard; a third of the doors is due in the morning. */
function city(doors: number, { vans, reloads }: { vans: number; reloads: number }): VroomProblem {
  const rng = makeRng(doors);
  const yard: [number, number] = [127, 37.55];
  return {
    vehicles: Array.from({ length: vans }, (_, v) => ({
      id: v + 1,
      start: yard,
      end: yard,
      capacity: [24],
      time_window: [0, 14 * 3600] as Window,
      ...(reloads > 0 && { reload: { max: reloads, service: 900 } }),
    })),
    jobs: Array.from({ length: doors }, (_, i): Job => {
      const due = { time_windows: [[0, (5 + rng.int(4)) * 3600]] as Window[] };
      const location: [number, number] = [126.8 + rng.int(4000) / 1e4, 37.4 + rng.int(3000) / 1e4];
      return { id: i + 1, location, service: 120, delivery: [1], ...(i % 3 === 0 && due) };
    }),
    traffic: { car: [60, 70, 75, 70, 55, 80, 95].map((speed, hour) => ({ from: hour * 2 * 3600, speed })) },
  };
}

/** Every job once, on a route or left out. */
function named({ routes, unassigned }: VroomSolution): number[] {
  const served = routes.flatMap(({ steps }) => steps.flatMap(({ type, id }) => (type === 'job' ? [id!] : [])));
  return [...served, ...unassigned.map(({ id }) => id)].toSorted((one, other) => one - other);
}

describe('more than 1,500 doors with hours on the road', () => {
  for (const [what, fleet] of [
    ['one trip each', { vans: 70, reloads: 0 }],
    ['vans that come back for more', { vans: 42, reloads: 1 }],
  ] as const) {
    test(`are all planned within every rule, with ${what}`, () => {
      const problem = city(1_560, fleet);
      const solution = solveRoutes(problem, { seed: 1, stop: stopAfterSteps(12) });
      expect(checkRoutes(problem, solution)).toEqual([]);
      expect(named(solution)).toEqual(problem.jobs!.map(({ id }) => id));
      expect(solution.unassigned).toEqual([]);
    });
  }
});

describe('what cannot be served in time', () => {
  /** Far doors that one van reaches in time one after the other, but not all. */
  function far(doors: number): VroomProblem {
    const durations = Array.from({ length: doors + 1 }, (_, from) =>
      Array.from({ length: doors + 1 }, (_, to) => (from === to ? 0 : 1_000)),
    );
    return {
      vehicles: [{ id: 1, start_index: 0, end_index: 0, capacity: [doors], time_window: [0, 20_000] }],
      jobs: Array.from({ length: doors }, (_, i): Job => ({
        id: i + 1,
        location_index: i + 1,
        delivery: [1],
        time_windows: [[0, 3_500]],
      })),
      matrices: { car: { durations } },
    };
  }
  const lateIfLeft = { per_hour: 9_000 };

  test('is served late at a price, and the rest in time, in no more steps than one plan has', () => {
    const problem = far(5);
    expect(solveRoutes(problem, { seed: 1 }).unassigned).toHaveLength(2);
    let asked = 0;
    const steps = stopAfterSteps(60);
    const stop = { ...steps, done: () => (asked++, steps.done()) };
    const late = solveRoutes(problem, { seed: 1, stop, lateIfLeft });
    expect(late.unassigned).toEqual([]);
    const over = late.routes[0]!.steps.map(({ lateness = 0 }) => lateness);
    expect(over.filter((seconds) => seconds > 0)).toEqual([500, 1_500]);
    expect(asked).toBeLessThanOrEqual(63);
  });

  test('takes no place from what can be in time', () => {
    const problem = far(8);
    const small = { ...problem, vehicles: problem.vehicles.map((one) => ({ ...one, capacity: [5] })) };
    const { routes, unassigned } = solveRoutes(small, { seed: 1, lateIfLeft });
    expect(unassigned).toHaveLength(3);
    const over = routes[0]!.steps.map(({ lateness = 0 }) => lateness).filter((seconds) => seconds > 0);
    expect(over).toEqual([500, 1_500]);
  });

  test('costs nothing where there is none: the plan is the one of a search that knows of no lateness', () => {
    const { matrices, ...problem } = morning(5);
    const jobs = problem.jobs!.map(({ late: _late, time_windows: _due, ...job }) => ({
      ...job,
      time_windows: [[0, 11_000] as Window],
    }));
    const easy = {
      ...problem,
      matrices: matrices!,
      jobs,
      vehicles: problem.vehicles.flatMap((one) => [one, { ...one, id: one.id + 3 }]),
    };
    const solve = (more: object) => solveRoutes(easy, { seed: 1, stop: stopAfterSteps(20), ...more });
    const plain = solve({});
    expect(plain.unassigned).toEqual([]);
    expect(solve({ lateIfLeft })).toEqual(plain);
  });

  test('stays out with its reason where late is of no use', () => {
    const problem = far(5);
    const small = { ...problem, vehicles: problem.vehicles.map((one) => ({ ...one, capacity: [3] })) };
    const { unassigned, routes } = solveRoutes(small, { seed: 1, lateIfLeft });
    expect(unassigned.map(({ reason }) => reason.code)).toEqual(['fleet_exhausted', 'fleet_exhausted']);
    expect(routes[0]!.steps.every(({ lateness = 0 }) => lateness === 0)).toBe(true);
  });
});
