import type { Ground } from './ground.ts';

/** What a unit of load beyond the capacity and a second of lateness cost the search. */
export interface Prices {
  load: number;
  late: number;
}

/**
 * A plan that may be overloaded and late, at a price. Route r goes from node n+2r over its stops to node n+2r+1. A vehicle that is
 * late goes back in time to the end of the window and is charged for it ("time warp"; Nagata, Bräysy and Dullaert, 2010), so
 * lateness does not spread. As waiting is free, two numbers from the front of a route (moment of leaving, warp so far) and two
 * from its back (latest moment to begin without further warp, warp to come) are all that joining two parts needs.
 */
export interface Tours {
  readonly next: Int32Array;
  readonly prev: Int32Array;
  readonly routeOf: Int32Array;
  readonly at: Int32Array;
  /** Row of a node in the tables. */
  readonly row: Int32Array;
  /** Cost of the arc from a node to its follower. */
  readonly gap: Int32Array;
  /** What turning the route round up to this node would add. */
  readonly turn: Int32Array;
  /** Load of all stops up to a node. */
  readonly carried: Int32Array;
  readonly leaves: Int32Array;
  readonly warped: Int32Array;
  readonly latest: Int32Array;
  readonly toWarp: Int32Array;
  readonly size: Int32Array;
  readonly load: Int32Array;
  readonly warp: Int32Array;
  /** What a route is charged for load and lateness. */
  readonly charge: Float64Array;
  /** Count of changes when a route was last changed. */
  readonly changedAt: Int32Array;
  readonly prices: Prices;
  changes(): number;
  /** Takes over a plan; routes that `known` says are as good as the search can make them count as tested. */
  lay(routes: Int32Array[], known?: (route: number) => boolean): void;
  /** Prices everything anew. */
  reprice(prices: Prices): void;
  /** Brings the numbers of a route up to date after its links were changed. */
  refresh(route: number): void;
  /** The stops of all routes that have any. */
  routes(): Int32Array[];
}

export function makeTours(ground: Ground): Tours {
  const { n, fleet, rows, cost, time, weight, capacity, opens, closes, service, timed, turnable } = ground;
  const nodes = n + 2 * fleet;
  const ints = (length: number): Int32Array => new Int32Array(length);
  const [next, prev, routeOf, at, gap, turn] = [nodes, nodes, nodes, nodes, nodes, nodes].map(ints) as Six;
  const [carried, leaves, warped, latest, toWarp, row] = [nodes, nodes, nodes, nodes, nodes, nodes].map(ints) as Six;
  const [size, load, warp, changedAt] = [fleet, fleet, fleet, fleet].map(ints) as [Int32Array, ...Six];
  const charge = new Float64Array(fleet);
  const prices: Prices = { load: 1, late: 1 };
  let changes = 0;
  for (let i = 0; i < n; i++) row[i] = i;
  for (let r = 0; r < fleet; r++) {
    const start = n + 2 * r;
    row[start] = n;
    row[start + 1] = n + 1;
    routeOf[start] = r;
    routeOf[start + 1] = r;
    leaves[start] = opens[n]!;
    latest[start + 1] = closes[n + 1]!;
  }

  const chargeFor = (r: number): void => {
    charge[r] = prices.load * Math.max(0, load[r]! - capacity) + prices.late * warp[r]!;
  };

  const carryBackward = (end: number): void => {
    let after = end;
    for (let node = prev[end]!; ; after = node, node = prev[node]!) {
      const k = row[node]!;
      const limit = latest[after]! - time[k * rows + row[after]!]! - service[k]!;
      const open = opens[k]!;
      const close = closes[k]!;
      toWarp[node] = toWarp[after]! + (limit < open ? open - limit : 0);
      latest[node] = limit < open ? open : limit < close ? limit : close;
      if (node >= n) return;
    }
  };

  const refresh = (r: number): void => {
    const start = n + 2 * r;
    let node = start;
    let sum = 0;
    let turned = 0;
    let count = 0;
    let now = opens[n]!;
    let warps = 0;
    at[start] = 0;
    while (node !== start + 1) {
      const k = row[node]!;
      const to = next[node]!;
      const j = row[to]!;
      gap[node] = cost[k * rows + j]!;
      if (!turnable) turned += cost[j * rows + k]! - cost[k * rows + j]!;
      if (timed) {
        const arrival = now + time[k * rows + j]!;
        const close = closes[j]!;
        now = arrival < opens[j]! ? opens[j]! : arrival;
        if (now > close) {
          warps += now - close;
          now = close;
        }
        now += service[j]!;
        leaves[to] = now;
        warped[to] = warps;
      }
      if (to < n) {
        sum += weight[to]!;
        routeOf[to] = r;
      }
      carried[to] = sum;
      turn[to] = turned;
      at[to] = ++count;
      node = to;
    }
    if (count === 1) {
      gap[start] = 0;
      warps = 0;
    }
    size[r] = count - 1;
    load[r] = sum;
    warp[r] = warps;
    if (timed) carryBackward(start + 1);
    chargeFor(r);
    changedAt[r] = ++changes;
  };

  return {
    next,
    prev,
    routeOf,
    at,
    row,
    gap,
    turn,
    carried,
    leaves,
    warped,
    latest,
    toWarp,
    size,
    load,
    warp,
    charge,
    changedAt,
    prices,
    refresh,
    changes: () => changes,
    lay(routes, known) {
      for (let r = 0; r < fleet; r++) {
        let last = n + 2 * r;
        const stops = routes[r];
        if (stops !== undefined) {
          for (let i = 0; i < stops.length; i++) {
            const stop = stops[i]!;
            next[last] = stop;
            prev[stop] = last;
            last = stop;
          }
        }
        next[last] = n + 2 * r + 1;
        prev[n + 2 * r + 1] = last;
        refresh(r);
      }
      for (let r = 0; r < fleet; r++) changedAt[r] = known?.(r) ? 0 : changes;
    },
    reprice(to) {
      prices.load = to.load;
      prices.late = to.late;
      for (let r = 0; r < fleet; r++) chargeFor(r);
    },
    routes() {
      const found: Int32Array[] = [];
      for (let r = 0; r < fleet; r++) {
        if (size[r] === 0) continue;
        const stops = new Int32Array(size[r]!);
        for (let i = 0, node = next[n + 2 * r]!; node < n; node = next[node]!) stops[i++] = node;
        found.push(stops);
      }
      return found;
    },
  };
}

type Six = [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];
