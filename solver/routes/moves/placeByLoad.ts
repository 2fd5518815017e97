import type { Rng } from '../../shared/rng.ts';
import type { Chain } from '../chain.ts';
import { nearestOnMap, nearestOnTheWay } from '../neighbours.ts';
import { placesUntilBlink, reversed, type Placer } from './placer.ts';

const widest = 40;
/** Dearer than any place, and still a 32-bit integer, which keeps the loops free of floating point. */
const worst = 2 ** 31 - 1;
/** Ways to a near stop and back, in costs of the best place so far, beyond which nobody looks. */
const reach = 4;
const widestDetour = 16;

/** Places stops where only load and skills matter: deliveries from depots, one matrix, no clock. */
export function placeByLoad(chain: Chain, rng: Rng, blink: number): Placer {
  const { model } = chain;
  const { n, fleet, places, dimensions, place: placeOf, typeOf, types, able, fixed } = model;
  const cost = model.classes[0]!.cost;
  const back = reversed(cost, places);
  const near = nearestOnMap(model, widest);
  const onTheWayOut = nearestOnTheWay(model, widestDetour, 'out');
  const onTheWayHome = nearestOnTheWay(model, widestDetour, 'home');
  const oneDepot = placeOf.every((spot, node) => node < n || spot === placeOf[n + ((node - n) % 2)]);
  /** Out and home are the same way. */
  const alike = oneDepot && back === cost && placeOf[n] === placeOf[n + 1];
  const fromDepot = Int32Array.from({ length: n }, (_, stop) => cost[placeOf[n]! * places + stop]!);
  const toDepot = Int32Array.from({ length: n }, (_, stop) => cost[stop * places + placeOf[n + 1]!]!);
  const weight = model.change.map(Math.abs);
  const room = model.capacity.slice();
  /** The room of route r in the first dimension is free[r + 1]; where no route is, there is none. */
  const free = Int32Array.from({ length: fleet + 1 }, (_, at) => (at === 0 ? -1 : room[(at - 1) * dimensions]!));
  const restricted = model.able.includes(0);
  let untilBlink = placesUntilBlink(rng, blink);
  let best = worst;
  let bestAfter = -1;
  let bestRoute = -1;

  /** Later dimensions of the load; the first one is looked at in place. */
  const restFits = (stop: number, route: number): boolean => {
    for (let d = 1; d < dimensions; d++)
      if (weight[stop * dimensions + d]! > room[route * dimensions + d]!) return false;
    return true;
  };

  const refresh = (route: number): void => {
    const { next } = chain;
    for (let d = 0; d < dimensions; d++) {
      let left = model.capacity[route * dimensions + d]!;
      for (let node = next[n + 2 * route]!; node < n; node = next[node]!) left -= weight[node * dimensions + d]!;
      room[route * dimensions + d] = left;
    }
    free[route + 1] = room[route * dimensions]!;
  };

  /** Takes the place after `left` if it is the cheapest so far and the stop may go there; its first dimension is known to fit. */
  const consider = (stop: number, left: number, route: number, delta: number): void => {
    if (restricted && able[typeOf[route]! * n + stop] === 0) return;
    if (dimensions > 1 && !restFits(stop, route)) return;
    if (--untilBlink > 0) {
      best = delta;
      bestAfter = left;
      bestRoute = route;
    } else untilBlink = placesUntilBlink(rng, blink);
  };

  /**
   * Places beside a near stop. A place seen from its nearer end costs at least twice the way there less the arc opened. Beyond the
   * reach of the best place so far only a long arc that happens to pass could do better.
   */
  const seekNear = (stop: number): void => {
    const { next, prev, routeOf, gap, lead } = chain;
    const { list } = near;
    const row = stop * places;
    const need = weight[stop * dimensions]!;
    for (let i = near.from[stop]!, end = near.until[stop]!; i < end; i += 3) {
      const other = list[i]!;
      const into = list[i + 1]!;
      const out = list[i + 2]!;
      if (into + out > reach * best) return;
      const opened = gap[other]!;
      const closed = lead[other]!;
      if (into + into - opened >= best && out + out - closed >= best) continue;
      const route = routeOf[other]!;
      if (need > free[route + 1]!) continue;
      const after = into + cost[row + placeOf[next[other]!]!]! - opened;
      if (after < best) consider(stop, other, route, after);
      const left = prev[other]!;
      const before = back[row + placeOf[left]!]! + out - closed;
      if (before < best) consider(stop, left, route, before);
    }
  };

  /** First places of routes that pass by on their way out; where both ways are alike, last places as well. */
  const seekWayOut = (stop: number): void => {
    const { next, prev, routeOf, lead } = chain;
    const { list } = onTheWayOut;
    const row = stop * places;
    const need = weight[stop * dimensions]!;
    for (let i = onTheWayOut.from[stop]!, end = onTheWayOut.until[stop]!; i < end; i += 3) {
      const other = list[i]!;
      const out = list[i + 2]!;
      const detour = fromDepot[stop]! + out - fromDepot[other]!;
      if (oneDepot && detour > 0 && detour >= best) return;
      const start = prev[other]!;
      if (start < n && !(alike && next[other]! >= n)) continue;
      const route = routeOf[other]!;
      if (need > free[route + 1]!) continue;
      if (start >= n) {
        const delta = back[row + placeOf[start]!]! + out - lead[other]!;
        if (delta < best) consider(stop, start, route, delta);
      }
      if (alike && next[other]! >= n && detour < best) consider(stop, other, route, detour);
    }
  };

  /** Last places of routes that pass by on their way home. */
  const seekWayHome = (stop: number): void => {
    const { next, routeOf, gap } = chain;
    const { list } = onTheWayHome;
    const row = stop * places;
    const need = weight[stop * dimensions]!;
    for (let i = onTheWayHome.from[stop]!, end = onTheWayHome.until[stop]!; i < end; i += 3) {
      const other = list[i]!;
      const into = list[i + 1]!;
      const detour = into + toDepot[stop]! - toDepot[other]!;
      if (oneDepot && detour > 0 && detour >= best) return;
      const finish = next[other]!;
      if (finish < n) continue;
      const route = routeOf[other]!;
      if (need > free[route + 1]!) continue;
      const delta = into + cost[row + placeOf[finish]!]! - gap[other]!;
      if (delta < best) consider(stop, other, route, delta);
    }
  };

  /** One empty vehicle of each type; whether one was too dear. */
  const seekEmpty = (stop: number): boolean => {
    const { ranked, typeFrom, used, most } = chain;
    let dear = false;
    for (let type = 0; type < types; type++) {
      if (used[type]! >= most[type]!) continue;
      const route = ranked[typeFrom[type]! + used[type]!]!;
      const start = n + 2 * route;
      const delta = fixed[route]! + back[stop * places + placeOf[start]!]! + cost[stop * places + placeOf[start + 1]!]!;
      if (delta >= best) dear ||= able[type * n + stop] === 1;
      else if (weight[stop * dimensions]! <= room[route * dimensions]!) consider(stop, start, route, delta);
    }
    return dear;
  };

  /** Every place of every route in use, for when nothing nearby is allowed. */
  const seekEverywhere = (stop: number): void => {
    const { next, size, gap } = chain;
    for (let route = 0; route < fleet; route++) {
      if (size[route] === 0 || weight[stop * dimensions]! > room[route * dimensions]!) continue;
      for (let left = n + 2 * route, right = next[left]!; ; left = right, right = next[left]!) {
        const delta = back[stop * places + placeOf[left]!]! + cost[stop * places + placeOf[right]!]! - gap[left]!;
        if (delta < best) consider(stop, left, route, delta);
        if (right >= n) break;
      }
    }
  };

  const put = (stop: number, left: number, route: number): void => {
    chain.link(stop, left, route);
    for (let d = 0; d < dimensions; d++) room[route * dimensions + d]! -= weight[stop * dimensions + d]!;
    free[route + 1] = room[route * dimensions]!;
  };

  const fitsInstead = (stop: number, other: number, route: number): boolean => {
    if (restricted && able[typeOf[route]! * n + stop] === 0) return false;
    for (let d = 0; d < dimensions; d++) {
      const more = weight[stop * dimensions + d]! - weight[other * dimensions + d]!;
      if (more > room[route * dimensions + d]!) return false;
    }
    return true;
  };

  /**
   * Puts the stop where a near one is that has another place, if that is cheaper than the place found (ejection; Nagata and Bräysy,
   * 2009). Without it tight loads leave more vehicles in use than there have to be.
   */
  const oust = (stop: number): boolean => {
    const { next, prev, routeOf, gap, lead } = chain;
    const row = stop * places;
    let [other, to, toRoute] = [-1, -1, -1];
    let limit = best;
    for (let i = near.from[stop]!, end = near.until[stop]!; i < end; i += 3) {
      const one = near.list[i]!;
      const route = routeOf[one]!;
      if (route < 0 || !fitsInstead(stop, one, route)) continue;
      const ways = back[row + placeOf[prev[one]!]!]! + cost[row + placeOf[next[one]!]!]!;
      const added = ways - gap[one]! - lead[one]!;
      if (added >= limit) continue;
      best = limit - added;
      bestRoute = -1;
      const held = free[route + 1]!;
      free[route + 1] = -1;
      seekNear(one);
      free[route + 1] = held;
      if (bestRoute < 0) continue;
      limit = added + best;
      [other, to, toRoute] = [one, bestAfter, bestRoute];
    }
    if (other < 0) return false;
    const [left, route] = [prev[other]!, routeOf[other]!];
    chain.unlink(other);
    for (let d = 0; d < dimensions; d++) room[route * dimensions + d]! += weight[other * dimensions + d]!;
    put(stop, left, route);
    put(other, to, toRoute);
    return true;
  };

  const place = (stop: number, cap = worst): boolean => {
    best = cap < worst ? Math.ceil(cap) : worst;
    bestRoute = -1;
    seekNear(stop);
    seekWayOut(stop);
    if (!alike) seekWayHome(stop);
    if (!seekEmpty(stop) && bestRoute < 0) seekEverywhere(stop);
    const [left, route] = [bestAfter, bestRoute];
    if ((route < 0 || chain.size[route] === 0) && oust(stop)) return true;
    if (route >= 0) put(stop, left, route);
    return route >= 0;
  };

  return { refresh, place };
}
