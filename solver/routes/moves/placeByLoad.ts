import type { Rng } from '../../shared/rng.ts';
import type { Chain } from '../chain.ts';
import { nearestOnMap } from '../neighbours.ts';
import { placesUntilBlink, reversed, type Placer } from './placer.ts';

const widest = 40;

/** Places stops where only load and skills matter: deliveries from depots, one matrix, no clock. */
export function placeByLoad(chain: Chain, rng: Rng, blink: number): Placer {
  const { model } = chain;
  const { n, places, dimensions } = model;
  const cost = model.classes[0]!.cost;
  const back = reversed(cost, places);
  const near = nearestOnMap(model, widest);
  const weight = model.change.map(Math.abs);
  const room = model.capacity.slice();
  const restricted = model.able.includes(0);
  let untilBlink = placesUntilBlink(rng, blink);

  /** Later dimensions of the load; the first one is looked at in place. */
  const restFits = (stop: number, route: number): boolean => {
    for (let d = 1; d < dimensions; d++) if (weight[stop * dimensions + d]! > room[route * dimensions + d]!) return false;
    return true;
  };

  const refresh = (route: number): void => {
    const { next } = chain;
    for (let d = 0; d < dimensions; d++) {
      let left = model.capacity[route * dimensions + d]!;
      for (let node = next[n + 2 * route]!; node < n; node = next[node]!) left -= weight[node * dimensions + d]!;
      room[route * dimensions + d] = left;
    }
  };

  const place = (stop: number): boolean => {
    const { next, prev, routeOf, gap, ranked, typeFrom, used } = chain;
    const { typeOf, able, fixed, types, place: placeOf } = model;
    const { list, width } = near;
    const row = stop * places;
    const need = weight[stop * dimensions]!;
    const oneDimension = dimensions === 1;
    let best = 2 ** 31;
    let bestAfter = -1;
    let countdown = untilBlink;
    for (let i = stop * width, end = i + near.count[stop]!; i < end; i++) {
      const other = list[i]!;
      const route = routeOf[other]!;
      if (route < 0 || need > room[route * dimensions]!) continue;
      if (restricted && able[typeOf[route]! * n + stop] === 0) continue;
      if (!oneDimension && !restFits(stop, route)) continue;
      const after = back[row + other]! + cost[row + placeOf[next[other]!]!]! - gap[other]!;
      if (after < best && --countdown > 0) {
        best = after;
        bestAfter = other;
      }
      const left = prev[other]!;
      const before = back[row + placeOf[left]!]! + cost[row + other]! - gap[left]!;
      if (before < best && --countdown > 0) {
        best = before;
        bestAfter = left;
      }
      if (countdown <= 0) countdown = placesUntilBlink(rng, blink);
    }
    let bestEmpty = -1;
    for (let type = 0; type < types; type++) {
      if (restricted && able[type * n + stop] === 0) continue;
      const inUse = typeFrom[type]! + used[type]!;
      for (let i = typeFrom[type]!; i < inUse; i++) {
        const route = ranked[i]!;
        if (need > room[route * dimensions]!) continue;
        if (!oneDimension && !restFits(stop, route)) continue;
        const start = n + 2 * route;
        const first = back[row + placeOf[start]!]! + cost[row + placeOf[next[start]!]!]! - gap[start]!;
        if (first < best && --countdown > 0) {
          best = first;
          bestAfter = start;
        }
        const tail = prev[start + 1]!;
        const last = back[row + placeOf[tail]!]! + cost[row + placeOf[start + 1]!]! - gap[tail]!;
        if (last < best && --countdown > 0) {
          best = last;
          bestAfter = tail;
        }
        if (countdown <= 0) countdown = placesUntilBlink(rng, blink);
      }
      if (inUse === typeFrom[type + 1]!) continue;
      const empty = ranked[inUse]!;
      if (need > room[empty * dimensions]! || (!oneDimension && !restFits(stop, empty))) continue;
      const opened = fixed[empty]! + back[row + placeOf[n + 2 * empty]!]! + cost[row + placeOf[n + 2 * empty + 1]!]!;
      if (opened < best) {
        best = opened;
        bestAfter = n + 2 * empty;
        bestEmpty = empty;
      }
    }
    untilBlink = countdown;
    if (bestAfter < 0) return false;
    const route = bestEmpty >= 0 && bestAfter === n + 2 * bestEmpty ? bestEmpty : routeOf[bestAfter]!;
    chain.link(stop, bestAfter, route);
    for (let d = 0; d < dimensions; d++) room[route * dimensions + d]! -= weight[stop * dimensions + d]!;
    return true;
  };

  return { refresh, place };
}
