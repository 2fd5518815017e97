import { describe, expect, test } from 'vitest';
import { checkRoutes } from '../../solver/routes/check.ts';
import { offerInsertions } from '../../solver/routes/offer.ts';
import type { Job, Relaxation, Vehicle, VroomProblem, Window } from '../../solver/routes/problem.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';
import { makeRng } from '../../solver/shared/rng.ts';
import { stopAfterSteps } from '../../solver/shared/stop.ts';

const steps = (count: number): { stop: ReturnType<typeof stopAfterSteps> } => ({ stop: stopAfterSteps(count) });

/** Places on a field; place 0 is the depot. */
function field(seed: number, places: number, side: number): { durations: number[][]; rng: ReturnType<typeof makeRng> } {
  const rng = makeRng(seed);
  const at = Array.from({ length: places }, () => [rng.int(side), rng.int(side)] as const);
  return { durations: at.map(([x, y]) => at.map(([u, v]) => Math.round(Math.hypot(x - u, y - v)))), rng };
}

function* orders<T>(list: T[]): Generator<T[]> {
  if (list.length === 0) yield [];
  for (let i = 0; i < list.length; i++) {
    for (const rest of orders([...list.slice(0, i), ...list.slice(i + 1)])) yield [list[i]!, ...rest];
  }
}

const length = (durations: number[][], places: number[]): number =>
  [...places, 0].reduce((sum, to, i) => sum + durations[i === 0 ? 0 : places[i - 1]!]![to]!, 0);

describe('time on duty', () => {
  /** One vehicle, five stops: the shortest order that is on duty no longer than allowed, leaving at whatever moment is best. */
  const byTrying = ({ vehicles, jobs, matrices }: VroomProblem): number => {
    const { durations } = matrices!['car']! as { durations: number[][] };
    let best = Infinity;
    for (const order of orders(jobs!)) {
      const cost = length(
        durations,
        order.map(({ location_index }) => location_index!),
      );
      for (let leave = 0; leave < 150 && cost < best; leave++) {
        let time = leave;
        let at = 0;
        const late = order.some(({ location_index, time_windows, service }) => {
          const [from, to] = time_windows![0]!;
          time = Math.max(time + durations[at]![location_index!]!, from);
          const missed = time > to;
          time += service!;
          at = location_index!;
          return missed;
        });
        if (!late && time + durations[at]![0]! - leave <= vehicles[0]!.max_duration!) best = cost;
      }
    }
    return best;
  };

  test('is kept within its limit, waiting and service included, at the least cost there is', () => {
    let bitten = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const { durations, rng } = field(seed, 6, 12);
      const jobs: Job[] = Array.from({ length: 5 }, (_, i) => {
        const from = 20 + rng.int(60);
        return { id: i + 1, location_index: i + 1, service: 2, time_windows: [[from, from + 30]] };
      });
      const van = { id: 1, start_index: 0, end_index: 0 };
      const plan = (more: Partial<Vehicle>): VroomProblem => ({
        vehicles: [{ ...van, ...more }],
        jobs,
        matrices: { car: { durations } },
      });
      const free = solveRoutes(plan({ max_duration: 10_000 }), steps(40));
      const tight = plan({
        max_duration: free.routes[0]!.steps.at(-1)!.arrival - free.routes[0]!.steps[0]!.arrival - 4,
      });
      const optimum = byTrying(tight);
      const solution = solveRoutes(tight, steps(40));
      expect(checkRoutes(tight, solution)).toEqual([]);
      if (optimum === Infinity) expect(solution.summary.unassigned, `seed ${seed}`).toBeGreaterThan(0);
      else if (free.summary.unassigned === 0) {
        expect([solution.summary.unassigned, solution.summary.cost], `seed ${seed}`).toEqual([0, optimum]);
        bitten++;
      }
    }
    expect(bitten).toBeGreaterThan(0);
  });
});

describe('unloading in the reverse order of loading', () => {
  test('costs as little as the best of all orders that allow it', () => {
    let dearer = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const { durations } = field(seed, 7, 100);
      const shipments = [0, 1, 2].map((i) => ({
        pickup: { id: i, location_index: 1 + 2 * i },
        delivery: { id: i, location_index: 2 + 2 * i },
        amount: [1],
      }));
      const plan = (lifo: boolean): VroomProblem => ({
        vehicles: [{ id: 1, start_index: 0, end_index: 0, capacity: [3], lifo }],
        shipments,
        matrices: { car: { durations } },
      });
      let optimum = Infinity;
      for (const order of orders([1, 2, 3, 4, 5, 6])) {
        const stack: number[] = [];
        const fits = order.every((at) => (at % 2 === 1 ? stack.push(at + 1) > 0 : stack.pop() === at));
        if (fits) optimum = Math.min(optimum, length(durations, order));
      }
      const solution = solveRoutes(plan(true), steps(30));
      expect(checkRoutes(plan(true), solution)).toEqual([]);
      expect(solution.summary.cost, `seed ${seed}`).toBe(optimum);
      if (solveRoutes(plan(false), steps(30)).summary.cost < optimum) dearer++;
    }
    expect(dearer).toBeGreaterThan(0);
  });
});

describe('locks', () => {
  test('keep the first stops of a vehicle as they are, whatever the search does', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { durations, rng } = field(seed, 21, 500);
      const jobs: Job[] = Array.from({ length: 20 }, (_, i) => ({ id: i + 1, location_index: i + 1, delivery: [1] }));
      const picked = rng.shuffle([...jobs.keys()]).slice(0, 6);
      const lock = (at: number[]): NonNullable<Vehicle['locked']> => at.map((i) => ({ type: 'job', id: i + 1 }));
      const van = { start_index: 0, end_index: 0, capacity: [8] };
      const problem: VroomProblem = {
        vehicles: [
          { id: 1, ...van, locked: lock(picked.slice(0, 4)) },
          { id: 2, ...van, locked: lock(picked.slice(4)) },
          { id: 3, ...van },
        ],
        jobs,
        matrices: { car: { durations } },
      };
      const solution = solveRoutes(problem, { seed, ...steps(10) });
      expect(checkRoutes(problem, solution), `seed ${seed}`).toEqual([]);
      expect(solution.summary.unassigned).toBe(0);
      const first = solution.routes[0]!.steps.slice(1, 5).map(({ id }) => id! - 1);
      expect(first).toEqual(picked.slice(0, 4));
    }
  });

  test('keep a stop on the vehicles that may serve it, though another would be cheaper', () => {
    const { durations } = field(3, 5, 100);
    const problem: VroomProblem = {
      vehicles: [1, 2].map((id) => ({ id, start_index: 0, end_index: 0, costs: { fixed: id === 2 ? 500 : 0 } })),
      jobs: [1, 2, 3, 4].map((id) => ({ id, location_index: id, ...(id === 3 && { vehicles: [2] }) })),
      matrices: { car: { durations } },
    };
    const solution = solveRoutes(problem, steps(20));
    expect(checkRoutes(problem, solution)).toEqual([]);
    expect(solution.routes.find(({ vehicle }) => vehicle === 2)!.steps.some(({ id }) => id === 3)).toBe(true);
  });

  test('are refused where the vehicle could not serve its locked stops', () => {
    const durations = [
      [0, 10],
      [10, 0],
    ];
    const refused = (locked: Vehicle['locked'], capacity = [1]): (() => unknown) => {
      const vehicles = [{ id: 1, start_index: 0, capacity, locked: locked! }];
      const jobs = [{ id: 1, location_index: 1, delivery: [2] }];
      return () => solveRoutes({ vehicles, jobs, matrices: { car: { durations } } });
    };
    expect(refused([{ type: 'job', id: 1 }])).toThrow(/vehicles\[0\]\.locked.*can serve/);
    expect(refused([{ type: 'job', id: 9 }], [2])).toThrow(/vehicles\[0\]\.locked\[0\].*job 9/);
  });
});

function tightDay(seed: number): VroomProblem {
  const { durations, rng } = field(seed, 31, 300);
  return {
    vehicles: [1, 2, 3].map((id) => ({
      id,
      start_index: 0,
      end_index: 0,
      capacity: [9],
      time_window: [0, 1500],
      skills: id === 1 ? [5] : [],
      ...(id === 2 && { max_tasks: 5 }),
    })),
    jobs: Array.from({ length: 30 }, (_, i) => {
      const from = rng.int(1200);
      const window: Window = [from, from + 300];
      const skills = rng.int(6) === 0 ? [5] : [];
      return {
        id: i + 1,
        location_index: i + 1,
        delivery: [1 + rng.int(2)],
        service: 20,
        skills,
        time_windows: [window],
      };
    }),
    matrices: { car: { durations } },
  };
}

/** The problem with one thing given. */
function relaxed(problem: VroomProblem, id: number, { rule, by, vehicle: on, also }: Relaxation): [VroomProblem, Job] {
  const { jobs, vehicles, matrices } = structuredClone(problem);
  const job = jobs!.find((one) => one.id === id)!;
  let vehicle = vehicles.find((one) => one.id === on)!;
  if (rule === 'vehicle') {
    vehicle = { ...structuredClone(vehicle), id: 99 };
    vehicles.push(vehicle);
  }
  const given = also ?? { rule, by };
  if (given.rule === 'capacity') vehicle.capacity![0]! += given.by;
  if (given.rule === 'window') job.time_windows![0]![1] += given.by;
  if (given.rule === 'shift') vehicle.time_window![1] += given.by;
  if (given.rule === 'limits') delete vehicle.max_tasks;
  if (given.rule === 'skills') vehicle.skills!.push(5);
  return [{ vehicles, jobs: jobs!.filter((one) => one !== job), matrices: matrices! }, job];
}

describe('relaxations', () => {
  test('are each enough to serve the stop in the plan as it stands, at the cost that is told', () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 12; seed++) {
      const problem = tightDay(seed);
      if (seed % 2 === 0) for (const vehicle of problem.vehicles) vehicle.capacity = [40];
      if (seed % 3 === 0) for (const vehicle of problem.vehicles) vehicle.time_window = [0, 800];
      if (seed % 4 === 0) for (const job of problem.jobs!) job.time_windows = [[0, 1400]];
      if (seed % 8 === 0) for (const vehicle of problem.vehicles) vehicle.max_tasks = vehicle.id === 1 ? 2 : 28;
      if (seed % 8 === 4) for (const vehicle of problem.vehicles) vehicle.max_tasks = 6;
      if (seed === 10) {
        // Time enough in every shift, and windows too narrow for two vehicles.
        for (const vehicle of problem.vehicles) vehicle.time_window = [0, 9000];
        for (const { time_windows } of problem.jobs!) time_windows![0]![1] -= 280;
      }
      if (seed === 8) {
        // Two tasks for the one vehicle that has the skill which six stops need, and room and time for all elsewhere.
        for (const vehicle of problem.vehicles) Object.assign(vehicle, { capacity: [99], time_window: [0, 9000] });
        problem.jobs!.forEach((job, i) => Object.assign(job, { skills: i < 6 ? [5] : [], time_windows: [[0, 8000]] }));
      }
      const { routes, unassigned } = solveRoutes(problem, { seed, ...steps(15) });
      for (const { id, relaxations = [] } of unassigned) {
        for (const one of relaxations) {
          seen.add(one.rule);
          const offers = offerInsertions(...routesFor(relaxed(problem, id, one), routes));
          expect(offers.length, `seed ${seed}, stop ${id}, ${one.rule}`).toBeGreaterThan(0);
          expect(offers[0]!.cost).toBeLessThanOrEqual(one.cost);
        }
        expect(relaxations.map(({ cost }) => cost)).toEqual(relaxations.map(({ cost }) => cost).sort((a, b) => a - b));
        expect(relaxations.length, `seed ${seed}, stop ${id}`).toBeGreaterThan(0);
      }
    }
    expect([...seen].sort()).toEqual(['capacity', 'limits', 'shift', 'skills', 'vehicle', 'window']);
  });
});

type Routes = ReturnType<typeof solveRoutes>['routes'];
const routesFor = ([problem, job]: [VroomProblem, Job], routes: Routes): [VroomProblem, Routes, Job] => [
  problem,
  routes,
  job,
];

describe('offerInsertions', () => {
  test('names the cheapest place that keeps every promise, for each window', () => {
    for (let seed = 20; seed < 26; seed++) {
      const problem = tightDay(seed);
      for (const vehicle of problem.vehicles) Object.assign(vehicle, { capacity: [20], time_window: [0, 4000] });
      const jobs = problem.jobs!.slice(1);
      const plan = solveRoutes({ ...problem, jobs }, { seed, ...steps(15) });
      const windows: Window[] = [
        [0, 400],
        [500, 900],
        [1000, 1300],
      ];
      const job: Job = { id: 1, location_index: 1, delivery: [1], service: 20, time_windows: windows };
      const offers = offerInsertions({ ...problem, jobs }, plan.routes, job);
      const { durations } = problem.matrices!['car']! as { durations: number[][] };
      for (const window of windows) {
        let best = Infinity;
        for (const vehicle of problem.vehicles) {
          const stops = (plan.routes.find((route) => route.vehicle === vehicle.id)?.steps ?? [])
            .filter(({ type }) => type === 'job')
            .map(({ id }) => jobs.find((one) => one.id === id)!);
          for (let at = 0; at <= stops.length; at++) {
            const order = [...stops.slice(0, at), { ...job, time_windows: [window] }, ...stops.slice(at)];
            const cost =
              length(
                durations,
                order.map(({ location_index }) => location_index!),
              ) -
              length(
                durations,
                stops.map(({ location_index }) => location_index!),
              );
            if (cost < best && keeps(vehicle, order, durations)) best = cost;
          }
        }
        const offer = offers.find((one) => one.window!.join() === window.join());
        expect(offer?.cost ?? Infinity, `seed ${seed}, window ${window.join()}`).toBe(best);
      }
    }
  });
});

function keeps(vehicle: Vehicle, order: Job[], durations: number[][]): boolean {
  if (order.length > (vehicle.max_tasks ?? Infinity)) return false;
  if (order.reduce((sum, { delivery }) => sum + delivery![0]!, 0) > vehicle.capacity![0]!) return false;
  let time = vehicle.time_window![0];
  let at = 0;
  for (const { location_index, time_windows, service, skills = [] } of order) {
    const [from, to] = time_windows![0]!;
    time = Math.max(time + durations[at]![location_index!]!, from);
    if (time > to || !skills.every((skill) => vehicle.skills!.includes(skill))) return false;
    time += service!;
    at = location_index!;
  }
  return time + durations[at]![0]! <= vehicle.time_window![1];
}

describe('large problems', () => {
  test('are planned in parts, every stop once and within every rule', () => {
    const rng = makeRng(7);
    const place = (): [number, number] => [126.8 + rng.float() * 0.4, 37.4 + rng.float() * 0.3];
    const problem: VroomProblem = {
      vehicles: Array.from({ length: 60 }, (_, v) => ({
        id: v + 1,
        start: v % 2 === 0 ? [126.9, 37.5] : [127.1, 37.6],
        end: v % 2 === 0 ? [126.9, 37.5] : [127.1, 37.6],
        capacity: [v % 3 === 0 ? 120 : 90],
        time_window: [0, 30_000],
      })),
      jobs: Array.from({ length: 1480 }, (_, i) => ({ id: i + 1, location: place(), delivery: [1 + rng.int(3)] })),
      shipments: Array.from({ length: 15 }, (_, i) => ({
        pickup: { id: i + 1, location: place() },
        delivery: { id: i + 1, location: place() },
        amount: [1],
      })),
    };
    const solution = solveRoutes(problem, steps(120));
    expect(checkRoutes(problem, solution)).toEqual([]);
    expect(solution.summary.unassigned).toBe(0);
  });
});

describe('soft windows', () => {
  test('are overrun exactly where that costs less than keeping them', () => {
    let late = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const { durations, rng } = field(seed, 6, 100);
      const perHour = [600, 3600, 20_000][seed % 3]!;
      const jobs: Job[] = Array.from({ length: 5 }, (_, i) => {
        const from = rng.int(250);
        const time_windows: Window[] = [[from, from + 30]];
        return { id: i + 1, location_index: i + 1, service: 5, time_windows, late: { per_hour: perHour, until: 700 } };
      });
      const problem: VroomProblem = {
        vehicles: [{ id: 1, start_index: 0, end_index: 0, time_window: [0, 900] }],
        jobs,
        matrices: { car: { durations } },
      };
      let optimum = Infinity;
      for (const order of orders(jobs)) {
        let time = 0;
        let at = 0;
        let cost = 0;
        for (const { location_index, time_windows } of order) {
          const [from, to] = time_windows![0]!;
          cost += durations[at]![location_index!]!;
          time = Math.max(time + durations[at]![location_index!]!, from);
          cost += time > 700 ? Infinity : (Math.max(0, time - to) * perHour) / 3600;
          time += 5;
          at = location_index!;
        }
        if (time + durations[at]![0]! <= 900) optimum = Math.min(optimum, cost + durations[at]![0]!);
      }
      const solution = solveRoutes(problem, steps(40));
      expect(checkRoutes(problem, solution), `seed ${seed}`).toEqual([]);
      expect(solution.summary.unassigned === 0, `seed ${seed}`).toBe(optimum < Infinity);
      if (optimum === Infinity) continue;
      expect(Math.abs(solution.summary.cost - optimum), `seed ${seed}`).toBeLessThanOrEqual(1);
      late += solution.routes[0]!.steps.filter(({ lateness = 0 }) => lateness > 0).length;
    }
    expect(late).toBeGreaterThan(0);
  });
});
