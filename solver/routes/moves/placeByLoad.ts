import type { Rng } from '../../shared/rng.ts';
import type { Chain } from '../chain.ts';
import { nearestOnMap, nearestOnTheWay } from '../neighbours.ts';
import { placesUntilBlink, reversed, type Placer } from './placer.ts';

const widest = 40;
/** Dearer than any place, and still a 32-bit integer, which keeps the loops free of floating point. */
const worst = 2 ** 31 - 1;
const widestDetour = 16;

/** Places stops where only load and skills matter: deliveries from depots, one matrix, no clock. */
export function placeByLoad(chain: Chain, rng: Rng, blink: number): Placer {
  const { model } = chain;
  const { n, places, dimensions } = model;
  const cost = model.classes[0]!.cost;
  const back = reversed(cost, places);
  const near = nearestOnMap(model, widest);
  const onTheWayOut = nearestOnTheWay(model, widestDetour, 'out');
  const onTheWayHome = nearestOnTheWay(model, widestDetour, 'home');
  const weight = model.change.map(Math.abs);
  const room = model.capacity.slice();
  const restricted = model.able.includes(0);
  let untilBlink = placesUntilBlink(rng, blink);

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
  };

  const place = (stop: number): boolean => {
    const { next, prev, routeOf, gap, lead, ranked, typeFrom, used } = chain;
    const { typeOf, able, fixed, types, place: placeOf } = model;
    const { list } = near;
    const row = stop * places;
    const need = weight[stop * dimensions]!;
    const oneDimension = dimensions === 1;
    let best = worst;
    let bestAfter = -1;
    let countdown = untilBlink;
    for (let i = near.from[stop]!, end = near.until[stop]!; i < end; i += 3) {
      const other = list[i]!;
      // Seen from its nearer end, a place costs at least twice the way there less the arc that it opens.
      const into = list[i + 1]!;
      const out = list[i + 2]!;
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
    const heads = onTheWayOut.list;
    for (let i = onTheWayOut.from[stop]!, end = onTheWayOut.until[stop]!; i < end; i += 3) {
      const other = heads[i]!;
      const start = prev[other]!;
      if (start < n) continue;
      const route = routeOf[other]!;
      if (route < 0 || need > room[route * dimensions]!) continue;
      const delta = back[row + placeOf[start]!]! + heads[i + 2]! - gap[start]!;
      if (delta >= best || (restricted && able[typeOf[route]! * n + stop] === 0)) continue;
      if (!oneDimension && !restFits(stop, route)) continue;
      if (--countdown > 0) {
        best = delta;
        bestAfter = start;
      } else countdown = placesUntilBlink(rng, blink);
    }
    const tails = onTheWayHome.list;
    for (let i = onTheWayHome.from[stop]!, end = onTheWayHome.until[stop]!; i < end; i += 3) {
      const other = tails[i]!;
      const finish = next[other]!;
      if (finish < n) continue;
      const route = routeOf[other]!;
      if (route < 0 || need > room[route * dimensions]!) continue;
      const delta = tails[i + 1]! + cost[row + placeOf[finish]!]! - gap[other]!;
      if (delta >= best || (restricted && able[typeOf[route]! * n + stop] === 0)) continue;
      if (!oneDimension && !restFits(stop, route)) continue;
      if (--countdown > 0) {
        best = delta;
        bestAfter = other;
      } else countdown = placesUntilBlink(rng, blink);
    }
    let bestEmpty = -1;
    for (let type = 0; type < types; type++) {
      if (restricted && able[type * n + stop] === 0) continue;
      const inUse = typeFrom[type]! + used[type]!;
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
