import type { Incumbent } from './anneal.ts';
import type { Model } from './model.ts';
import { moveOf } from './charges.ts';
import { loadAlong } from './loads.ts';
import { arcsOf } from './price.ts';
import type { Located, Place, Relaxation, Route, Step, Unassigned, VroomSolution } from './problem.ts';
import { reasonsFor, requestOf } from './reasons.ts';
import { makeRelaxing } from './relax.ts';
import { timetable, type Timetable } from './schedule.ts';
import { makeSpread } from './spread.ts';

/** Stops left out for which relaxations are sought: more than these show that the fleet is too small, not how to serve them. */
const mostRelaxed = 100;

/** For so many they are sought however short the time was: milliseconds each. */
const surelyRelaxed = 10;

/**
 * Writes a plan as a VROOM solution. Why stops were left out is always told; what would be enough for them, the most important ones
 * first, for the first few and as long as there is time.
 */
export function answer(
  model: Model,
  { routes }: Pick<Incumbent, 'routes'>,
  isOver: () => boolean = () => false,
): VroomSolution {
  const written: Route[] = [];
  const works = routes.map((stops, vehicle) => {
    if (stops.length === 0) return -1;
    const plan = timetable(model, vehicle, stops);
    written.push(routeOf(model, vehicle, { stops, plan }));
    return plan.work;
  });
  const served = new Uint8Array(model.asked);
  for (const stops of routes) for (const stop of stops) if (stop < model.asked) served[stop] = 1;
  const missing = Array.from({ length: model.asked }, (_, stop) => stop).filter((stop) => !served[stop]);
  const reasons = reasonsFor(model, routes, missing);
  const relaxations = relaxed(model, routes, { missing, isOver });
  const unassigned = missing.map((stop, at): Unassigned => {
    const { kind, task } = model.stops[stop]!;
    const why = { reason: reasons[at]!, relaxations: relaxations.get(stop) ?? [] };
    const type = kind as Unassigned['type'];
    return {
      id: task.id,
      type,
      ...described(task.description),
      ...located(task.location, task.location_index),
      ...why,
    };
  });
  const solution = totalOf(written, unassigned, model.dimensions);
  const beside = pricedBeside(model, works, missing);
  if (beside === undefined) return solution;
  const { summary } = solution;
  return {
    ...solution,
    summary: { ...summary, cost: summary.cost + beside.spread + beside.idle + beside.skipped, beside },
  };
}

interface Left {
  missing: number[];
  isOver: () => boolean;
}

function relaxed(model: Model, routes: Int32Array[], { missing, isOver }: Left): Map<number, Relaxation[]> {
  const relaxationsFor = makeRelaxing(model, routes);
  const found = new Map<number, Relaxation[]>();
  const first = missing.toSorted((one, other) => model.stops[other]!.priority - model.stops[one]!.priority);
  for (const one of first.slice(0, mostRelaxed)) {
    if (found.size >= surelyRelaxed && isOver()) break;
    found.set(one, relaxationsFor(requestOf(model, one)));
  }
  return found;
}

/** What a plan costs that no route costs; nothing where the problem prices nothing of it. */
function pricedBeside(model: Model, works: number[], missing: number[]): VroomSolution['summary']['beside'] {
  const { minWork, minWorkPrice, skipPrice, costScale } = model;
  const even = makeSpread(model);
  if (even === null && minWorkPrice.every((one) => one === 0) && skipPrice.every((one) => one === Infinity))
    return undefined;
  works.forEach((work, r) => even?.note(r, work));
  const idle = works.reduce((sum, work, r) => sum + (work < 0 ? minWork[r]! * minWorkPrice[r]! : 0), 0);
  const skipped = missing.reduce((sum, stop) => sum + (skipPrice[stop]! < Infinity ? skipPrice[stop]! : 0), 0);
  const written = (units: number): number => Math.round(units / costScale);
  return { spread: written(even?.price() ?? 0), idle: written(idle), skipped: written(skipped) };
}

/** A solution of these routes; its summary adds them up. */
export function totalOf(written: Route[], unassigned: Unassigned[], dimensions: number): VroomSolution {
  const sum = (key: 'cost' | 'setup' | 'service' | 'duration' | 'waiting_time' | 'priority'): number =>
    written.reduce((total, route) => total + route[key], 0);
  const sums = (key: 'delivery' | 'pickup'): number[] =>
    Array.from({ length: dimensions }, (_, d) => written.reduce((total, route) => total + route[key][d]!, 0));
  const measured = written.every((route) => route.distance !== undefined);
  return {
    code: 0,
    summary: {
      cost: sum('cost'),
      routes: written.length,
      unassigned: unassigned.length,
      delivery: sums('delivery'),
      pickup: sums('pickup'),
      setup: sum('setup'),
      service: sum('service'),
      duration: sum('duration'),
      waiting_time: sum('waiting_time'),
      priority: sum('priority'),
      violations: [],
      ...(measured && { distance: written.reduce((total, route) => total + route.distance!, 0) }),
    },
    unassigned,
    routes: written,
  };
}

const described = (description: string | undefined): { description?: string } =>
  description === undefined ? {} : { description };

function located(location: Place | undefined, index: number | undefined): Located {
  return { ...(location !== undefined && { location }), ...(index !== undefined && { location_index: index }) };
}

function routeOf(model: Model, r: number, { stops, plan }: { stops: Int32Array; plan: Timetable }): Route {
  const { n, places, dimensions, origin, place, aboard, change, costScale } = model;
  const vehicle = model.problem.vehicles[r]!;
  const { distance } = model.classes[model.classOf[r]!]!;
  const loads = new Float64Array((stops.length + 1) * dimensions);
  loadAlong(model, stops, stops.length, loads);
  let row = 0;
  let reloads = 0;
  const load = (): number[] => [...loads.subarray(row * dimensions, (row + 1) * dimensions)];
  const delivery = Array.from({ length: dimensions }, (_, d) =>
    stops.reduce((sum, i) => sum + aboard[i * dimensions + d]!, 0),
  );
  const pickup = Array.from({ length: dimensions }, () => 0);
  let driven_s = 0;
  let driven_m = 0;
  let at = place[n + 2 * r]!;
  const metres = (): { distance?: number } => (distance === null ? {} : { distance: driven_m });
  const still = { setup: 0, service: 0, waiting_time: 0, violations: [] };
  const steps: Step[] = [];
  if (vehicle.start_index !== undefined) {
    const here = located(vehicle.start, vehicle.start_index);
    steps.push({
      type: 'start',
      ...here,
      arrival: origin + plan.start,
      duration: 0,
      ...metres(),
      ...still,
      load: load(),
    });
  }
  for (const act of plan.acts) {
    driven_s += act.travel;
    const times = {
      arrival: origin + act.arrival,
      duration: driven_s,
      setup: act.setup,
      service: act.service,
      waiting_time: act.wait,
      violations: [],
    };
    if (act.stop < 0) {
      const { id, description } = model.pauses[r]![act.pause]!;
      steps.push({ type: 'break', id, ...described(description), ...times, load: load() });
      continue;
    }
    const { kind, task } = model.stops[act.stop]!;
    if (distance !== null) driven_m += distance[at * places + act.stop]!;
    at = act.stop;
    row++;
    for (let d = 0; d < dimensions; d++) {
      const units = change[act.stop * dimensions + d]!;
      const taken = units + aboard[act.stop * dimensions + d]!;
      if (kind === 'delivery') delivery[d]! -= units;
      else pickup[d]! += taken;
    }
    const here = located(task.location, task.location_index);
    const over_s = act.arrival + act.wait - model.dueBy[act.stop]!;
    const lateness = over_s > 0 ? { lateness: over_s } : {};
    const id = kind === 'reload' ? ++reloads : task.id;
    steps.push({
      type: kind,
      id,
      ...described(task.description),
      ...here,
      ...times,
      ...lateness,
      ...metres(),
      load: load(),
    });
  }
  driven_s += plan.homeward;
  if (vehicle.end_index !== undefined) {
    if (distance !== null) driven_m += distance[at * places + place[n + 2 * r + 1]!]!;
    const here = located(vehicle.end, vehicle.end_index);
    steps.push({
      type: 'end',
      ...here,
      arrival: origin + plan.end,
      duration: driven_s,
      ...metres(),
      ...still,
      load: load(),
    });
  }
  const total = (key: 'setup' | 'service' | 'waiting_time'): number => steps.reduce((sum, step) => sum + step[key], 0);
  const moves = stops.reduce((sum, stop) => sum + moveOf(model, stop, r), 0);
  const short = Math.max(0, model.minWork[r]! - plan.work) * model.minWorkPrice[r]!;
  const stability = plan.shift + moves;
  const reloading = stops.reduce((sum, stop) => sum + model.reloadPrice[stop]!, 0);
  const cost = arcsOf(model, r, stops) + plan.late + plan.slower + reloading + stability + short;
  return {
    vehicle: vehicle.id,
    ...described(vehicle.description),
    cost: Math.round(cost / costScale),
    ...(stability > 0 && { stability: Math.round(stability / costScale) }),
    delivery,
    pickup,
    setup: total('setup'),
    service: total('service'),
    duration: driven_s,
    waiting_time: total('waiting_time'),
    priority: stops.reduce((sum, stop) => sum + model.stops[stop]!.priority, 0),
    violations: [],
    ...(distance !== null && { distance: driven_m }),
    steps,
  };
}
