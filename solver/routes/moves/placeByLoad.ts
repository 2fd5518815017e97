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
    const { next, prev, routeOf, gap, lead, ranked, typeFrom, used } = chain;
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
      // Seen from its nearer end, a place costs at least twice the way there less the arc that it opens.
      const into = back[row + other]!;
      const out = cost[row + other]!;
      const canFollow = into + into - gap[other]! < best;
      const canLead = out + out - lead[other]! < best;
      if (!canFollow && !canLead) continue;
      const route = routeOf[other]!;
      if (route < 0 || need > room[route * dimensions]!) continue;
      if (restricted && able[typeOf[route]! * n + stop] === 0) continue;
      if (!oneDimension && !restFits(stop, route)) continue;
      const after = into + cost[row + placeOf[next[other]!]!]! - gap[other]!;
      if (after < best && --countdown > 0) {
        best = after;
        bestAfter = other;
      }
      const left = prev[other]!;
      const before = back[row + placeOf[left]!]! + out - lead[other]!;
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
      if (typeFrom[type] === typeFrom[type + 1]) continue;
      const sample = n + 2 * ranked[typeFrom[type]!]!;
      const fromDepot = back[row + placeOf[sample]!]!;
      const toDepot = cost[row + placeOf[sample + 1]!]!;
      for (let i = typeFrom[type]!; i < inUse; i++) {
        const route = ranked[i]!;
        if (need > room[route * dimensions]!) continue;
        const start = n + 2 * route;
        const tail = prev[start + 1]!;
        const first = fromDepot + cost[row + next[start]!]! - gap[start]!;
        const last = back[row + tail]! + toDepot - lead[start + 1]!;
        if (first >= best && last >= best) continue;
        if (!oneDimension && !restFits(stop, route)) continue;
        if (--countdown <= 0) countdown = placesUntilBlink(rng, blink);
        else if (first <= last) {
          best = first;
          bestAfter = start;
        } else {
          best = last;
          bestAfter = tail;
        }
      }
      if (inUse === typeFrom[type + 1]!) continue;
      const empty = ranked[inUse]!;
      if (need > room[empty * dimensions]! || (!oneDimension && !restFits(stop, empty))) continue;
      const opened = fixed[empty]! + fromDepot + toDepot;
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
