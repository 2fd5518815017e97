import { makeRandom } from '../../src/commands/day/random.ts';
import type { Job, StopName, Vehicle, VroomProblem, Window } from '../../solver/routes/problem.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';

/** One rule on a day of its own where it matters, and the same day without it. */
interface Ruled {
  name: string;
  problem: VroomProblem;
  without: VroomProblem;
}

const stops = 120;
const hour_s = 3600;
const job = (id: number): StopName => ({ type: 'job', id });

/** A town of 20 km across: seconds and metres between places, place 0 the depot. */
function town(seed: number): { problem: VroomProblem; random: ReturnType<typeof makeRandom> } {
  const random = makeRandom(seed);
  const at = Array.from({ length: stops + 1 }, () => [random.int(20_000), random.int(20_000)] as const);
  const distances = at.map(([x, y]) => at.map(([u, v]) => Math.ceil(1.3 * Math.hypot(x - u, y - v))));
  const durations = distances.map((row) => row.map((metres) => Math.ceil(metres / 8)));
  const vehicles = Array.from({ length: 8 }, (_, v): Vehicle => ({
    id: v + 1,
    start_index: 0,
    end_index: 0,
    capacity: [40],
    time_window: [0, 12 * hour_s],
    costs: { fixed: 1000 },
  }));
  const jobs = Array.from({ length: stops }, (_, i): Job => ({
    id: i + 1,
    location_index: i + 1,
    delivery: [1 + random.int(3)],
    service: 240,
  }));
  return { problem: { vehicles, jobs, matrices: { car: { durations, distances } } }, random };
}

/** A day in the town, changed by what makes a rule matter, and by the rule. */
function ruled(name: string, seed: number, rule: Partial<Vehicle>, change: Change): Ruled {
  const { problem, random } = town(seed);
  const without = change.ground?.(problem, random) ?? problem;
  const changed = change.rule?.(structuredClone(without), random) ?? without;
  return { name, without, problem: { ...changed, vehicles: changed.vehicles.map((one) => ({ ...one, ...rule })) } };
}

interface Change {
  ground?: (problem: VroomProblem, random: ReturnType<typeof makeRandom>) => VroomProblem;
  rule?: (problem: VroomProblem, random: ReturnType<typeof makeRandom>) => VroomProblem;
}

const fewer =
  (count: number, more: Partial<Vehicle>): NonNullable<Change['ground']> =>
  (problem) => ({
    ...problem,
    vehicles: problem.vehicles.slice(0, count).map((one) => ({ ...one, ...more })),
  });

const eachJob =
  (change: (one: Job, random: ReturnType<typeof makeRandom>) => Partial<Job>): NonNullable<Change['rule']> =>
  (problem, random) => ({ ...problem, jobs: problem.jobs!.map((one) => ({ ...one, ...change(one, random) })) });

const someHours = (random: ReturnType<typeof makeRandom>, hours: number): Window => {
  const from = random.int(10 - hours) * hour_s;
  return [from, from + hours * hour_s];
};

const windows = eachJob((_, random) => ({ time_windows: [someHours(random, 2)] }));

/** Half of the jobs brought from one door to another. */
const brought: NonNullable<Change['ground']> = ({ jobs = [], ...problem }) => ({
  ...problem,
  jobs: [],
  shipments: jobs.slice(0, stops / 2).map((pickup, i) => ({
    pickup: { id: pickup.id, location_index: pickup.location_index!, service: 120 },
    delivery: { id: pickup.id, location_index: i + 1 + stops / 2, service: 120 },
    amount: [4],
  })),
});

/** The plan of the day without windows, told to everybody; the day then has other windows for some. */
const announced: NonNullable<Change['rule']> = (problem, random) => {
  const told = new Map<number, { vehicle: number; begin: number }>();
  const { routes } = solveRoutes(
    { ...problem, jobs: problem.jobs!.map((one) => ({ ...one, time_windows: [[0, 12 * hour_s]] })) },
    { seed: 1 },
  );
  for (const { vehicle, steps } of routes) {
    for (const { type, id, arrival } of steps) if (type === 'job') told.set(id!, { vehicle, begin: arrival });
  }
  return eachJob(({ id }) => ({ announced: { ...told.get(id)!, move: 600, slack: 900, per_hour: 900 } }))(
    problem,
    random,
  );
};

/** Cold and dear, quick and small, slow and cheap. */
const unlike: Partial<Vehicle>[] = [
  { skills: [1, 2], costs: { fixed: 2500, per_hour: 5400, per_km: 60 } },
  { skills: [2], capacity: [24], speed_factor: 1.3, costs: { fixed: 800, per_km: 40 } },
  { speed_factor: 0.8, costs: { fixed: 400, per_hour: 2400, per_km: 20 } },
];

/** Rules of VROOM's format. */
function formatDays(seed: number): Ruled[] {
  return [
    ruled(
      'several loads',
      seed,
      {},
      {
        ground: (problem, random) => ({
          ...problem,
          vehicles: problem.vehicles.map((one) => ({ ...one, capacity: [40, 1000, 1000] })),
          jobs: problem.jobs!.map((one) => ({ ...one, delivery: [...one.delivery!, random.int(30), random.int(9)] })),
        }),
        rule: (problem) => ({
          ...problem,
          vehicles: problem.vehicles.map((one, v) => ({
            ...one,
            capacity: v % 2 === 0 ? [40, 350, 50] : [40, 200, 90],
          })),
        }),
      },
    ),
    ruled(
      'skills and unlike vehicles',
      seed,
      {},
      {
        rule: (problem) => ({
          ...eachJob((one) => (one.id % 4 === 0 ? { skills: [one.id % 8 === 0 ? 1 : 2] } : {}))(problem, makeRandom(1)),
          vehicles: problem.vehicles.map((one, v) => ({ ...one, ...unlike[v % unlike.length]! })),
        }),
      },
    ),
    ruled(
      'depots and open ends',
      seed,
      {},
      {
        rule: (problem) => ({
          ...problem,
          vehicles: problem.vehicles.map(({ end_index: _end, ...one }, v) =>
            v % 2 === 0 ? { ...one, start_index: 60, end_index: 0 } : one,
          ),
        }),
      },
    ),
    ruled(
      'limits',
      seed,
      { max_tasks: 17, max_travel_time: 2 * hour_s, max_distance: 70_000 },
      { ground: fewer(8, { capacity: [80] }) },
    ),
    ruled(
      'priorities',
      seed,
      {},
      { ground: fewer(4, {}), rule: eachJob((one) => ({ priority: [0, 0, 1, 10][one.id % 4]! })) },
    ),
    ruled(
      'times by type',
      seed,
      {},
      {
        rule: (problem, random) => ({
          ...eachJob(() => ({ service_per_type: { bike: 60 * (1 + random.int(8)) } }))(problem, random),
          vehicles: problem.vehicles.map((one, v) => ({
            ...one,
            type: v % 2 === 0 ? 'van' : 'bike',
            costs: { ...one.costs!, per_task_hour: v % 2 === 0 ? 5000 : 2500 },
          })),
        }),
      },
    ),
    ruled(
      'locks',
      seed,
      {},
      {
        rule: (problem) => ({
          ...problem,
          vehicles: problem.vehicles.map((one, v) => ({ ...one, ...(v < 4 && { locked: [job(1 + v), job(90 + v)] }) })),
        }),
      },
    ),
  ];
}

export function ruledDays(seed: number): Ruled[] {
  const traffic = {
    car: [
      { from: 0, speed: 55 },
      { from: 3 * hour_s, speed: 110 },
      { from: 9 * hour_s, speed: 60 },
    ],
  };
  const everyFifth =
    (type: 'same_vehicle' | 'in_order'): NonNullable<Change['rule']> =>
    (problem) => ({
      ...problem,
      relations: Array.from({ length: 10 }, (_, at) => ({
        type,
        stops: [0, 1, 2].map((turn) => job(1 + at + turn * (stops / 3))),
      })),
    });
  return [
    ...formatDays(seed),
    ruled('several trips', seed, { reload: { max: 2, service: 900 } }, { ground: fewer(4, { capacity: [26] }) }),
    ruled('same vehicle', seed, {}, { rule: everyFifth('same_vehicle') }),
    ruled('in order', seed, {}, { rule: everyFifth('in_order') }),
    ruled(
      'announced',
      seed,
      {},
      {
        ground: eachJob((_, random) => (random.int(10) === 0 ? { time_windows: [someHours(random, 3)] } : {})),
        rule: announced,
      },
    ),
    ruled('hours of day', seed, {}, { ground: windows, rule: (problem) => ({ ...problem, traffic }) }),
    ruled('spread', seed, {}, { rule: (problem) => ({ ...problem, objectives: { spread: { per_hour: 20_000 } } }) }),
    ruled('least work', seed, { min_work: { time: 7 * hour_s, per_hour: 4000 } }, {}),
    ruled(
      'few vehicles',
      seed,
      {},
      { ground: windows, rule: (problem) => ({ ...problem, objectives: { fewest_vehicles: true } }) },
    ),
    ruled('optional stops', seed, {}, { rule: eachJob((one) => (one.id % 3 === 0 ? { skip_price: 300 } : {})) }),
    ruled(
      'soft windows',
      seed,
      {},
      {
        ground: (problem, random) => windows(fewer(5, { capacity: [60] })(problem, random), random),
        rule: eachJob(() => ({ late: { per_hour: 1200, until: 12 * hour_s } })),
      },
    ),
    ruled(
      'several windows',
      seed,
      {},
      {
        rule: eachJob((_, random) => {
          const from = random.int(3) * hour_s;
          return {
            time_windows: [
              [from, from + hour_s],
              [from + 6 * hour_s, from + 7 * hour_s],
            ],
          };
        }),
      },
    ),
    ruled(
      'setup',
      seed,
      {},
      {
        rule: eachJob((one) => ({ setup: 300, location_index: Math.ceil(one.location_index! / 4) })),
        ground: fewer(4, { capacity: [80] }),
      },
    ),
    ruled(
      'duty and breaks',
      seed,
      { max_duration: 6 * hour_s, breaks: [{ id: 1, service: 1800, time_windows: [[3 * hour_s, 5 * hour_s]] }] },
      { ground: windows },
    ),
    ruled('last in, first out', seed, { lifo: true }, { ground: brought }),
    ruled(
      'all together',
      seed,
      { reload: { max: 1, service: 900 }, max_duration: 9 * hour_s, min_work: { time: 4 * hour_s, per_hour: 500 } },
      {
        ground: (problem, random) => windows(fewer(7, { capacity: [26] })(problem, random), random),
        rule: (problem, random) => {
          const soft = eachJob((one) => ({ late: { per_hour: 1500 }, ...(one.id % 9 === 0 && { skip_price: 900 }) }))(
            problem,
            random,
          );
          return { ...everyFifth('same_vehicle')(soft, random), traffic, objectives: { spread: { per_hour: 2000 } } };
        },
      },
    ),
  ];
}
