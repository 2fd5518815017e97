import { describe, expect, test } from 'vitest';
import { makeJudge } from '../../solver/routes/feasible.ts';
import { firstPlan } from '../../solver/routes/firstPlan.ts';
import { modelOf } from '../../solver/routes/model.ts';
import type { Job, VroomProblem } from '../../solver/routes/problem.ts';
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
