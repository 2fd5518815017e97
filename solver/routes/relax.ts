import { makeJudge, waive } from './feasible.ts';
import { never, type Model } from './model.ts';
import type { Relaxation } from './problem.ts';

/** Vehicles tried for one stop, those with the shortest detour first: enough to be quick with hundreds of stops left out. */
const widest = 12;

interface Place {
  r: number;
  stops: Int32Array;
  /** What the plan would cost more. */
  cost: number;
}

/**
 * The least that would have to be given, of one thing alone, for a request to be served in this plan: room in a vehicle, a later
 * closing of its own window or of a shift, a higher limit, a skill, one more vehicle. Cheapest for the plan first. Each was driven
 * through with the change made, so that making it is known to be enough.
 */
export function relaxationsFor(model: Model, routes: Int32Array[], request: number[]): Relaxation[] {
  const feasible = makeJudge(model);
  const found = new Map<Relaxation['rule'], Relaxation>();
  const add = ({ r, cost }: Place, change: Omit<Relaxation, 'vehicle' | 'cost'>): void => {
    const known = found.get(change.rule);
    const entry = { ...change, vehicle: model.problem.vehicles[r]!.id, cost: Math.round(cost / model.costScale) };
    if (!known || known.cost > entry.cost || (known.cost === entry.cost && known.by > entry.by))
      found.set(change.rule, entry);
  };

  for (const place of cheapestPlaces(model, routes, request)) {
    for (const change of changesFor(model, place, { request, feasible })) add(place, change);
  }
  for (const place of emptyVehicles(model, request)) {
    const { r, stops } = place;
    const able = request.every((stop) => model.able[model.typeOf[r]! * model.n + stop] === 1);
    if (able && feasible(r, stops, stops.length)) add(place, { rule: 'vehicle', by: 1 });
    else if (found.size === 0) {
      for (const also of changesFor(model, place, { request, feasible })) add(place, { rule: 'vehicle', by: 1, also });
    }
  }
  return [...found.values()].sort((one, other) => one.cost - other.cost);
}

type Change = NonNullable<Relaxation['also']>;

/** The single changes with which a vehicle can drive these stops. */
function changesFor(
  model: Model,
  { r, stops }: Place,
  { request, feasible }: { request: number[]; feasible: ReturnType<typeof makeJudge> },
): Change[] {
  const passes = (waived: number): boolean => feasible(r, stops, stops.length, waived);
  if (!request.every((stop) => model.able[model.typeOf[r]! * model.n + stop] === 1)) {
    return passes(waive.nothing) ? [{ rule: 'skills', by: 1 }] : [];
  }
  const changes: Change[] = [];
  const over = overload(model, r, stops);
  if (over !== null) {
    model.capacity[over.at]! += over.by;
    if (passes(waive.nothing)) changes.push({ rule: 'capacity', by: over.by, dimension: over.at % model.dimensions });
    model.capacity[over.at]! -= over.by;
  }
  if (passes(waive.limits)) changes.push({ rule: 'limits', by: 1 });
  if (passes(waive.time)) {
    const window = leastLater(passes, (by) => widened(model, request, by));
    if (window !== null) changes.push({ rule: 'window', by: window });
    const shift = leastLater(passes, (by) => longerShift(model, r, by));
    if (shift !== null) changes.push({ rule: 'shift', by: shift });
  }
  return changes;
}

/** The cheapest place in each route, with the two stops of a shipment side by side; the routes where that adds least. */
function cheapestPlaces(model: Model, routes: Int32Array[], request: number[]): Place[] {
  const { locked } = model;
  const best = routes.map((stops, r): Place => {
    let place: Place = { r, stops, cost: Infinity };
    for (let at = locked[r]?.length ?? 0; at <= stops.length; at++) {
      const longer = Int32Array.from([...stops.subarray(0, at), ...request, ...stops.subarray(at)]);
      const cost = length(model, r, longer) - length(model, r, stops);
      if (cost < place.cost) place = { r, stops: longer, cost };
    }
    return place;
  });
  return best.sort((one, other) => one.cost - other.cost).slice(0, widest);
}

/** One more vehicle of each type, with nothing else to do. */
function emptyVehicles(model: Model, request: number[]): Place[] {
  const stops = Int32Array.from(request);
  return Array.from({ length: model.types }, (_, type) => model.typeOf.indexOf(type)).map((r) => ({
    r,
    stops,
    cost: length(model, r, stops),
  }));
}

/** What a route costs, its vehicle included. */
function length(model: Model, r: number, stops: Int32Array): number {
  if (stops.length === 0) return 0;
  const { n, places, place } = model;
  const { cost } = model.classes[model.classOf[r]!]!;
  let at = place[n + 2 * r]!;
  let sum = model.fixed[r]!;
  for (const stop of stops) {
    sum += cost[at * places + stop]!;
    at = stop;
  }
  return sum + cost[at * places + place[n + 2 * r + 1]!]!;
}

/** By how much the vehicle is overloaded at the worst moment, when it is so in one dimension alone; `at` as in capacity. */
function overload(model: Model, r: number, stops: Int32Array): { at: number; by: number } | null {
  const { dimensions, aboard, change, capacity } = model;
  const over: { at: number; by: number }[] = [];
  for (let d = 0; d < dimensions; d++) {
    let load = stops.reduce((sum, stop) => sum + aboard[stop * dimensions + d]!, 0);
    let most = load;
    for (const stop of stops) most = Math.max(most, (load += change[stop * dimensions + d]!));
    const at = r * dimensions + d;
    if (most > capacity[at]!) over.push({ at, by: most - capacity[at]! });
  }
  return over.length === 1 ? over[0]! : null;
}

/** The least number of seconds with which the route passes, by bisection; `change` makes the change and gives its undoing. */
function leastLater(passes: (waived: number) => boolean, change: (by: number) => () => void): number | null {
  const enough = (by: number): boolean => {
    const undo = change(by);
    const ok = passes(waive.nothing);
    undo();
    return ok;
  };
  const most = 86_400;
  if (enough(0) || !enough(most)) return null;
  let low = 0;
  let high = most;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Lets the request's last window close later. */
function widened(model: Model, request: number[], by: number): () => void {
  const before = request.map((stop) => model.windows[stop]!);
  for (const stop of request) {
    const windows = model.windows[stop]!;
    const [from, to] = windows.at(-1)!;
    model.windows[stop] = [...windows.slice(0, -1), [from, Math.min(never, to + by)]];
  }
  return () => request.forEach((stop, at) => (model.windows[stop] = before[at]!));
}

function longerShift(model: Model, r: number, by: number): () => void {
  const before = model.close[r]!;
  model.close[r] = Math.min(never, before + by);
  return () => (model.close[r] = before);
}
