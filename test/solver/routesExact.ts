import type { StopName, Task, Vehicle, VroomProblem } from '../../solver/routes/problem.ts';

/** One thing in an order of stops: a stop by its number, or a coming back to reload. */
type Turn = number | 'reload';

interface Stop {
  name: string;
  task: Task;
  gets: number;
  gives: number;
  carries: number;
  /** The name of its pickup. */
  after: string | null;
}

interface Driven {
  end: number;
  late: number;
  shift: number;
  travel: number;
}

/** The best plan of a small problem, found by trying all of them: stops left out first, then cost. One dimension, no breaks. */
export function optimum(problem: VroomProblem): { unserved: number; cost: number } {
  const stops = stopsOf(problem);
  const all = 1 << stops.length;
  const routes = problem.vehicles.map((vehicle) => cheapestRoutes(problem, stops, vehicle));
  let best = { unserved: Infinity, cost: Infinity };
  const assign = (v: number, left: number, masks: number[], chosen: { cost: number; works: number[] }): void => {
    if (v === routes.length) {
      const plan = priced(problem, stops, { left, masks, ...chosen });
      if (plan.unserved < best.unserved || (plan.unserved === best.unserved && plan.cost < best.cost)) best = plan;
      return;
    }
    for (let mask = left; ; mask = (mask - 1) & left) {
      for (const [work, cost] of routes[v]!.get(mask) ?? []) {
        assign(v + 1, left ^ mask, [...masks, mask], { cost: chosen.cost + cost, works: [...chosen.works, work] });
      }
      if (mask === 0) break;
    }
  };
  assign(0, all - 1, [], { cost: 0, works: [] });
  return best;
}

function stopsOf({ jobs = [], shipments = [] }: VroomProblem): Stop[] {
  return [
    ...jobs.map((task) => ({
      name: `job ${task.id}`,
      task,
      gets: task.delivery?.[0] ?? 0,
      gives: task.pickup?.[0] ?? 0,
      carries: 0,
      after: null,
    })),
    ...shipments.flatMap(({ pickup, delivery, amount = [0] }) => [
      { name: `pickup ${pickup.id}`, task: pickup, gets: 0, gives: 0, carries: amount[0]!, after: null },
      {
        name: `delivery ${delivery.id}`,
        task: delivery,
        gets: 0,
        gives: 0,
        carries: -amount[0]!,
        after: `pickup ${pickup.id}`,
      },
    ]),
  ];
}

/** By set of stops: the least cost for every amount of work (all amounts as one where work is not priced). */
function cheapestRoutes(problem: VroomProblem, stops: Stop[], vehicle: Vehicle): Map<number, Map<number, number>> {
  const found = new Map<number, Map<number, number>>([[0, new Map([[0, short(vehicle, 0)]])]]);
  const counts = problem.objectives?.spread !== undefined;
  const extend = (order: Turn[], mask: number): void => {
    if (order.length > 0 && order.at(-1) !== 'reload') {
      const route = drive(problem, stops, vehicle, order);
      if (route !== null) {
        const known = found.get(mask) ?? new Map<number, number>();
        const key = counts ? route.work : 0;
        known.set(key, Math.min(known.get(key) ?? Infinity, route.cost));
        found.set(mask, known);
      }
    }
    if (order.at(-1) !== 'reload' && order.length > 0) {
      const reloads = order.filter((turn) => turn === 'reload').length;
      if (reloads < (vehicle.reload?.max ?? 0)) extend([...order, 'reload'], mask);
    }
    stops.forEach((_, i) => {
      if (!(mask & (1 << i))) extend([...order, i], mask | (1 << i));
    });
  };
  extend([], 0);
  return found;
}

const short = ({ min_work }: Vehicle, work: number): number =>
  min_work ? (Math.max(0, min_work.time - work) * min_work.per_hour) / 3600 : 0;

/** What vehicle and stops cost in this order, driven as is laid down: home first, leaving late second; null where a rule is broken. */
function drive(
  problem: VroomProblem,
  stops: Stop[],
  vehicle: Vehicle,
  order: Turn[],
): { cost: number; work: number } | null {
  if (!fits(stops, vehicle, order) || !ordered(problem, stops, order)) return null;
  if (order.some((turn) => turn !== 'reload' && vehicleMayNot(problem, stops[turn]!, vehicle))) return null;
  const [open, close] = vehicle.time_window ?? [0, 100_000];
  const first = run(problem, stops, vehicle, { order, leave: open });
  if (first === null || first.end > close) return null;
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
  const paid = (tasks * (vehicle.costs?.per_task_hour ?? 0)) / 3600;
  const cost = chosen.travel + beside + paid + (vehicle.costs?.fixed ?? 0);
  return { cost, work };
}

function vehicleMayNot({ jobs = [] }: VroomProblem, { name }: Stop, { id }: Vehicle): boolean {
  const only = jobs.find((job) => `job ${job.id}` === name)?.vehicles;
  return only !== undefined && !only.includes(id);
}

/** The load after every stop, counted anew from what is still to be given and what was taken since the last reload. */
function fits(stops: Stop[], { capacity = [0], max_tasks = Infinity, lifo }: Vehicle, order: Turn[]): boolean {
  if (order.filter((turn) => turn !== 'reload').length > max_tasks) return false;
  const onTop: string[] = [];
  for (let i = 0; i <= order.length; i++) {
    let load = 0;
    for (let j = i; j < order.length && order[j] !== 'reload'; j++) load += stops[order[j] as number]!.gets;
    for (let j = i - 1; j >= 0 && order[j] !== 'reload'; j--) load += stops[order[j] as number]!.gives;
    for (let j = 0; j < i; j++) if (order[j] !== 'reload') load += stops[order[j] as number]!.carries;
    if (load > capacity[0]!) return false;
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

const home = 0;

function placeAt(stops: Stop[], { reload }: Vehicle, order: Turn[], i: number): number {
  if (i < 0 || i >= order.length) return home;
  return order[i] === 'reload' ? (reload!.location_index ?? home) : stops[order[i] as number]!.task.location_index!;
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

function run(
  problem: VroomProblem,
  stops: Stop[],
  vehicle: Vehicle,
  { order, leave }: { order: Turn[]; leave: number },
): Driven | null {
  const { durations } = problem.matrices!['car']!;
  let [time, late, shift, travel] = [leave, 0, 0, 0];
  for (let i = 0; i <= order.length; i++) {
    const from = placeAt(stops, vehicle, order, i - 1);
    const there = arrive(problem, time, durations[from]![placeAt(stops, vehicle, order, i)]!);
    travel += there - time;
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
  return { end: time, late, shift, travel };
}

/** What is priced over the whole plan; a plan that breaks a bond costs no end. */
function priced(
  { vehicles, relations = [], objectives, jobs = [] }: VroomProblem,
  stops: Stop[],
  plan: { left: number; masks: number[]; cost: number; works: number[] },
): { unserved: number; cost: number } {
  const bad = relations.some(
    (relation) =>
      plan.masks.filter((mask) =>
        relation.stops.some(({ type, id }) => mask & (1 << stops.findIndex(({ name }) => name === `${type} ${id}`))),
      ).length > 1,
  );
  if (bad) return { unserved: Infinity, cost: Infinity };
  let unserved = 0;
  let { cost } = plan;
  stops.forEach(({ name }, i) => {
    if (!(plan.left & (1 << i))) return;
    const skip = jobs.find(({ id }) => `job ${id}` === name)?.skip_price;
    if (skip === undefined) unserved++;
    else cost += skip;
  });
  if (objectives?.spread) {
    const works = plan.works.filter((_, v) => plan.masks[v]! > 0 || objectives.spread!.idle);
    if (works.length > 0) cost += ((Math.max(...works) - Math.min(...works)) * objectives.spread.per_hour) / 3600;
  }
  if (objectives?.fewest_vehicles) cost += plan.masks.filter((mask) => mask > 0).length * 1_000_000;
  return { unserved, cost: vehicles.length === 0 ? 0 : cost };
}
