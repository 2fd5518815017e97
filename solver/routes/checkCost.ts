import { isStop, type Order } from './checkOrders.ts';
import { endsOf, travel } from './checkTravel.ts';
import type { Route, Task, Vehicle, VroomProblem, VroomSolution } from './problem.ts';

const total = (list: number[]): number => list.reduce((sum, one) => sum + one, 0);

/** How long after the end of a soft window a stop begins. */
export function latenessAt({ late, time_windows }: Task, begin: number): number {
  return late && time_windows ? Math.max(0, begin - time_windows.at(-1)![1]) : 0;
}

/** What it costs that a stop is not served as it was announced. */
function changeAt({ announced = {} }: Task, vehicle: number, begin: number): number {
  const { vehicle: named = vehicle, move = 0, begin: told = begin, slack = 0, per_hour = 0 } = announced;
  return (named === vehicle ? 0 : move) + (Math.max(0, Math.abs(begin - told) - slack) * per_hour) / 3600;
}

/** Seconds of driving, setup and service. */
function workOf({ steps, duration }: Route): number {
  return duration + total(steps.filter(isStop).map(({ setup, service }) => setup + service));
}

const shortOf = ({ min_work }: Vehicle, work: number): number =>
  min_work === undefined ? 0 : (Math.max(0, min_work.time - work) * min_work.per_hour) / 3600;

export function costFaults(problem: VroomProblem, vehicle: Vehicle, route: Route, stops: Order[]): string[] {
  const { fixed = 0, per_hour = 3600, per_task_hour = 0, per_km = 0 } = vehicle.costs ?? {};
  const [start, end] = endsOf(vehicle);
  const spots = [start, ...stops.map(({ task }) => task), end].filter((spot) => spot !== null);
  let cost = fixed + shortOf(vehicle, workOf(route));
  let priced = false;
  for (let i = 1; i < spots.length; i++) {
    const { m, price } = travel(problem, vehicle, spots[i - 1]!, spots[i]!);
    priced ||= price !== undefined;
    cost += price ?? (m * per_km) / 1000;
  }
  if (!priced) cost += (route.duration * per_hour) / 3600;
  const tasks = route.steps.filter((step) => isStop(step) && step.type !== 'reload');
  cost += (total(tasks.map(({ setup, service }) => setup + service)) * per_task_hour) / 3600;
  cost += stops.filter(({ reload }) => reload).length * (vehicle.reload?.price ?? 0);
  let stability = 0;
  route.steps.filter(isStop).forEach(({ arrival, waiting_time }, at) => {
    const { task } = stops[at]!;
    const begin = arrival + waiting_time;
    cost += (latenessAt(task, begin) * (task.late?.per_hour ?? 0)) / 3600;
    stability += changeAt(task, vehicle.id, begin);
  });
  const near = (one: number, other: number, off: number): boolean => Math.abs(one - other) <= off;
  const faults: string[] = [];
  // Each arc is priced to a thousandth, or coarser where prices are very high.
  const off = 1 + cost * 1e-6 + spots.length / 1000;
  if (!near(cost + stability, route.cost, off)) faults.push(`cost ${route.cost} instead of ${cost + stability}`);
  if (!near(stability, route.stability ?? 0, 1)) faults.push(`stability ${route.stability} instead of ${stability}`);
  return faults;
}

/** The sums of a solution, and what is priced over all vehicles. */
export function summaryFaults(problem: VroomProblem, { routes, unassigned, summary }: VroomSolution): string[] {
  const { vehicles, jobs = [], shipments = [], objectives } = problem;
  const faults: string[] = [];
  const driven = new Map(routes.map((route) => [route.vehicle, workOf(route)]));
  const idle = vehicles.filter(({ id }) => !driven.has(id));
  const works = [...driven.values(), ...(objectives?.spread?.idle ? idle.map(() => 0) : [])];
  const uneven = works.length === 0 ? 0 : Math.max(...works) - Math.min(...works);
  const left = new Set(unassigned.map(({ type, id }) => `${type} ${id}`));
  const skipped = [
    ...jobs.filter(({ id }) => left.has(`job ${id}`)),
    ...shipments.filter(({ pickup }) => left.has(`pickup ${pickup.id}`)),
  ];
  const wanted = {
    spread: (uneven * (objectives?.spread?.per_hour ?? 0)) / 3600,
    idle: total(idle.map((vehicle) => shortOf(vehicle, 0))),
    skipped: total(skipped.map(({ skip_price = 0 }) => skip_price)),
  };
  const told = summary.beside ?? { spread: 0, idle: 0, skipped: 0 };
  for (const key of ['spread', 'idle', 'skipped'] as const) {
    if (Math.abs(told[key] - wanted[key]) > 1) faults.push(`summary.beside.${key} is ${told[key]}, not ${wanted[key]}`);
  }
  if (summary.routes !== routes.length) faults.push(`summary.routes is ${summary.routes}`);
  if (summary.unassigned !== unassigned.length) faults.push(`summary.unassigned is ${summary.unassigned}`);
  const cost = total(routes.map((route) => route.cost)) + told.spread + told.idle + told.skipped;
  if (summary.cost !== cost) faults.push(`summary.cost is ${summary.cost}`);
  return faults;
}
