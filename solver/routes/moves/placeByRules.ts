import type { Rng } from '../../shared/rng.ts';
import type { Chain } from '../chain.ts';
import { makeJudge, waive } from '../feasible.ts';
import { makePricing } from '../lateness.ts';
import { nearestOnMap } from '../neighbours.ts';
import { placesUntilBlink, type Placer } from './placer.ts';

const widest = 40;

/**
 * Places stops under every rule that a problem can state: a place that is cheaper than the best so far is judged by driving the
 * whole route. The two stops of a shipment go into one route, the pickup first.
 */
export function placeByRules(chain: Chain, rng: Rng, blink: number): Placer {
  const { model } = chain;
  const { n, places, mate, place: placeOf } = model;
  const feasible = makeJudge(model);
  const lateness = makePricing(model);
  const near = nearestOnMap(model, widest);
  const nodes = new Int32Array(n + 2);
  const trial = new Int32Array(n + 2);
  const seen = new Int32Array(model.fleet);
  const soft = model.dueBy.some((due) => due < Infinity);
  let round = 0;
  let untilBlink = placesUntilBlink(rng, blink);
  let best = Infinity;
  let bestRoute = -1;
  let bestAfter = -1;
  let bestMateAfter = -1;

  const blinks = (): boolean => {
    if (--untilBlink > 0) return false;
    untilBlink = placesUntilBlink(rng, blink);
    return true;
  };

  /** What an arc costs route r when `stop` comes between two nodes. */
  const detour = (route: number, before: number, stop: number, after: number): number => {
    const { cost } = model.classes[model.classOf[route]!]!;
    const direct = chain.size[route] === 0 ? 0 : cost[placeOf[before]! * places + placeOf[after]!]!;
    return cost[placeOf[before]! * places + stop]! + cost[stop * places + placeOf[after]!]! - direct;
  };

  /** Stops at the front of a route that nothing may come between. */
  const heldIn = (route: number): number => model.locked[route]?.length ?? 0;

  const load = (route: number): number => {
    const { next } = chain;
    let length = 0;
    nodes[length++] = n + 2 * route;
    for (let node = next[n + 2 * route]!; node < n; node = next[node]!) nodes[length++] = node;
    return length;
  };

  /** All places for a stop in one route; `nodes` holds the start node and the stops. */
  const tryJob = (stop: number, route: number): void => {
    const { next, size } = chain;
    const opening = size[route] === 0 ? model.fixed[route]! : 0;
    const length = load(route);
    for (let at = heldIn(route); at < length; at++) {
      const after = nodes[at]!;
      const delta = opening + detour(route, after, stop, next[after]!);
      if (delta >= best || blinks()) continue;
      for (let i = 1; i <= at; i++) trial[i - 1] = nodes[i]!;
      trial[at] = stop;
      for (let i = at + 1; i < length; i++) trial[i] = nodes[i]!;
      if (!feasible(route, trial, length)) continue;
      const priced = delta + lateness(route, trial, length) - chain.charged(route);
      if (priced >= best) continue;
      best = priced;
      bestRoute = route;
      bestAfter = after;
    }
  };

  /** All pairs of places for a shipment in one route. */
  const tryShipment = (pickup: number, delivery: number, route: number): void => {
    const { next, size } = chain;
    const { cost } = model.classes[model.classOf[route]!]!;
    const opening = size[route] === 0 ? model.fixed[route]! : 0;
    const length = load(route);
    for (let first = heldIn(route); first < length; first++) {
      const before = nodes[first]!;
      const toPickup = opening + detour(route, before, pickup, next[before]!);
      if (toPickup >= best) continue;
      // Too late with the pickup alone is too late with the delivery as well, wherever that would go.
      for (let i = 1; i <= first; i++) trial[i - 1] = nodes[i]!;
      trial[first] = pickup;
      for (let i = first + 1; i < length; i++) trial[i] = nodes[i]!;
      if (!feasible(route, trial, length, waive.load)) continue;
      for (let second = first; second < length; second++) {
        const after = next[nodes[second]!]!;
        const delta =
          second > first
            ? toPickup + detour(route, nodes[second]!, delivery, after)
            : toPickup -
              cost[pickup * places + placeOf[after]!]! +
              cost[pickup * places + delivery]! +
              cost[delivery * places + placeOf[after]!]!;
        if (delta >= best || blinks()) continue;
        let to = 0;
        for (let i = 0; i < length; i++) {
          if (i > 0) trial[to++] = nodes[i]!;
          if (i === first) trial[to++] = pickup;
          if (i === second) trial[to++] = delivery;
        }
        if (!feasible(route, trial, to)) continue;
        const priced = delta + lateness(route, trial, to) - chain.charged(route);
        if (priced >= best) continue;
        best = priced;
        bestRoute = route;
        bestAfter = before;
        bestMateAfter = second === first ? pickup : nodes[second]!;
      }
    }
  };

  const refresh = (route: number): void => {
    if (!soft) return;
    const length = load(route) - 1;
    chain.charge(route, lateness(route, nodes.subarray(1, length + 1), length));
  };

  const tryRoute = (stop: number, route: number): void => {
    if (seen[route] === round) return;
    seen[route] = round;
    if (model.able[model.typeOf[route]! * n + stop] === 0) return;
    if (mate[stop]! < 0) tryJob(stop, route);
    else tryShipment(stop, mate[stop]!, route);
  };

  const place = (stop: number): boolean => {
    const { routeOf, ranked, typeFrom, used } = chain;
    round++;
    best = Infinity;
    bestRoute = -1;
    for (const half of mate[stop]! < 0 ? [stop] : [stop, mate[stop]!]) {
      for (let i = near.from[half]!, end = near.until[half]!; i < end; i += 3) {
        const route = routeOf[near.list[i]!]!;
        if (route >= 0) tryRoute(stop, route);
      }
    }
    for (let type = 0; type < model.types; type++) {
      const empty = typeFrom[type]! + used[type]!;
      if (empty < typeFrom[type + 1]!) tryRoute(stop, ranked[empty]!);
    }
    if (bestRoute < 0)
      for (let route = 0; route < model.fleet; route++) if (chain.size[route]! > 0) tryRoute(stop, route);
    if (bestRoute < 0) return false;
    chain.link(stop, bestAfter, bestRoute);
    if (mate[stop]! >= 0) chain.link(mate[stop]!, bestMateAfter, bestRoute);
    refresh(bestRoute);
    return true;
  };

  return { refresh, place };
}
