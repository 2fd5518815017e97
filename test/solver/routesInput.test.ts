import { describe, expect, test } from 'vitest';
import { checkRoutes } from '../../solver/routes/check.ts';
import { offerInsertions } from '../../solver/routes/offer.ts';
import type { Job, ReasonCode, Relaxation, Vehicle, VroomProblem, VroomSolution } from '../../solver/routes/problem.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';
import { Misfit } from '../../solver/shared/shape.ts';
import { makeRng } from '../../solver/shared/rng.ts';
import { stopAfterSteps } from '../../solver/shared/stop.ts';

const steps = (count: number): { stop: ReturnType<typeof stopAfterSteps> } => ({ stop: stopAfterSteps(count) });

/** A line: place i lies 100 s from its neighbours. */
const line = [0, 100, 200, 300, 400].map((x) => [0, 100, 200, 300, 400].map((y) => Math.abs(x - y)));
const van = (more: Partial<Vehicle> = {}): Vehicle => ({
  id: 1,
  start_index: 0,
  end_index: 0,
  capacity: [10],
  ...more,
});
const onLine = (jobs: Partial<Job>[], more: Partial<VroomProblem> = {}): VroomProblem => ({
  vehicles: [van()],
  jobs: jobs.map((one, i) => ({ id: i + 1, location_index: i + 1, delivery: [1], ...one })),
  matrices: { car: { durations: line } },
  ...more,
});

/** The fields that a refused problem names. */
function fieldsOf(problem: unknown): string[] {
  try {
    solveRoutes(problem as VroomProblem, steps(1));
  } catch (error) {
    if (error instanceof Misfit) return error.all.map(({ field }) => field);
    throw error;
  }
  return [];
}

describe('a problem with mistakes', () => {
  test('is refused once, with the row and the field of each of them', () => {
    const problem = {
      vehicles: [
        van({ capacity: [-1], time_window: [500, 100] }),
        van({ id: 1, profile: 'bike', capacity: [1, 2], reload: { max: 1.5 } }),
        { ...van({ id: 3 }), costs: { per_hour: Number.NaN }, min_work: { time: 5 } },
      ],
      jobs: [
        { id: 1, location_index: 9, time_windows: [[5, 3]] },
        { id: 2, location_index: 9, service: '5' },
        { id: 2, location_index: 7, announced: { begin: -1, per_hour: 'much' } },
        { id: 3, location_index: 8 },
        { id: 3, location_index: 1 },
      ],
      relations: [
        { type: 'near', stops: [] },
        { type: 'in_order', stops: [{ type: 'job', id: 77 }] },
      ],
      traffic: { car: [{ from: 10, speed: 0 }] },
      objectives: { spread: { per_hour: -1 } },
      matrices: { car: { durations: line } },
    };
    expect(fieldsOf(problem)).toEqual([
      'vehicles[0].capacity[0]',
      'vehicles[0].time_window',
      'vehicles[1].reload.max',
      'vehicles[2].costs.per_hour',
      'vehicles[2].min_work.per_hour',
      'jobs[0].time_windows[0]',
      'jobs[1].service',
      'jobs[2].announced.begin',
      'jobs[2].announced.per_hour',
      'relations[0].type',
      'relations[0].stops',
      'traffic.car[0].speed',
      'objectives.spread.per_hour',
      'jobs[4].id',
      'jobs[3].location_index',
      'relations[1].stops[0]',
    ]);
  });

  test('names wrong tables, and does not blame the rows for them', () => {
    const rows = [
      [0, 1, 2],
      [1, 0],
      [2, 1, 0.5],
    ];
    expect(fieldsOf({ ...onLine([{}]), matrices: { car: { durations: rows } } })).toEqual([
      'matrices.car.durations[1]',
    ]);
    const distances = [[0]];
    expect(fieldsOf({ ...onLine([{}]), matrices: { car: { durations: line, distances } } })).toEqual([
      'matrices.car.distances',
    ]);
  });

  test('is refused where locks and orders contradict themselves', () => {
    const job = (id: number): { type: 'job'; id: number } => ({ type: 'job', id });
    const ring = [
      { type: 'in_order' as const, stops: [job(1), job(2)] },
      { type: 'in_order' as const, stops: [job(2), job(3), job(1)] },
    ];
    expect(fieldsOf(onLine([{}, {}, {}], { relations: ring }))).toEqual(['relations[1].stops']);
    const locked = [{ type: 'reload' as const, id: 2 }, job(1), job(1)];
    expect(fieldsOf(onLine([{}], { vehicles: [van({ reload: { max: 2 }, locked })] }))).toEqual([
      'vehicles[0].locked[0]',
      'vehicles[0].locked[2]',
    ]);
  });

  test('is refused for what is likely to be a mistake only where that is asked', () => {
    const seoul: [number, number] = [127, 37.5];
    const problem = {
      vehicles: [{ id: 1, start: seoul, skills: [1], time_window: [0, 90_000] }],
      jobs: [
        { id: 1, location: seoul },
        { id: 2, location: [0, 0] },
        { id: 3, location: [37.6, 85], skills: [1, 2] },
        { id: 4, location: [37.6, 89] },
        { id: 5, location: [126.9, 37.4] },
      ],
    };
    const swapped = { ...problem, jobs: [...problem.jobs, { id: 6, location: [37.55, 127.01] }] };
    expect(fieldsOf(problem)).toEqual([]);
    expect(fieldsOf(swapped)).toEqual(['jobs[5].location[1]']);
    expect(fieldsOf({ ...problem, strict: true })).toEqual([
      'jobs[1].location',
      'vehicles[0].time_window',
      'jobs[2].skills[1]',
    ]);
    const far = line.map((row) => row.with(4, 100_000));
    const unreachable = { ...onLine([{}, {}, {}, {}]), matrices: { car: { durations: far } } };
    expect([fieldsOf(unreachable), fieldsOf({ ...unreachable, strict: true })]).toEqual([
      [],
      ['jobs[3].location_index'],
    ]);
    const inParis = {
      vehicles: [{ id: 1, start: [48.8, 2.3] }],
      jobs: [
        { id: 1, location: [2.35, 48.85] },
        { id: 2, location: [2.3, 48.9] },
      ],
    };
    expect(fieldsOf({ ...inParis, strict: true })).toEqual(['vehicles[0].start']);
  });
});

describe('reasons under the further rules', () => {
  const why = (problem: VroomProblem, id: number): ReasonCode | undefined => {
    const solution = solveRoutes(problem, steps(20));
    expect(checkRoutes(problem, solution)).toEqual([]);
    return solution.unassigned.find((one) => one.id === id)?.reason.code;
  };
  const job = (id: number): { type: 'job'; id: number } => ({ type: 'job', id });

  test('name what binds a stop, its price, and the time on duty', () => {
    const two = [van({ capacity: [2] }), van({ id: 2, capacity: [1] })];
    const bound = onLine([{ priority: 9 }, { priority: 9 }, {}], {
      vehicles: two,
      relations: [{ type: 'same_vehicle', stops: [job(1), job(2), job(3)] }],
    });
    expect(why(bound, 3)).toBe('vehicles_full');
    const orderly = onLine([{ skills: [5] }, {}], { relations: [{ type: 'in_order', stops: [job(1), job(2)] }] });
    expect([why(orderly, 1), why(orderly, 2)]).toEqual(['skills_missing', 'bound_to_other_stops']);
    expect(why(onLine([{}, { location_index: 4, skip_price: 500 }]), 2)).toBe('not_worth_its_price');
    expect(why(onLine([{}, { location_index: 4, skip_price: 700 }]), 2)).toBe(undefined);
    const duty = onLine([{ priority: 9 }, {}], { vehicles: [van({ max_duration: 250 })] });
    expect(why(duty, 2)).toBe('beyond_vehicle_limits');
    const both = onLine([{ priority: 9, service: 200 }, {}], { vehicles: [van({ max_duration: 450 })] });
    expect(why(both, 2)).toBe('vehicle_limits_used_up');
  });

  test('come with relaxations that are each enough, at the cost that is told', () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 10; seed++) {
      const problem = tight(seed);
      const { routes, unassigned } = solveRoutes(problem, { seed, ...steps(12) });
      for (const { id, relaxations = [] } of unassigned) {
        for (const one of relaxations) {
          seen.add(one.rule);
          const offers = offerInsertions(...relaxed(problem, routes, { id, one }));
          expect(offers.length, `seed ${seed}, stop ${id}, ${one.rule}`).toBeGreaterThan(0);
          const price = (problem.jobs![id - 1]!.skip_price ?? Infinity) + (one.rule === 'price' ? one.by : 0);
          expect(offers[0]!.cost, `seed ${seed}, stop ${id}, ${one.rule}`).toBeLessThan(Math.min(price, one.cost + 1));
        }
        expect(relaxations.length, `seed ${seed}, stop ${id}`).toBeGreaterThan(0);
      }
    }
    expect([...seen].sort()).toEqual(expect.arrayContaining(['limits', 'price', 'relations']));
  });

  /** Little time on duty, slow roads, soft windows, optional stops and stops that are bound to one another. */
  function tight(seed: number): VroomProblem {
    const rng = makeRng(seed);
    const at = Array.from({ length: 21 }, () => [rng.int(200), rng.int(200)] as const);
    const durations = at.map(([x, y]) => at.map(([u, v]) => Math.ceil(Math.hypot(x - u, y - v))));
    return {
      vehicles: [1, 2].map((id) => ({
        id,
        start_index: 0,
        end_index: 0,
        capacity: [12],
        time_window: [0, 1500],
        max_duration: 700 + rng.int(300),
      })),
      jobs: Array.from({ length: 20 }, (_, i) => {
        const from = rng.int(900);
        return {
          id: i + 1,
          location_index: i + 1,
          delivery: [1],
          service: 20,
          ...(i % 4 === 0 && { skip_price: 40 + rng.int(60) }),
          ...(i % 2 === 0 && { time_windows: [[from, from + 300]], late: { per_hour: 500, until: 1200 } }),
        };
      }),
      relations: [{ type: 'same_vehicle', stops: [2, 4, 6, 8, 10, 12, 14, 18].map(job) }],
      traffic: { car: [{ from: 300, speed: 80 }] },
      matrices: { car: { durations } },
    };
  }

  function relaxed(
    problem: VroomProblem,
    routes: VroomSolution['routes'],
    { id, one: { rule, by, vehicle: on, also } }: { id: number; one: Relaxation },
  ): [VroomProblem, VroomSolution['routes'], Job] {
    const changed = structuredClone(problem);
    const asked = changed.jobs!.find((one) => one.id === id)!;
    let vehicle = changed.vehicles.find((one) => one.id === on)!;
    for (const given of [{ rule, by }, ...(also ? [also] : [])]) {
      if (given.rule === 'vehicle') {
        vehicle = { ...structuredClone(vehicle), id: 99 };
        changed.vehicles.push(vehicle);
      }
      if (given.rule === 'capacity') vehicle.capacity![0]! += given.by;
      if (given.rule === 'shift') vehicle.time_window![1] += given.by;
      if (given.rule === 'limits') delete vehicle.max_duration;
      if (given.rule === 'price') asked.skip_price! += given.by;
      if (given.rule === 'relations') delete changed.relations;
      if (given.rule === 'window' && asked.late) asked.late.until! += given.by;
      else if (given.rule === 'window') asked.time_windows![0]![1] += given.by;
    }
    return [{ ...changed, jobs: changed.jobs!.filter((one) => one !== asked) }, routes, asked];
  }
});
