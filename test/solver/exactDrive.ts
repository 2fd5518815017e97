import type { Break, StopName, Task, Vehicle, VroomProblem } from '../../solver/routes/problem.ts';

/** One thing in an order of stops: a stop by its number, or a coming back to reload. */
export type Turn = number | 'reload';

export interface Stop {
  name: string;
  task: Task;
  skills: number[];
  vehicles: number[] | undefined;
  /** By dimension. */
  gets: number[];
  gives: number[];
  carries: number[];
  /** The name of its pickup. */
  after: string | null;
}

interface Driven {
  end: number;
  late: number;
  shift: number;
  travel: number;
  metres: number;
}

export function stopsOf({ jobs = [], shipments = [] }: VroomProblem): Stop[] {
  return [
    ...jobs.map((job) => {
      const { skills = [], vehicles, delivery = [], pickup = [] } = job;
      const load = { gets: delivery, gives: pickup, carries: [] };
      return { name: `job ${job.id}`, task: job, skills, vehicles, ...load, after: null };
    }),
    ...shipments.flatMap(({ pickup, delivery, amount = [], skills = [], vehicles }) => {
      const half = { skills, vehicles, gets: [], gives: [] };
      const away = amount.map((units) => -units);
      return [
        { ...half, name: `pickup ${pickup.id}`, task: pickup, carries: amount, after: null },
        { ...half, name: `delivery ${delivery.id}`, task: delivery, carries: away, after: `pickup ${pickup.id}` },
      ];
    }),
  ];
}

export const short = ({ min_work }: Vehicle, work: number): number =>
  min_work ? (Math.max(0, min_work.time - work) * min_work.per_hour) / 3600 : 0;

/** What vehicle and stops cost in this order, driven as is laid down: home first, leaving late second; null where a rule is broken. */
export function drive(
  problem: VroomProblem,
  stops: Stop[],
  vehicle: Vehicle,
  order: Turn[],
): { cost: number; work: number } | null {
  if (!fits(stops, vehicle, order) || !ordered(problem, stops, order)) return null;
  if (order.some((turn) => turn !== 'reload' && !mayServe(vehicle, stops[turn]!))) return null;
  const [open, close] = vehicle.time_window ?? [0, 100_000];
  const first = run(problem, stops, vehicle, { order, leave: open });
  if (first === null || first.end > close) return null;
  const { max_travel_time = Infinity, max_distance = Infinity, costs = {} } = vehicle;
  if (first.travel > max_travel_time || first.metres > max_distance) return null;
  let at = open;
  let chosen = first;
  const longest = vehicle.max_duration ?? Infinity;
  const everyMoment =
    problem.traffic !== undefined || longest < Infinity || stops.some(({ task }) => task.announced?.begin);
  if (everyMoment) {
    let target = first;
    let settled = false;
    for (let leave = open; leave <= close; leave++) {
      const next = run(problem, stops, vehicle, { order, leave });
      if (next === null || next.end > close) break;
      if (next.end <= target.end && next.late <= target.late) [at, chosen] = [leave, next];
      else if (chosen.end - at <= longest) settled = true;
      else [at, chosen, target] = [leave, next, next];
      if (settled) break;
    }
    if (chosen.end - at > longest) return null;
  }
  const stays = order.reduce((sum: number, _, i) => sum + stayOf(stops, vehicle, order, i), 0);
  const work = chosen.travel + stays;
  const moved = order.reduce((sum: number, turn) => {
    const told = turn === 'reload' ? undefined : stops[turn]!.task.announced;
    return sum + (told?.vehicle === undefined || told.vehicle === vehicle.id ? 0 : (told.move ?? 0));
  }, 0);
  const reloading = order.filter((turn) => turn === 'reload').length * (vehicle.reload?.price ?? 0);
  const beside = chosen.late + chosen.shift + moved + reloading + short(vehicle, work);
  const tasks = order.reduce((sum: number, turn, i) => {
    return sum + (turn === 'reload' ? 0 : stayOf(stops, vehicle, order, i));
  }, 0);
  const { fixed = 0, per_hour = 3600, per_task_hour = 0, per_km = 0 } = costs;
  const driven = (chosen.travel * per_hour) / 3600 + (chosen.metres * per_km) / 1000;
  const cost = driven + beside + (tasks * per_task_hour) / 3600 + fixed;
  return { cost, work };
}

function mayServe({ id, skills: has = [] }: Vehicle, { skills, vehicles }: Stop): boolean {
  return skills.every((skill) => has.includes(skill)) && (vehicles === undefined || vehicles.includes(id));
}

/** The load when a stop has been served, counted anew from what is still to be given and what was taken since the last reload. */
function loadAfter(stops: Stop[], order: Turn[], served: number, d: number): number {
  let load = 0;
  const of = (turn: Turn | undefined, key: 'gets' | 'gives' | 'carries'): number => stops[turn as number]![key][d] ?? 0;
  for (let j = served; j < order.length && order[j] !== 'reload'; j++) load += of(order[j], 'gets');
  for (let j = served - 1; j >= 0 && order[j] !== 'reload'; j--) load += of(order[j], 'gives');
  for (let j = 0; j < served; j++) if (order[j] !== 'reload') load += of(order[j], 'carries');
  return load;
}

function fits(stops: Stop[], { capacity = [0], max_tasks = Infinity, lifo }: Vehicle, order: Turn[]): boolean {
  if (order.filter((turn) => turn !== 'reload').length > max_tasks) return false;
  const onTop: string[] = [];
  for (let i = 0; i <= order.length; i++) {
    if (capacity.some((most, d) => loadAfter(stops, order, i, d) > most)) return false;
    const turn = order[i];
    if (!lifo || turn === undefined || turn === 'reload') continue;
    const { name, after } = stops[turn]!;
    if (name.startsWith('pickup')) onTop.push(name);
    else if (after !== null && onTop.pop() !== after) return false;
  }
  return true;
}

function ordered({ relations = [] }: VroomProblem, stops: Stop[], order: Turn[]): boolean {
  const names = order.map((turn) => (turn === 'reload' ? turn : stops[turn]!.name));
  for (const name of names) {
    const after = stops.find((stop) => stop.name === name)?.after;
    if (after && !names.slice(0, names.indexOf(name)).includes(after)) return false;
    if (name.startsWith('pickup') && !names.includes(name.replace('pickup', 'delivery'))) return false;
  }
  const nameOf = ({ type, id }: StopName): string => `${type} ${id}`;
  return relations.every(
    (relation) =>
      relation.type !== 'in_order' ||
      relation.stops.every((stop, at) => {
        const place = names.indexOf(nameOf(stop));
        return place < 0 || relation.stops.slice(0, at).every((one) => names.slice(0, place).includes(nameOf(one)));
      }),
  );
}

/** Nowhere, where a vehicle has no start or no end. */
function placeAt(
  stops: Stop[],
  { start_index, end_index, reload }: Vehicle,
  order: Turn[],
  i: number,
): number | undefined {
  if (i < 0) return start_index;
  if (i >= order.length) return end_index;
  return order[i] === 'reload'
    ? (reload!.location_index ?? start_index)
    : stops[order[i] as number]!.task.location_index!;
}

function stayOf(stops: Stop[], vehicle: Vehicle, order: Turn[], i: number): number {
  if (order[i] === 'reload') return vehicle.reload!.service ?? 0;
  const { service = 0, setup = 0, service_per_type, setup_per_type } = stops[order[i] as number]!.task;
  const own = (times: Record<string, number> | undefined, usual: number) => times?.[vehicle.type ?? ''] ?? usual;
  const here = placeAt(stops, vehicle, order, i - 1) === placeAt(stops, vehicle, order, i);
  return own(service_per_type, service) + (here ? 0 : own(setup_per_type, setup));
}

/** Drives second by second where roads are slow at some hours. */
function arrive({ traffic }: VroomProblem, leave: number, seconds: number): number {
  if (traffic === undefined) return leave + seconds;
  let [time, left] = [leave, 100 * seconds];
  while (left > 0) {
    left -= traffic['car']?.findLast(({ from }) => from <= time)?.speed ?? 100;
    time++;
  }
  return time;
}

/** Every way to spread breaks over the legs of a route, in the order in which their windows open. */
function rests({ breaks = [] }: Vehicle, legs: number): Break[][][] {
  const sorted = breaks.toSorted((one, other) => one.time_windows![0]![0] - other.time_windows![0]![0]);
  const spread = (at: number, from: number): number[][] =>
    at === sorted.length
      ? [[]]
      : Array.from({ length: legs - from }, (_, more) => from + more).flatMap((leg) =>
          spread(at + 1, leg).map((later) => [leg, ...later]),
        );
  return spread(0, 0).map((on) => Array.from({ length: legs }, (_, leg) => sorted.filter((_, at) => on[at] === leg)));
}

/** As somebody drives who rests where he is home first; null where a window or a break cannot be kept. */
function run(
  problem: VroomProblem,
  stops: Stop[],
  vehicle: Vehicle,
  way: { order: Turn[]; leave: number },
): Driven | null {
  if (vehicle.breaks === undefined) return runResting(problem, stops, vehicle, { ...way, on: [] });
  return rests(vehicle, way.order.length + 1)
    .map((on) => runResting(problem, stops, vehicle, { ...way, on }))
    .reduce((best, one) => (one !== null && (best === null || one.end < best.end) ? one : best), null);
}

/** Drives until a break's window opens, and on after it; who is there before, waits at the door. */
function rested(time: number, drive: number, load: (d: number) => number, breaks: Break[]): number | null {
  let [now, left] = [time, drive];
  for (const { time_windows = [], service = 0, max_load } of breaks) {
    const window = time_windows.find(([, closes]) => now <= closes);
    if (window === undefined || max_load?.some((most, d) => load(d) > most)) return null;
    const begin = Math.max(now, window[0]);
    left -= Math.min(left, begin - now);
    now = begin + service;
  }
  return now + left;
}

const none: Break[] = [];

function runResting(
  problem: VroomProblem,
  stops: Stop[],
  vehicle: Vehicle,
  { order, leave, on }: { order: Turn[]; leave: number; on: Break[][] },
): Driven | null {
  const { durations, distances } = problem.matrices!['car']!;
  const { speed_factor = 1 } = vehicle;
  let [time, late, shift, travel, metres] = [leave, 0, 0, 0, 0];
  for (let i = 0; i <= order.length; i++) {
    const [from, to] = [placeAt(stops, vehicle, order, i - 1), placeAt(stops, vehicle, order, i)];
    const isDriven = from !== undefined && to !== undefined;
    const seconds = isDriven ? Math.round(durations[from]![to]! / speed_factor) : 0;
    if (isDriven) metres += distances?.[from]![to] ?? 0;
    const breaks = on[i] ?? none;
    const there =
      breaks.length > 0
        ? rested(time, seconds, (d) => loadAfter(stops, order, i, d), breaks)
        : arrive(problem, time, seconds);
    if (there === null) return null;
    travel += breaks.length > 0 ? seconds : there - time;
    time = there;
    if (i === order.length) break;
    const turn = order[i]!;
    if (turn !== 'reload') {
      const { time_windows, late: soft, announced } = stops[turn]!.task;
      if (time_windows !== undefined) {
        const [, to] = time_windows.at(-1)!;
        const window = time_windows.find(([, closes]) => time <= closes);
        if (window) time = Math.max(time, window[0]);
        else if (soft && time <= (soft.until ?? Infinity)) late += ((time - to) * soft.per_hour) / 3600;
        else return null;
      }
      if (announced?.begin !== undefined) {
        const off = Math.abs(time - announced.begin) - (announced.slack ?? 0);
        shift += (Math.max(0, off) * (announced.per_hour ?? 0)) / 3600;
      }
    }
    time += stayOf(stops, vehicle, order, i);
  }
  return { end: time, late, shift, travel, metres };
}
