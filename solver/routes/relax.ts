import { makeJudge, waive } from './feasible.ts';
import { loadAlong } from './loads.ts';
import { never, type Model } from './model.ts';
import { boundTo } from './planned.ts';
import { arcsOf, makePrice } from './price.ts';
import type { Relaxation } from './problem.ts';
import { withReload } from './reloaded.ts';

/** Vehicles tried for one stop, those with the shortest detour first: enough to be quick with hundreds of stops left out. */
const widest = 12;

interface Place {
  r: number;
  /** The route with and without the request. */
  stops: Int32Array;
  before: Int32Array;
  /** What its arcs and its vehicle would cost more. */
  cost: number;
}

interface Rules {
  request: number[];
  feasible: ReturnType<typeof makeJudge>;
  price: ReturnType<typeof makePrice>;
  /** The vehicle that serves others of its group, -1 for none. */
  bound: number;
  /** Whether a rule is known to be enough at less than this. */
  isKnown?: (rule: Relaxation['rule'], cost: number) => boolean;
}

/** A change that is enough, and what the plan would cost more with it; unevenness of work is not counted. */
type Change = NonNullable<Relaxation['also']> & { cost: number };

/**
 * The least that would have to be given, of one thing alone, for a request to be served in this plan: room in a vehicle, a later
 * closing of its own window or of a shift, a higher limit, a skill, one more vehicle. Cheapest for the plan first. Each was driven
 * through with the change made, so that making it is known to be enough.
 */
export function makeRelaxing(model: Model, routes: Int32Array[]): (request: number[]) => Relaxation[] {
  const feasible = makeJudge(model);
  const price = makePrice(model);
  return (request) =>
    relaxationsFor(model, routes, { request, feasible, price, bound: boundTo(model, routes, request[0]!) });
}

function relaxationsFor(model: Model, routes: Int32Array[], rules: Rules): Relaxation[] {
  const { request } = rules;
  const found = new Map<Relaxation['rule'], Relaxation>();
  const add = (r: number, { cost, ...change }: Omit<Relaxation, 'vehicle'>): void => {
    const known = found.get(change.rule);
    const entry = { ...change, vehicle: model.problem.vehicles[r]!.id, cost: Math.round(cost / model.costScale) };
    if (!known || known.cost > entry.cost || (known.cost === entry.cost && known.by > entry.by))
      found.set(change.rule, entry);
  };

  /** Places come cheapest first: what is enough at one is not looked for at one whose arcs alone cost more. */
  const isKnown = (rule: Relaxation['rule'], cost: number): boolean => {
    const known = found.get(rule);
    return known !== undefined && known.cost < Math.round(cost / model.costScale);
  };
  for (const place of cheapestPlaces(model, routes, request)) {
    for (const trips of [place, ...reloaded(model, place, rules)]) {
      for (const change of changesFor(model, trips, { ...rules, isKnown })) add(place.r, change);
    }
  }
  for (const place of emptyVehicles(model, request)) {
    const { r, stops } = place;
    const able = request.every((stop) => model.able[model.typeOf[r]! * model.n + stop] === 1);
    const free = rules.bound < 0 && able && rules.feasible(r, stops, stops.length);
    if (free) add(r, { rule: 'vehicle', by: 1, cost: rules.price(r, stops) });
    else if (found.size === 0) {
      for (const { cost, ...also } of changesFor(model, place, { ...rules, bound: -1 })) {
        add(r, { rule: 'vehicle', by: 1, also, cost });
      }
    }
  }
  return worthwhile([...found.values()], model.skipPrice[request[0]!]! / model.costScale).sort(
    (one, other) => one.cost - other.cost,
  );
}

/** A stop that may be left out is served where that is cheaper: what costs more takes a higher price as well. */
function worthwhile(found: Relaxation[], price: number): Relaxation[] {
  const enough = found.filter(({ rule, cost }) => rule === 'price' || cost < price);
  if (enough.length > 0) return enough;
  return found
    .filter(({ also }) => also === undefined)
    .map(({ rule, by, vehicle, cost }) => ({
      rule: 'price' as const,
      by: Math.ceil(cost - price) + 1,
      vehicle,
      cost,
      also: { rule, by },
    }));
}

/** The single changes with which a vehicle can drive these stops. */
function changesFor(model: Model, place: Place, rules: Rules): Change[] {
  const { r, stops, before } = place;
  const { request, feasible, price, bound, isKnown } = rules;
  const passes = (waived: number): boolean => feasible(r, stops, stops.length, waived);
  const changes: Change[] = [];
  const add = (rule: Change['rule'], by: number, dimension?: number): void => {
    const cost = price(r, stops) - price(r, before);
    changes.push({ rule, by, ...(dimension !== undefined && { dimension }), cost });
  };
  if (!request.every((stop) => model.able[model.typeOf[r]! * model.n + stop] === 1)) {
    if (passes(waive.nothing) && (bound < 0 || bound === r)) add('skills', 1);
    return changes;
  }
  if (bound >= 0 && bound !== r) {
    if (passes(waive.relations)) add('relations', 1);
    return changes;
  }
  if (passes(waive.nothing)) {
    const more = price(r, stops) - price(r, before) - model.skipPrice[request[0]!]!;
    if (more >= 0) add('price', Math.floor(more / model.costScale) + 1);
    return changes;
  }
  if (passes(waive.relations)) add('relations', 1);
  const over = overload(model, r, stops);
  if (over !== null) {
    model.capacity[over.at]! += over.by;
    if (passes(waive.nothing)) add('capacity', over.by, over.at % model.dimensions);
    model.capacity[over.at]! -= over.by;
  }
  if (passes(waive.limits)) add('limits', 1);
  if (passes(waive.time)) {
    for (const [rule, change] of [
      ['window', (by: number) => widened(model, request, by)],
      ['shift', (by: number) => longerShift(model, r, by)],
    ] as const) {
      if (isKnown?.(rule, place.cost)) continue;
      const by = leastLater(passes, change);
      if (by === null) continue;
      const undo = change(by);
      add(rule, by);
      undo();
    }
  }
  return changes;
}

/** The cheapest place in each route, with the two stops of a shipment side by side; the routes where that adds least. */
function cheapestPlaces(model: Model, routes: Int32Array[], request: number[]): Place[] {
  const { n, places, place, locked } = model;
  const [first, last] = [request[0]!, request.at(-1)!];
  const best = routes.map((before, r) => {
    const { cost } = model.classes[model.classOf[r]!]!;
    const arc = (from: number, to: number): number => cost[from * places + to]!;
    const alone = before.length === 0 ? model.fixed[r]! - model.perVehicle : 0;
    const within = alone + (first === last ? 0 : arc(first, last));
    let [least, bestAt] = [Infinity, 0];
    for (let at = Math.min(before.length, locked[r]?.length ?? 0); at <= before.length; at++) {
      const from = at > 0 ? before[at - 1]! : place[n + 2 * r]!;
      const to = at < before.length ? before[at]! : place[n + 2 * r + 1]!;
      const more = within + arc(from, first) + arc(last, to) - (before.length === 0 ? 0 : arc(from, to));
      if (more < least) [least, bestAt] = [more, at];
    }
    return { r, before, at: bestAt, cost: least };
  });
  return best
    .sort((one, other) => one.cost - other.cost)
    .slice(0, widest)
    .map(({ r, before, at, cost }) => {
      const stops = Int32Array.from([...before.subarray(0, at), ...request, ...before.subarray(at)]);
      return { r, stops, before, cost };
    });
}

/** The same place with one more reload, where its detour is least of those that would do given time. */
function reloaded(model: Model, place: Place, { feasible }: Rules): Place[] {
  const { r } = place;
  const trips = withReload(model, r, place.stops)
    .filter((stops) => feasible(r, stops, stops.length, waive.time))
    .map((stops) => ({ ...place, stops, cost: arcsOf(model, r, stops) - arcsOf(model, r, place.before) }));
  return trips.sort((one, other) => one.cost - other.cost).slice(0, 1);
}

/** One more vehicle of each type, with nothing else to do. */
function emptyVehicles(model: Model, request: number[]): Place[] {
  const stops = Int32Array.from(request);
  const before = new Int32Array(0);
  return Array.from({ length: model.types }, (_, type) => model.typeOf.indexOf(type)).map((r) => ({
    r,
    stops,
    before,
    cost: arcsOf(model, r, stops),
  }));
}

/** By how much the vehicle is overloaded at the worst moment, when it is so in one dimension alone; `at` as in capacity. */
function overload(model: Model, r: number, stops: Int32Array): { at: number; by: number } | null {
  const { dimensions, capacity } = model;
  const loads = new Float64Array((stops.length + 1) * dimensions);
  loadAlong(model, stops, stops.length, loads);
  const over: { at: number; by: number }[] = [];
  for (let d = 0; d < dimensions; d++) {
    const most = loads.reduce((max, load, i) => (i % dimensions === d && load > max ? load : max), 0);
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
