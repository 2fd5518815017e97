import { makeRandom } from '../../src/commands/day/random.ts';
import { answer } from '../../solver/routes/answer.ts';
import { checkRoutes } from '../../solver/routes/check.ts';
import { makeJudge } from '../../solver/routes/feasible.ts';
import { modelOf } from '../../solver/routes/model.ts';
import { boundTo, plannedStops } from '../../solver/routes/planned.ts';
import type { Job, StopName, Vehicle, VroomProblem, VroomSolution, Window } from '../../solver/routes/problem.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';
import type { Table, Tell } from './bench.ts';

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

/** What a plan made without a rule costs under it, or how many of its routes break it. */
function under(problem: VroomProblem, { routes }: VroomSolution): string {
  const model = modelOf(problem);
  const plan = plannedStops(model, routes);
  const drivable = makeJudge(model);
  const torn = model.groups.filter(
    (members) => boundTo(model, plan, members[0]!) !== boundTo(model, plan, members[1]!),
  );
  const broken = plan.filter((one, r) => !drivable(r, one, one.length)).length;
  if (torn.length > 0) return `${torn.length} groups torn`;
  return broken > 0 ? `${broken} routes break it` : String(answer(model, { routes: plan }).summary.cost);
}

/** Solves every day with its rule, which must be kept, and without. */
export function measureRules(
  seed: number,
  { seconds, only, tell }: { seconds: number; only: string; tell: Tell },
): {
  table: Table;
  troubles: string[];
} {
  const troubles: string[] = [];
  const rows = ruledDays(seed)
    .filter(({ name }) => name.startsWith(only))
    .map(({ name, problem, without }) => {
      const kept = solveRoutes(problem, { seconds, seed });
      const faults = checkRoutes(problem, kept);
      if (faults.length > 0) troubles.push(`${name}: ${faults.slice(0, 3).join('; ')}`);
      const free = solveRoutes(without, { seconds, seed });
      const row = [
        name,
        kept.summary.cost,
        kept.summary.unassigned,
        free.summary.cost,
        free.summary.unassigned,
        under(problem, free),
      ];
      tell(row.join('  '));
      return row;
    });
  const columns = ['rule', 'cost', 'left out', 'cost without', 'left out', 'and under the rule'];
  return { table: { title: `each rule on a day where it matters, ${seconds} s`, columns, rows }, troubles };
}
