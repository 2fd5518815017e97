import type { Model } from './model.ts';

/**
 * The working plan: every route a doubly linked list from its start node to its end node. A change is a link or an unlink; all
 * since the last `commit` can be taken back, so a search never copies a plan to try something.
 */
export interface Chain {
  readonly model: Model;
  readonly next: Int32Array;
  readonly prev: Int32Array;
  /** Route of a node, -1 for a stop that no route serves. */
  readonly routeOf: Int32Array;
  /** Cost of the arc from a node to its follower, and into it from its leader; 0 in an empty route. */
  readonly gap: Int32Array;
  readonly lead: Int32Array;
  readonly size: Int32Array;
  /** Routes by type, those in use first: type t has ranked[typeFrom[t]] … and the first used[t] of them have stops. */
  readonly ranked: Int32Array;
  readonly typeFrom: Int32Array;
  readonly used: Int32Array;
  /** How many routes of each type may have stops: all, but for a search that has only a share of them. */
  readonly most: Int32Array;
  /** Routes changed since the last commit. */
  readonly touched: Int32Array;
  touchedCount(): number;
  /** Arcs, vehicles in use, and what is charged beside. */
  cost(): number;
  /** The arcs alone. */
  arcs(): number;
  /**
   * Sets what a route costs beside its arcs, such as lateness; what no route costs alone goes under the number after the last
   * route. A rollback does not know of it: the caller charges again.
   */
  charge(route: number, amount: number): void;
  charged(route: number): number;
  /** Notes whether a route can be driven as it is. */
  allow(route: number, drivable: boolean): void;
  /** Whether all routes can. */
  drivable(): boolean;
  link(stop: number, after: number, route: number): void;
  unlink(stop: number): void;
  commit(): void;
  /** Takes back everything since the last commit; the touched routes are listed until the next commit. */
  rollback(): void;
}

export function makeChain(model: Model): Chain {
  const { n, fleet, places, place, classes, classOf, fixed, types, typeOf } = model;
  const nodes = n + 2 * fleet;
  const next = new Int32Array(nodes).fill(-1);
  const prev = new Int32Array(nodes).fill(-1);
  const routeOf = new Int32Array(nodes).fill(-1);
  const gap = new Int32Array(nodes);
  const lead = new Int32Array(nodes);
  const size = new Int32Array(fleet);
  const ranked = Int32Array.from(typeOf.keys()).sort((one, other) => typeOf[one]! - typeOf[other]! || one - other);
  const rank = new Int32Array(fleet);
  ranked.forEach((route, at) => (rank[route] = at));
  const typeFrom = Int32Array.from({ length: types + 1 }, (_, type) => typeOf.filter((other) => other < type).length);
  const used = new Int32Array(types);
  const most = Int32Array.from({ length: types }, (_, type) => typeFrom[type + 1]! - typeFrom[type]!);
  const touched = new Int32Array(fleet);
  const touchedAt = new Int32Array(fleet).fill(-1);
  let touchedCount = 0;
  const charges = new Float64Array(fleet + 1);
  const barred = new Uint8Array(fleet);
  let barredCount = 0;
  let era = 0;
  let total = 0;
  // One entry a change: the stop, the node before it, and its route; unlinked stops are written as -1 - stop.
  let log = new Int32Array(3 * 1024);
  let logged = 0;

  for (let route = 0; route < fleet; route++) {
    const start = n + 2 * route;
    next[start] = start + 1;
    prev[start + 1] = start;
    routeOf[start] = route;
    routeOf[start + 1] = route;
  }

  const swapTo = (route: number, at: number): void => {
    const other = ranked[at]!;
    const from = rank[route]!;
    ranked[from] = other;
    rank[other] = from;
    ranked[at] = route;
    rank[route] = at;
  };

  const touch = (route: number): void => {
    if (touchedAt[route] === era) return;
    touchedAt[route] = era;
    touched[touchedCount++] = route;
  };

  const join = (stop: number, after: number, route: number): void => {
    const costs = classes[classOf[route]!]!.cost;
    const before = next[after]!;
    const into = costs[place[after]! * places + stop]!;
    const out = costs[stop * places + place[before]!]!;
    total += into + out - gap[after]!;
    gap[after] = into;
    gap[stop] = out;
    lead[stop] = into;
    lead[before] = out;
    next[after] = stop;
    prev[stop] = after;
    next[stop] = before;
    prev[before] = stop;
    routeOf[stop] = route;
    if (size[route]!++ === 0) {
      total += fixed[route]!;
      const type = typeOf[route]!;
      swapTo(route, typeFrom[type]! + used[type]!++);
    }
    touch(route);
  };

  const cut = (stop: number): void => {
    const route = routeOf[stop]!;
    const before = prev[stop]!;
    const after = next[stop]!;
    total -= gap[before]! + gap[stop]!;
    next[before] = after;
    prev[after] = before;
    routeOf[stop] = -1;
    if (--size[route]! === 0) {
      total -= fixed[route]!;
      gap[before] = 0;
      lead[after] = 0;
      const type = typeOf[route]!;
      swapTo(route, typeFrom[type]! + --used[type]!);
    } else {
      const arc = classes[classOf[route]!]!.cost[place[before]! * places + place[after]!]!;
      gap[before] = arc;
      lead[after] = arc;
      total += arc;
    }
    touch(route);
  };

  const note = (entry: number, after: number, route: number): void => {
    if (logged + 3 > log.length) {
      const longer = new Int32Array(2 * log.length);
      longer.set(log);
      log = longer;
    }
    log[logged] = entry;
    log[logged + 1] = after;
    log[logged + 2] = route;
    logged += 3;
  };

  return {
    model,
    next,
    prev,
    routeOf,
    gap,
    lead,
    size,
    ranked,
    typeFrom,
    used,
    most,
    touched,
    touchedCount: () => touchedCount,
    cost: () => total,
    arcs: () => {
      let rest = total;
      for (let route = 0; route < fleet; route++) rest -= charges[route]! + (size[route]! > 0 ? fixed[route]! : 0);
      return rest - charges[fleet]!;
    },
    charge(route, amount) {
      total += amount - charges[route]!;
      charges[route] = amount;
    },
    charged: (route) => charges[route]!,
    allow(route, drivable) {
      if (barred[route] === (drivable ? 0 : 1)) return;
      barred[route] = drivable ? 0 : 1;
      barredCount += drivable ? -1 : 1;
    },
    drivable: () => barredCount === 0,
    link(stop, after, route) {
      note(stop, after, route);
      join(stop, after, route);
    },
    unlink(stop) {
      note(-1 - stop, prev[stop]!, routeOf[stop]!);
      cut(stop);
    },
    commit() {
      logged = 0;
      touchedCount = 0;
      era++;
    },
    rollback() {
      while (logged > 0) {
        logged -= 3;
        const entry = log[logged]!;
        if (entry >= 0) cut(entry);
        else join(-1 - entry, log[logged + 1]!, log[logged + 2]!);
      }
    },
  };
}

/** The stops of every route in order, by vehicle. */
export function routesOf(chain: Chain): Int32Array[] {
  const { model, next, size } = chain;
  return Array.from(size, (length, route) => {
    const stops = new Int32Array(length);
    for (let i = 0, node = next[model.n + 2 * route]!; i < length; i++, node = next[node]!) stops[i] = node;
    return stops;
  });
}

/** Puts the plan into the order of `routes`; what is not in them is served by nobody. */
export function rebuild(chain: Chain, routes: Int32Array[]): void {
  const { model, routeOf } = chain;
  for (let stop = 0; stop < model.n; stop++) if (routeOf[stop]! >= 0) chain.unlink(stop);
  routes.forEach((stops, route) => {
    let after = model.n + 2 * route;
    for (const stop of stops) {
      chain.link(stop, after, route);
      after = stop;
    }
  });
}
