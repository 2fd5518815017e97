import { describe, expect, test } from 'vitest';
import { checkRoutes } from '../../solver/routes/check.ts';
import type {
  Job,
  ReasonCode,
  Shipment,
  Vehicle,
  VroomProblem,
  VroomSolution,
  Window,
} from '../../solver/routes/problem.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';
import { makeRng } from '../../solver/shared/rng.ts';
import { stopAfterSteps } from '../../solver/shared/stop.ts';

const steps = (count: number): { stop: ReturnType<typeof stopAfterSteps> } => ({ stop: stopAfterSteps(count) });

/** Places on a 1,000 × 1,000 field; place 0 is the depot. */
function field(seed: number, places: number): { durations: number[][]; rng: ReturnType<typeof makeRng> } {
  const rng = makeRng(seed);
  const at = Array.from({ length: places }, () => [rng.int(1000), rng.int(1000)] as const);
  const durations = at.map(([x, y]) => at.map(([u, v]) => Math.round(Math.hypot(x - u, y - v))));
  return { durations, rng };
}

const van = (id: number, more: Partial<Vehicle> = {}): Vehicle => ({
  id,
  start_index: 0,
  end_index: 0,
  capacity: [10],
  ...more,
});

function cvrp(seed: number, stops: number, vans: number): VroomProblem {
  const { durations, rng } = field(seed, stops + 1);
  return {
    vehicles: Array.from({ length: vans }, (_, v) => van(v + 1)),
    jobs: Array.from({ length: stops }, (_, i) => ({ id: i + 1, location_index: i + 1, delivery: [1 + rng.int(4)] })),
    matrices: { car: { durations } },
  };
}

function withWindows(seed: number, stops: number, vans: number): VroomProblem {
  const problem = cvrp(seed, stops, vans);
  const rng = makeRng(seed + 1000);
  for (const vehicle of problem.vehicles) vehicle.time_window = [0, 6000];
  for (const job of problem.jobs!) {
    const from = rng.int(3500);
    Object.assign(job, { service: 60 + rng.int(120), time_windows: [[from, from + 400 + rng.int(1500)] as Window] });
  }
  return problem;
}

/** Every rule of the format at once: two dimensions, skills, breaks, setups, limits, shipments, priorities, unlike vehicles. */
function everything(seed: number): VroomProblem {
  const { durations, rng } = field(seed, 33);
  const distances = durations.map((row) => row.map((time) => time * 9));
  const windows = (): Window[] => {
    const from = rng.int(3000);
    return rng.int(2) === 0
      ? [[from, from + 2500]]
      : [
          [from, from + 700],
          [from + 2000, from + 4000],
        ];
  };
  const skills = (): number[] => (rng.int(4) === 0 ? [7] : []);
  const jobs: Job[] = Array.from({ length: 18 }, (_, i) => ({
    id: i + 1,
    location_index: 1 + rng.int(20),
    setup: rng.int(2) * 90,
    service: rng.int(200),
    ...(rng.int(3) === 0 ? { pickup: [rng.int(3), rng.int(3)] } : { delivery: [1 + rng.int(3), rng.int(3)] }),
    skills: skills(),
    priority: rng.int(3),
    ...(rng.int(2) === 0 && { time_windows: windows() }),
  }));
  const shipments: Shipment[] = Array.from({ length: 6 }, (_, i) => ({
    pickup: {
      id: i + 1,
      location_index: 21 + 2 * i,
      service: 60,
      ...(rng.int(2) === 0 && { time_windows: windows() }),
    },
    delivery: { id: i + 1, location_index: 22 + 2 * i, service: 60, setup: 30 },
    amount: [1 + rng.int(3), 1],
    skills: skills(),
  }));
  const vehicles: Vehicle[] = [
    van(1, { capacity: [12, 12], skills: [7], time_window: [0, 9000], max_tasks: 9 }),
    van(2, { capacity: [12, 12], time_window: [500, 9000], max_travel_time: 5000, costs: { fixed: 100 } }),
    van(3, { capacity: [8, 20], skills: [7, 8], time_window: [0, 8000], speed_factor: 1.3, max_distance: 60_000 }),
    { id: 4, start_index: 5, capacity: [9, 9], time_window: [0, 9000], costs: { per_hour: 1800, per_km: 40 } },
  ];
  vehicles[0]!.breaks = [
    { id: 1, service: 300, time_windows: [[1500, 3000]] },
    { id: 2, service: 200, time_windows: [[4000, 6000]], max_load: [11, 12] },
  ];
  vehicles[2]!.breaks = [
    {
      id: 1,
      service: 600,
      time_windows: [
        [2000, 2600],
        [5000, 6500],
      ],
    },
  ];
  return { vehicles, jobs, shipments, matrices: { car: { durations, distances } } };
}

/** The cheapest way of serving all stops, found by trying every order of every subset. */
function bruteForce({ vehicles, jobs = [], matrices }: VroomProblem): number {
  const { durations } = matrices!['car']!;
  const all = 1 << jobs.length;
  const oneRoute = new Float64Array(all).fill(Infinity);
  const drive = (mask: number, at: number, { time, load, cost }: Record<'time' | 'load' | 'cost', number>): void => {
    const home = durations[at]![0]!;
    if (time + home <= (vehicles[0]!.time_window?.[1] ?? Infinity))
      oneRoute[mask] = Math.min(oneRoute[mask]!, cost + home);
    jobs.forEach(({ location_index: to, delivery, service = 0, time_windows }, i) => {
      if (mask & (1 << i) || load + delivery![0]! > vehicles[0]!.capacity![0]!) return;
      const begin = Math.max(time + durations[at]![to!]!, time_windows?.[0]![0] ?? 0);
      if (begin > (time_windows?.[0]![1] ?? Infinity)) return;
      const state = { time: begin + service, load: load + delivery![0]!, cost: cost + durations[at]![to!]! };
      drive(mask | (1 << i), to!, state);
    });
  };
  drive(0, 0, { time: 0, load: 0, cost: 0 });
  let best = new Float64Array(all).fill(Infinity);
  best[0] = 0;
  for (let used = 0; used < vehicles.length; used++) {
    const more = best.slice();
    for (let mask = 1; mask < all; mask++) {
      for (let part = mask; part > 0; part = (part - 1) & mask) {
        more[mask] = Math.min(more[mask]!, oneRoute[part]! + best[mask ^ part]!);
      }
    }
    best = more;
  }
  return best[all - 1]!;
}

const stopsOf = (solution: VroomSolution): string[] =>
  solution.routes.flatMap(({ steps }) =>
    steps.filter(({ id }) => id !== undefined).map(({ type, id }) => `${type} ${id}`),
  );

describe('solveRoutes', () => {
  test('finds the optimum of small capacity problems', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const problem = cvrp(seed, 8, 4);
      expect(solveRoutes(problem, steps(60)).summary.cost, `seed ${seed}`).toBe(bruteForce(problem));
    }
  });

  test('finds the optimum of small problems with windows', () => {
    for (const seed of [11, 12, 13, 14, 15]) {
      const problem = withWindows(seed, 8, 6);
      const optimum = bruteForce(problem);
      const { summary } = solveRoutes(problem, steps(60));
      expect(optimum < Infinity ? summary.cost : summary.unassigned > 0, `seed ${seed}`).toBe(
        optimum < Infinity ? optimum : true,
      );
    }
  });

  test('gives the same optimum whether a rule is stated in vain or not', () => {
    const problem = withWindows(21, 8, 6);
    const stated = { ...problem, vehicles: problem.vehicles.map((vehicle) => ({ ...vehicle, max_tasks: 8 })) };
    expect(solveRoutes(stated, steps(60)).summary.cost).toBe(solveRoutes(problem, steps(60)).summary.cost);
  });

  test('gives the same answer for the same seed', () => {
    for (const problem of [cvrp(31, 60, 20), withWindows(32, 60, 20), everything(33)]) {
      const once = solveRoutes(problem, { seed: 5, ...steps(30) });
      expect(solveRoutes(problem, { seed: 5, ...steps(30) })).toEqual(once);
    }
  });

  test('is never worse than its first plan, and reports every better one', () => {
    for (const problem of [cvrp(41, 120, 60), withWindows(42, 120, 60), everything(43)]) {
      const first = solveRoutes(problem, steps(0)).summary;
      const reported: number[] = [];
      const { summary } = solveRoutes(problem, { ...steps(60), onIncumbent: ({ cost }) => reported.push(cost) });
      expect(summary.unassigned).toBeLessThanOrEqual(first.unassigned);
      if (summary.unassigned === first.unassigned && summary.priority === first.priority) {
        expect(summary.cost).toBeLessThanOrEqual(first.cost);
      }
      expect(reported).toEqual([...reported].sort((one, other) => other - one));
      if (summary.unassigned === 0) expect(Math.round(reported.at(-1)!)).toBe(summary.cost);
    }
  });

  test('keeps every rule of the format, as the checker sees it', () => {
    for (let seed = 50; seed < 62; seed++) {
      const problem = everything(seed);
      expect(checkRoutes(problem, solveRoutes(problem, { seed, ...steps(25) })), `seed ${seed}`).toEqual([]);
    }
  });

  test('keeps load and windows in larger plans, as the checker sees it', () => {
    for (const problem of [cvrp(71, 150, 60), withWindows(72, 150, 60)]) {
      const solution = solveRoutes(problem, steps(40));
      expect(checkRoutes(problem, solution)).toEqual([]);
      expect(solution.unassigned.filter(({ reason }) => reason.code !== 'out_of_reach_in_time')).toEqual([]);
    }
  });

  test('drives a pickup and its delivery in one vehicle, the pickup first, several on board at once', () => {
    const durations = [0, 10, 20, 30, 40].map((x) => [0, 10, 20, 30, 40].map((y) => Math.abs(x - y)));
    const shipments = [
      { pickup: { id: 1, location_index: 1 }, delivery: { id: 1, location_index: 3 }, amount: [5] },
      { pickup: { id: 2, location_index: 2 }, delivery: { id: 2, location_index: 4 }, amount: [5] },
    ];
    const solution = solveRoutes(
      { vehicles: [van(1), van(2)], shipments, matrices: { car: { durations } } },
      steps(20),
    );
    expect(stopsOf(solution)).toEqual(['pickup 1', 'pickup 2', 'delivery 1', 'delivery 2']);
    expect(solution.summary.cost).toBe(80);
    expect(solution.routes[0]!.steps.map(({ load }) => load[0])).toEqual([0, 5, 10, 5, 0, 0]);
  });

  test('counts what goes out and what comes back at one stop by what is on board at a time', () => {
    const plan = (capacity: number): number => {
      const problem = cvrp(82, 2, 1);
      problem.vehicles[0]!.capacity = [capacity];
      for (const job of problem.jobs!) Object.assign(job, { delivery: [5], pickup: [4] });
      const solution = solveRoutes(problem, steps(5));
      expect(checkRoutes(problem, solution)).toEqual([]);
      return solution.summary.unassigned;
    };
    expect([plan(10), plan(9), plan(4)]).toEqual([0, 1, 2]);
  });

  test('leaves out the least important stop when there is room for all but one', () => {
    const problem = cvrp(81, 6, 1);
    problem.jobs!.forEach((job, i) => Object.assign(job, { delivery: [2], priority: i === 3 ? 1 : 5 }));
    const { unassigned } = solveRoutes(problem, steps(20));
    expect(unassigned.map(({ id, reason }) => [id, reason.code])).toEqual([[4, 'vehicles_full']]);
  });

  test('serves two stops rather than one that is dearer to leave out by nothing but cost', () => {
    const durations = [
      [0, 10, 10, 500],
      [10, 0, 5, 500],
      [10, 5, 0, 500],
      [500, 500, 500, 0],
    ];
    const jobs = [1, 2, 3].map((id) => ({ id, location_index: id, delivery: [id === 3 ? 10 : 5] }));
    const { unassigned } = solveRoutes({ vehicles: [van(1)], jobs, matrices: { car: { durations } } }, steps(20));
    expect(unassigned.map(({ id }) => id)).toEqual([3]);
  });

  test('takes a break on the road, between two stops, when its window opens there', () => {
    const durations = [
      [0, 1000],
      [1000, 0],
    ];
    const breaks = [{ id: 9, service: 100, time_windows: [[400, 500]] as Window[] }];
    const problem = {
      vehicles: [van(1, { breaks, time_window: [0, 5000] })],
      jobs: [{ id: 1, location_index: 1 }],
      matrices: { car: { durations } },
    };
    const solution = solveRoutes(problem, steps(2));
    expect(checkRoutes(problem, solution)).toEqual([]);
    const [start, pause, job] = solution.routes[0]!.steps;
    expect([pause!.type, pause!.arrival - start!.arrival, job!.arrival - start!.arrival]).toEqual([
      'break',
      pause!.duration,
      1100,
    ]);
  });

  test('leaves the depot no earlier than the first window asks for', () => {
    const durations = [
      [0, 100],
      [100, 0],
    ];
    const jobs = [{ id: 1, location_index: 1, time_windows: [[1000, 1200]] as Window[] }];
    const { routes } = solveRoutes({ vehicles: [van(1)], jobs, matrices: { car: { durations } } }, steps(2));
    expect(routes[0]!.steps.map(({ arrival }) => arrival)).toEqual([900, 1000, 1100]);
    expect(routes[0]!.waiting_time).toBe(0);
  });

  test('plans from coordinates alone, by crow-fly distance, circuity and speed', () => {
    const seoul: [number, number] = [126.978, 37.5665];
    const north: [number, number] = [126.978, 37.6665];
    const { routes } = solveRoutes(
      { vehicles: [{ id: 1, start: seoul, end: seoul }], jobs: [{ id: 1, location: north }] },
      steps(2),
    );
    // A tenth of a degree of latitude is 11.12 km; 1.3 times that, there and back.
    expect(routes[0]!.distance).toBeGreaterThan(28_880);
    expect(routes[0]!.distance).toBeLessThan(28_940);
    expect(Math.abs(routes[0]!.duration - (routes[0]!.distance! / 30) * 3.6)).toBeLessThan(2);
  });

  test('asks for a vehicle only when it is worth its fixed cost', () => {
    const durations = [
      [0, 100, 100],
      [100, 0, 250],
      [100, 250, 0],
    ];
    const jobs = [1, 2].map((id) => ({ id, location_index: id }));
    const plan = (fixed: number): number =>
      solveRoutes(
        { vehicles: [1, 2].map((id) => van(id, { costs: { fixed } })), jobs, matrices: { car: { durations } } },
        steps(20),
      ).summary.routes;
    expect([plan(0), plan(49), plan(51)]).toEqual([2, 2, 1]);
  });
});

describe('reasons', () => {
  const durations = [
    [0, 100, 100],
    [100, 0, 100],
    [100, 100, 0],
  ];
  const why = (vehicle: Partial<Vehicle>, job: Partial<Job>, others: Partial<Job>[] = []): ReasonCode | undefined => {
    const jobs = [
      { id: 1, location_index: 1, ...job },
      ...others.map((other, i) => ({ id: i + 2, location_index: 2, priority: 9, ...other })),
    ];
    const solution = solveRoutes(
      { vehicles: [van(1, vehicle)], jobs, matrices: { car: { durations, distances: durations } } },
      steps(20),
    );
    return solution.unassigned.find(({ id }) => id === 1)?.reason.code;
  };

  test('name the rule that keeps a stop from every empty vehicle', () => {
    expect(why({}, { skills: [3] })).toBe('skills_missing');
    expect(why({}, { delivery: [11] })).toBe('larger_than_any_vehicle');
    expect(why({ time_window: [50, 5000] }, { time_windows: [[0, 149]] })).toBe('out_of_reach_in_time');
    expect(why({ time_window: [0, 150] }, {})).toBe('out_of_reach_in_time');
    expect(why({ max_distance: 150 }, {})).toBe('beyond_vehicle_limits');
  });

  test('name the rule that keeps a stop out of the finished plan', () => {
    expect(why({}, { delivery: [6] }, [{ delivery: [6] }])).toBe('vehicles_full');
    expect(why({ time_window: [0, 250] }, {}, [{}])).toBe('no_time_left');
    expect(why({ max_tasks: 1 }, {}, [{}])).toBe('vehicle_limits_used_up');
    expect(why({ max_tasks: 1, time_window: [0, 250] }, {}, [{}])).toBe('fleet_exhausted');
  });

  test('say so when there is no vehicle at all', () => {
    const { unassigned, routes } = solveRoutes({
      vehicles: [],
      jobs: [{ id: 1, location_index: 0 }],
      matrices: { car: { durations } },
    });
    expect([routes.length, unassigned[0]!.reason.code]).toEqual([0, 'no_vehicle']);
  });
});

describe('checkRoutes', () => {
  const problem = everything(91);
  const right = solveRoutes(problem, steps(25));
  const faultsAfter = (change: (solution: VroomSolution) => void): string[] => {
    const solution = structuredClone(right);
    expect(checkRoutes(problem, solution)).toEqual([]);
    change(solution);
    return checkRoutes(problem, solution);
  };

  test('sees a stop served twice, left out or unknown', () => {
    expect(
      faultsAfter(({ routes }) =>
        routes[1]!.steps.splice(
          1,
          0,
          routes[0]!.steps.find(({ type }) => type === 'job')!,
        ),
      ).join(),
    ).toContain('is also in');
    expect(faultsAfter(({ routes }) => routes[0]!.steps.splice(1, 1)).length).toBeGreaterThan(0);
    expect(
      faultsAfter(({ unassigned }) =>
        unassigned.push({ id: 999, type: 'job', reason: { code: 'no_vehicle', text: '' } }),
      ).join(),
    ).toContain('unknown');
  });

  test('sees times, loads and costs that do not add up', () => {
    expect(faultsAfter(({ routes }) => (routes[0]!.steps[1]!.arrival -= 1)).join()).toContain('not on time');
    expect(faultsAfter(({ routes }) => (routes[0]!.steps[1]!.load[0]! += 1)).join()).toContain('says load');
    expect(faultsAfter(({ routes }) => (routes[0]!.cost -= 10)).join()).toContain('instead of');
    expect(faultsAfter(({ routes }) => routes[0]!.steps.reverse()).length).toBeGreaterThan(0);
  });

  test('sees an overloaded vehicle, a missing skill and a broken limit', () => {
    const tight = (more: Partial<Vehicle>): string =>
      checkRoutes({ ...problem, vehicles: problem.vehicles.map((vehicle) => ({ ...vehicle, ...more })) }, right).join();
    expect(tight({ capacity: [1, 1] })).toContain('of 1 in dimension 0');
    expect(tight({ skills: [] })).toContain('lacks a skill');
    expect(tight({ max_tasks: 1 })).toContain('tasks');
    expect(tight({ time_window: [0, 2000] })).toContain('outside the shift');
    expect(tight({ breaks: [{ id: 77 }] })).toContain('breaks not taken');
  });
});

describe('wrong input', () => {
  const wrong =
    (change: Partial<VroomProblem>): (() => unknown) =>
    () =>
      solveRoutes({ ...cvrp(1, 3, 1), ...change });

  test('is refused with the field, what was got and what is expected', () => {
    expect(wrong({ vehicles: [van(1, { capacity: [-1] })] })).toThrow(/vehicles\[0\]\.capacity\[0\].*got -1.*expected/);
    expect(wrong({ jobs: [{ id: 1, location_index: 7 }] })).toThrow(/jobs\[0\]\.location_index.*got 7.*matrices/);
    expect(wrong({ jobs: [{ id: 1, location_index: 1, time_windows: [[5, 3]] }] })).toThrow(
      /jobs\[0\]\.time_windows\[0\]/,
    );
    expect(
      wrong({
        jobs: [
          { id: 1, location_index: 1 },
          { id: 1, location_index: 2 },
        ],
      }),
    ).toThrow(/jobs\[1\]\.id.*once/);
    expect(wrong({ jobs: [{ id: 1, location_index: 1, delivery: [1, 2] }] })).toThrow(/jobs\[0\]\.delivery.*1 numbers/);
    expect(wrong({ vehicles: [van(1, { profile: 'bike' })] })).toThrow(/vehicles\[0\]\.profile.*bike.*car/);
    expect(wrong({ matrices: { car: { durations: [[0, 1]] } } })).toThrow(/matrices\.car\.durations\[0\]/);
  });
});
