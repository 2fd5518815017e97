import type { Chain } from '../chain.ts';
import type { Nearest } from '../neighbours.ts';

/**
 * Places the stops of a group, which one vehicle serves: where some are in a route already the others follow; otherwise each route
 * that is near takes all that it can of them, and the one keeps them that leaves out least, at least cost.
 */
export function makeGrouping(
  chain: Chain,
  rules: {
    placeOne: (stop: number, only: number) => boolean;
    lay: (route: number, stops: Int32Array, length: number) => void;
    settle: (route: number) => void;
    near: Nearest;
  },
): { place(stop: number): boolean } {
  const { model, next, routeOf } = chain;
  const { n, fleet, group, groups, mate } = model;
  const { placeOne, lay, settle, near } = rules;

  /** Jobs, and shipments by their pickup, in an order that keeps what must come before what. */
  const requests = groups.map((stops) => [
    ...new Set(stops.map((stop) => (mate[stop]! < 0 ? stop : Math.min(stop, mate[stop]!)))),
  ]);

  const stopsOf = (route: number): number[] => {
    const stops: number[] = [];
    for (let node = next[n + 2 * route]!; node < n; node = next[node]!) stops.push(node);
    return stops;
  };

  const routesNear = (members: readonly number[]): Set<number> => {
    const routes = new Set<number>();
    for (const stop of members) {
      for (let i = near.from[stop]!, end = near.until[stop]!; i < end; i += 3) {
        const route = routeOf[near.list[i]!]!;
        if (route >= 0) routes.add(route);
      }
    }
    for (let type = 0; type < model.types; type++) {
      const empty = chain.typeFrom[type]! + chain.used[type]!;
      if (empty < chain.typeFrom[type + 1]!) routes.add(chain.ranked[empty]!);
    }
    return routes;
  };

  const anywhere = (): Set<number> => {
    const routes = new Set<number>();
    for (let route = 0; route < fleet; route++) if (chain.size[route]! > 0) routes.add(route);
    return routes;
  };

  interface Fit {
    left: number;
    cost: number;
    route: number;
    stops: number[];
  }

  /** What a route makes of the group; the route is afterwards as it was. */
  const fitOf = (route: number, members: readonly number[]): Fit => {
    const before = new Set(stopsOf(route));
    const cost = chain.cost();
    let left = 0;
    let skipped = 0;
    for (const stop of members) {
      if (placeOne(stop, route)) continue;
      if (model.skipPrice[stop]! < Infinity) skipped += model.skipPrice[stop]!;
      else left += 1 + model.stops[stop]!.priority * (n + 1);
    }
    const fit = { left, cost: chain.cost() - cost + skipped, route, stops: stopsOf(route) };
    for (const stop of fit.stops) if (!before.has(stop)) chain.unlink(stop);
    settle(route);
    return fit;
  };

  const cheaper = (one: Fit | null, other: Fit): boolean =>
    one === null || other.left < one.left || (other.left === one.left && other.cost < one.cost);

  return {
    place(stop) {
      const members = requests[group[stop]!]!;
      const bound = groups[group[stop]!]!.find((other) => routeOf[other]! >= 0);
      if (bound !== undefined) return placeOne(stop, routeOf[bound]!);
      let best: Fit | null = null;
      const tryAll = (routes: Set<number>): void => {
        for (const route of routes) {
          const fit = fitOf(route, members);
          if (fit.stops.some((one) => group[one] === group[stop]) && cheaper(best, fit)) best = fit;
        }
      };
      tryAll(routesNear(members));
      if (best === null || (best as Fit).left > 0) tryAll(anywhere());
      if (best === null) return false;
      const { route, stops } = best as Fit;
      lay(route, Int32Array.from(stops), stops.length);
      return routeOf[stop]! >= 0;
    },
  };
}
