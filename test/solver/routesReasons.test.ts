import { describe, expect, test } from 'vitest';
import { offerInsertions } from '../../solver/routes/offer.ts';
import type { Job, ReasonCode, Route, Vehicle, VroomProblem, Window } from '../../solver/routes/problem.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';
import { makeRng } from '../../solver/shared/rng.ts';
import { stopAfterSteps } from '../../solver/shared/stop.ts';

/** A day on which something is short: which thing follows from the seed. */
function shortDay(seed: number): VroomProblem {
  const rng = makeRng(seed);
  const spots = Array.from({ length: 26 }, () => [rng.int(300), rng.int(300)] as const);
  const durations = spots.map(([x, y]) => spots.map(([u, v]) => Math.round(Math.hypot(x - u, y - v))));
  const short = seed % 5;
  const vehicles = [1, 2, 3].map((id): Vehicle => ({
    id,
    start_index: 0,
    end_index: 0,
    capacity: short === 0 ? [8, 100] : short === 4 ? [7, 12] : [100, 100],
    time_window: [0, short === 1 ? 700 : short === 4 ? 800 : 9_000],
    skills: id === 1 ? [5] : [],
    max_tasks: short === 2 ? 4 : short === 4 ? 5 : 100,
  }));
  const jobs = Array.from({ length: 25 }, (_, i): Job => {
    const from = rng.int(1_500);
    const window: Window = short === 3 ? [from, from + 60] : [0, 8_000];
    return {
      id: i + 1,
      location_index: i + 1,
      delivery: [1 + rng.int(3), rng.int(12) === 0 ? 200 : 1],
      service: 20,
      skills: rng.int(9) === 0 ? [9] : rng.int(5) === 0 ? [5] : [],
      time_windows: rng.int(15) === 0 ? [[0, 5]] : [window],
    };
  });
  return { vehicles, jobs, matrices: { car: { durations } } };
}

type Waiver = 'nothing' | 'load' | 'time' | 'limits' | 'skills';

/** The problem with a rule waived for all of it. */
function waived(problem: VroomProblem, waiver: Waiver): VroomProblem {
  const { vehicles, jobs, matrices } = structuredClone(problem);
  for (const vehicle of vehicles) {
    if (waiver === 'load') vehicle.capacity = [1_000_000, 1_000_000];
    if (waiver === 'time') delete vehicle.time_window;
    if (waiver === 'limits') delete vehicle.max_tasks;
    if (waiver === 'skills') vehicle.skills = [5, 9];
  }
  if (waiver === 'time') for (const job of jobs!) delete job.time_windows;
  return { vehicles, jobs: jobs!, matrices: matrices! };
}

/** Whether a place is found for the job in these routes once the rule is waived. */
function served(problem: VroomProblem, id: number, { routes, waiver }: { routes: Route[]; waiver: Waiver }): boolean {
  const { jobs, ...more } = waived(problem, waiver);
  const job = jobs!.find((one) => one.id === id)!;
  return offerInsertions({ ...more, jobs: jobs!.filter((one) => one !== job) }, routes, job).length > 0;
}

/** The rule that is waived for each reason, and whether it keeps the stop from empty vehicles already. */
const verdicts: Partial<Record<ReasonCode, { waiver: Waiver; alone?: true }>> = {
  larger_than_any_vehicle: { waiver: 'load', alone: true },
  out_of_reach_in_time: { waiver: 'time', alone: true },
  vehicles_full: { waiver: 'load' },
  no_time_left: { waiver: 'time' },
  vehicle_limits_used_up: { waiver: 'limits' },
};

describe('the reason of every stop that is left out', () => {
  test('is the one thing that, waived alone, has it served; and nothing is left out that has a place', () => {
    const seen = new Map<ReasonCode, number>();
    for (let seed = 1; seed <= 15; seed++) {
      const problem = shortDay(seed);
      const { routes, unassigned } = solveRoutes(problem, { seed, stop: stopAfterSteps(10) });
      for (const { id, reason } of unassigned) {
        const { code } = reason;
        const where = `seed ${seed}, stop ${id}, ${code}`;
        seen.set(code, (seen.get(code) ?? 0) + 1);
        expect(served(problem, id, { routes, waiver: 'nothing' }), where).toBe(false);
        const verdict = verdicts[code];
        if (verdict !== undefined) {
          const inThese = verdict.alone ? [] : routes;
          expect(served(problem, id, { routes: inThese, waiver: verdict.waiver }), where).toBe(true);
          expect(served(problem, id, { routes: [], waiver: 'nothing' }), where).toBe(verdict.alone === undefined);
        } else if (code === 'skills_missing') {
          for (const waiver of ['load', 'time', 'limits'] as const) {
            expect(served(problem, id, { routes: [], waiver }), where).toBe(false);
          }
          const able = waived(problem, 'skills');
          const without = solveRoutes(able, { seed, stop: stopAfterSteps(10) }).unassigned.find((one) => one.id === id);
          expect(without?.reason.code, where).not.toBe('skills_missing');
        } else {
          expect(code, where).toBe('fleet_exhausted');
          for (const waiver of ['load', 'time', 'limits'] as const) {
            expect(served(problem, id, { routes, waiver }), where).toBe(false);
          }
        }
      }
    }
    expect([...seen.keys()].sort()).toEqual([
      'fleet_exhausted',
      'larger_than_any_vehicle',
      'no_time_left',
      'out_of_reach_in_time',
      'skills_missing',
      'vehicle_limits_used_up',
      'vehicles_full',
    ]);
  });
});
