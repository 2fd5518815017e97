import { describe, expect, test } from 'vitest';
import { checkRoutes } from '../../solver/routes/check.ts';
import type { Shipment, VehicleStep, VroomProblem, VroomSolution, Window } from '../../solver/routes/problem.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';
import type { Rng } from '../../solver/shared/rng.ts';
import { always, job, proves, small, steps, without } from './proves.ts';

/** Two of the places of its jobs become the two ends of a shipment. */
function withShipment(problem: VroomProblem, amount: number[]): VroomProblem {
  const [pickup, delivery, ...jobs] = problem.jobs!.map(({ id, location_index }) => ({
    id,
    location_index: location_index!,
  }));
  const shipment: Shipment = { pickup: pickup!, delivery: { ...delivery!, id: pickup!.id }, amount };
  return { ...problem, jobs: jobs.map((one) => problem.jobs!.find(({ id }) => id === one.id)!), shipments: [shipment] };
}

/** Metres that are no multiple of the seconds: streets differ. */
function withLengths(problem: VroomProblem, rng: Rng): VroomProblem {
  const { durations } = problem.matrices!['car']!;
  const distances = durations.map((row) => Array.from(row, (time) => time * (5 + rng.int(10))));
  return { ...problem, matrices: { car: { durations, distances } } };
}

/** Windows that keep some stops apart; half of the stops have two of them. */
function withWindows(problem: VroomProblem, rng: Rng): void {
  problem.jobs!.forEach((one, i) => {
    const from = rng.int(150);
    one.time_windows = [[from, from + 60] as Window, ...(i % 2 === 0 ? [[from + 100, from + 180] as Window] : [])];
  });
}

describe('what VROOM takes', () => {
  test('several dimensions of load, given, taken and carried, at the least cost there is', () => {
    always(5, (seed) => {
      const [plain, rng] = small(300 + seed, {
        stops: 6,
        vehicles: [{ capacity: [6, 5, 9] }, { capacity: [7, 4, 9] }],
      });
      for (const one of plain.jobs!) {
        const units = [1 + rng.int(2), rng.int(3), 1];
        delete one.delivery;
        Object.assign(one, rng.int(3) === 0 ? { pickup: units } : { delivery: units });
      }
      const problem = withShipment(plain, [2, 2, 1]);
      const roomy = problem.vehicles.map((one) => ({ ...one, capacity: [99, 99, 99] }));
      return proves(problem, { vehicles: roomy }, seed);
    });
  });

  test('skills, and vehicles of unlike price, speed and reach, at the least cost there is', () => {
    always(6, (seed) => {
      const [plain, rng] = small(320 + seed, {
        stops: 6,
        vehicles: [
          { skills: [1, 2], costs: { fixed: 60, per_hour: 7200 }, max_tasks: 3 },
          { skills: [2], costs: { fixed: 20, per_km: 90 }, speed_factor: 0.8, max_travel_time: 420 },
          { costs: { per_hour: 1800, per_km: 130 }, speed_factor: 1.7, max_distance: 3_000 },
        ],
      });
      for (const one of plain.jobs!) one.skills = [[], [], [1], [2]][rng.int(4)]!;
      const problem = withLengths(plain, rng);
      return proves(problem, { vehicles: problem.vehicles.map((one) => ({ ...one, skills: [1, 2] })) }, seed);
    });
  });

  test('several depots, and ends that are open, at the least cost there is', () => {
    always(6, (seed) => {
      const vehicles = [{ start_index: 7, end_index: 0, capacity: [7] }, { capacity: [7] }, { capacity: [5] }];
      const [problem] = small(340 + seed, { stops: 6, vehicles });
      const home = problem.vehicles;
      const [first, second, third] = home as [(typeof home)[0], (typeof home)[0], (typeof home)[0]];
      const { end_index: _end, ...out } = second;
      const { start_index: _start, ...back } = third;
      return proves({ ...problem, vehicles: [first, out, back] }, { vehicles: home }, seed);
    });
  });

  test('several windows of one stop, and breaks with windows and room, at the least cost there is', () => {
    always(8, (seed) => {
      const [problem, rng] = small(360 + seed, {
        stops: 5,
        vehicles: [
          {
            capacity: [8],
            time_window: [0, 420],
            breaks: [
              { id: 1, service: 40, time_windows: [[60, 110]], max_load: [5] },
              {
                id: 2,
                service: 25,
                time_windows: [
                  [150, 170],
                  [210, 260],
                ],
              },
            ],
          },
          { capacity: [6], time_window: [20, 380], breaks: [{ id: 1, service: 50, time_windows: [[90, 140]] }] },
        ],
      });
      withWindows(problem, rng);
      return proves(problem, { vehicles: without(problem.vehicles, 'breaks') }, seed);
    });
  });

  test('priorities before numbers, numbers before cost', () => {
    always(6, (seed) => {
      const [problem, rng] = small(380 + seed, { stops: 6, vehicles: [{ capacity: [6], time_window: [0, 260] }] });
      for (const one of problem.jobs!) one.priority = [0, 1, 5][rng.int(3)]!;
      return proves(problem, { jobs: without(problem.jobs!, 'priority') }, seed);
    });
  });

  test('times by the type of a vehicle, and pay for what is done at doors, at the least cost there is', () => {
    always(6, (seed) => {
      const [problem, rng] = small(400 + seed, {
        stops: 6,
        vehicles: [
          { type: 'van', costs: { fixed: 15, per_task_hour: 5000 }, time_window: [0, 700] },
          { type: 'bike', costs: { per_hour: 5000, per_task_hour: 900 }, time_window: [0, 500] },
          { costs: { per_task_hour: 3600 }, time_window: [0, 300] },
        ],
      });
      problem.jobs!.forEach((one, i) => {
        Object.assign(one, { service: 20 + rng.int(40), setup: rng.int(30) });
        if (i > 0 && rng.int(2) === 0) one.location_index = problem.jobs![i - 1]!.location_index!;
        if (rng.int(2) === 0) one.service_per_type = { bike: rng.int(120) };
        if (rng.int(2) === 0) one.setup_per_type = { van: 0, bike: 60 };
        if (rng.int(2) === 0) one.skip_price = 60 + rng.int(80);
      });
      const jobs = without(without(problem.jobs!, 'service_per_type'), 'setup_per_type');
      return proves(problem, { jobs }, seed);
    });
  });
});

const stepsOf = ({ routes }: VroomSolution) => routes.flatMap((route) => route.steps);

describe('lengths that count beside tables of times alone', () => {
  const [plain] = small(440, { stops: 5, vehicles: [{ costs: { per_km: 700 } }] });
  const at = (row: number): [number, number] => [126.8 + row / 100, 37.5 + ((row * 3) % 5) / 50];
  const located: VroomProblem = {
    ...plain,
    vehicles: plain.vehicles.map((one) => ({ ...one, start: at(0), end: at(0) })),
    jobs: plain.jobs!.map((one) => ({ ...one, location: at(one.location_index!) })),
  };

  test('are measured between the coordinates, and asked for where there are none', () => {
    const solution = solveRoutes(located, steps(10));
    expect(checkRoutes(located, solution)).toEqual([]);
    const [route] = solution.routes;
    expect(route!.distance).toBeGreaterThan(5_000);
    expect(Math.abs(route!.cost - route!.duration - (route!.distance! * 700) / 1000)).toBeLessThan(1.5);
    expect(() => solveRoutes(plain, steps(10))).toThrow(/matrices\.car\.distances.*per_km/);
  });
});

describe('a plan to begin with', () => {
  const [problem] = small(420, { stops: 6, vehicles: [{}, {}] });
  const visits = (ids: number[]): VehicleStep[] => [{ type: 'start' }, ...ids.map(job), { type: 'end' }];
  const begun = (...routes: number[][]): VroomProblem => ({
    ...problem,
    vehicles: problem.vehicles.map((one, v) => ({ ...one, steps: visits(routes[v] ?? []) })),
  });
  const served = (solution: VroomSolution) =>
    solution.routes.map(({ steps }) => steps.flatMap(({ type, id }) => (type === 'job' ? [id] : [])));

  test('is where the search begins, and what it never falls behind', () => {
    const given = begun([1, 6, 2], [5, 3, 4]);
    const first = solveRoutes(given, steps(0));
    expect(served(first)).toEqual([
      [1, 6, 2],
      [5, 3, 4],
    ]);
    const better = solveRoutes(given, steps(40));
    expect(checkRoutes(given, better)).toEqual([]);
    expect(better.summary.cost).toBeLessThan(first.summary.cost);
    // what it does not name is looked for a place
    expect(
      served(solveRoutes(begun([1, 6, 2]), steps(0)))
        .flat()
        .toSorted((one, other) => one! - other!),
    ).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('that breaks a rule, or names what there is not, is refused with its row', () => {
    const tight = {
      ...begun([1, 2, 3], []),
      vehicles: begun([1, 2, 3], []).vehicles.map((one) => ({ ...one, max_tasks: 2 })),
    };
    expect(() => solveRoutes(tight, steps(0))).toThrow(/vehicles\[0\]\.steps.*can drive/);
    expect(() => solveRoutes(begun([1, 9]), steps(0))).toThrow(/vehicles\[0\]\.steps\[2\].*job 9.*named once/);
    expect(() => solveRoutes(begun([1, 2], [2]), steps(0))).toThrow(/vehicles\[1\]\.steps\[1\].*job 2.*named once/);
  });
});

describe('an answer', () => {
  const [plain] = small(430, { stops: 4, vehicles: [{ capacity: [99], description: 'white van' }] });
  const breaks = [{ id: 1, service: 5, time_windows: [[0, 500] as Window], description: 'tea' }];
  const problem: VroomProblem = {
    ...plain,
    vehicles: plain.vehicles.map((one) => ({ ...one, breaks })),
    jobs: plain.jobs!.map((one) => ({ ...one, description: `door ${one.id}`, ...(one.id === 4 && { skills: [1] }) })),
  };

  test('names everything by its description, and says of everything that no rule is broken', () => {
    const solution = solveRoutes(problem, steps(5));
    expect(solution.routes[0]).toMatchObject({ description: 'white van', violations: [] });
    expect(solution.summary.violations).toEqual([]);
    expect(solution.unassigned).toMatchObject([{ id: 4, description: 'door 4' }]);
    for (const { type, id, description, violations } of stepsOf(solution)) {
      expect(violations).toEqual([]);
      const own = { job: `door ${id}`, break: 'tea' } as Partial<Record<string, string>>;
      expect(description).toBe(own[type]);
    }
  });

  test('is the same for the two keys of former days as for those that took their place', () => {
    const { matrices, jobs, ...rest } = problem;
    const old = {
      ...rest,
      matrix: matrices!['car']!.durations,
      jobs: jobs!.map(({ delivery, ...one }) => ({ ...one, amount: delivery })),
    };
    expect(solveRoutes(old as VroomProblem, steps(5))).toEqual(solveRoutes(problem, steps(5)));
  });
});
