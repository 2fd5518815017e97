import type { Rng } from '../../shared/rng.ts';
import type { Ground } from './ground.ts';
import type { Member } from './population.ts';

/** A child, and which of its routes are as they were in the first parent. */
export interface Child {
  routes: Int32Array[];
  kept: boolean[];
}

/**
 * Neighbouring routes of the first parent are replaced by those routes of the second that have most stops in common with them
 * (selective route exchange; Nagata, Bräysy and Dullaert, 2010). Stops served twice stay where they came from the second
 * parent, or where the first had them; those that are left go where they add least.
 */
export function makeCross(ground: Ground, rng: Rng): (first: Member, second: Member) => Child {
  const { n, fleet, rows, cost, weight, capacity, near, from } = ground;
  const routeIn = [new Int32Array(n), new Int32Array(n)] as const;
  const taken = new Uint8Array(n);
  const served = new Uint8Array(n);

  const number = (routes: Int32Array[], routeOf: Int32Array): void => {
    routes.forEach((stops, r) => {
      for (const stop of stops) routeOf[stop] = r;
    });
  };

  /** Routes around a random stop, as many as asked for. */
  const neighbours = (routes: Int32Array[], routeOf: Int32Array, count: number): Set<number> => {
    const seed = rng.int(n);
    const chosen = new Set([routeOf[seed]!]);
    for (let i = from[seed]!; i < from[seed + 1]! && chosen.size < count; i++) chosen.add(routeOf[near[i]!]!);
    for (let tries = 0; chosen.size < count && tries < 20; tries++) {
      const route = routes[[...chosen][rng.int(chosen.size)]!]!;
      const stop = route[rng.int(route.length)]!;
      const list = from[stop + 1]! - from[stop]!;
      if (list > 0) chosen.add(routeOf[near[from[stop]! + rng.int(list)]!]!);
    }
    return chosen;
  };

  /** Puts a stop at its cheapest place among the routes, preferring where it fits. */
  const insert = (stop: number, routes: number[][], loads: number[], kept: boolean[]): void => {
    let best = Infinity;
    let bestAt = 0;
    let bestRoute = -1;
    const dear = cost[n * rows + stop]! + cost[stop * rows + n + 1]!;
    routes.forEach((stops, r) => {
      const full = loads[r]! + weight[stop]! > capacity ? dear : 0;
      let left = n;
      for (let at = 0; at <= stops.length; at++) {
        const right = at < stops.length ? stops[at]! : n + 1;
        const delta = full + cost[left * rows + stop]! + cost[stop * rows + right]! - cost[left * rows + right]!;
        if (delta < best) {
          best = delta;
          bestAt = at;
          bestRoute = r;
        }
        left = right;
      }
    });
    if (bestRoute < 0 || (best > dear && routes.length < fleet)) {
      bestRoute = routes.push([]) - 1;
      loads.push(0);
      bestAt = 0;
    }
    routes[bestRoute]!.splice(bestAt, 0, stop);
    loads[bestRoute]! += weight[stop]!;
    kept[bestRoute] = false;
  };

  return (first, second) => {
    number(first.routes, routeIn[0]);
    number(second.routes, routeIn[1]);
    const most = Math.min(first.routes.length, second.routes.length);
    const leaving = neighbours(first.routes, routeIn[0], 1 + rng.int(Math.max(1, most >> 1)));
    taken.fill(0);
    served.fill(0);
    const shared = new Int32Array(second.routes.length);
    for (const r of leaving) {
      for (const stop of first.routes[r]!) {
        taken[stop] = 1;
        shared[routeIn[1][stop]!]!++;
      }
    }
    const arriving = [...second.routes.keys()]
      .filter((r) => shared[r]! > 0)
      .sort((one, other) => shared[other]! / second.routes[other]!.length - shared[one]! / second.routes[one]!.length)
      .slice(0, leaving.size);
    const ofSecond = rng.int(2) === 0;
    const routes: number[][] = [];
    const kept: boolean[] = [];
    for (const r of arriving) {
      // Either only the stops that the first parent gave away come, or all, and leave their other route.
      const stops = [...second.routes[r]!].filter((stop) => ofSecond || taken[stop] === 1);
      for (const stop of stops) served[stop] = 1;
      routes.push(stops);
      kept.push(false);
    }
    first.routes.forEach((stops, r) => {
      if (leaving.has(r)) return;
      const left = [...stops].filter((stop) => served[stop] === 0);
      for (const stop of left) served[stop] = 1;
      if (left.length === 0) return;
      routes.push(left);
      kept.push(left.length === stops.length);
    });
    const loads = routes.map((stops) => stops.reduce((sum, stop) => sum + weight[stop]!, 0));
    const open = rng.shuffle([...taken.keys()].filter((stop) => served[stop] === 0));
    for (const stop of open) insert(stop, routes, loads, kept);
    return { routes: routes.map((stops) => Int32Array.from(stops)), kept };
  };
}
