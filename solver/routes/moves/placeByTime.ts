import type { Rng } from '../../shared/rng.ts';
import type { Chain } from '../chain.ts';
import { nearestInTime, nearestOnTheWay } from '../neighbours.ts';
import { placesUntilBlink, reversed, type Placer } from './placer.ts';

const widest = 40;
/** Dearer than any place, and still a 32-bit integer, which keeps the loops free of floating point. */
const worst = 2 ** 31 - 1;
const widestDetour = 16;

/**
 * Places stops with one window each beside load and skills: one matrix, shifts, no breaks. Every node keeps the earliest moment
 * that its vehicle can leave it and the latest that service may begin, so a place is judged in constant time (Savelsbergh, 1992).
 */
export function placeByTime(chain: Chain, rng: Rng, blink: number): Placer {
  const { model } = chain;
  const { n, fleet, places, dimensions, service } = model;
  const { cost, duration } = model.classes[0]!;
  const back = reversed(cost, places);
  const timeBack = cost === duration ? back : reversed(duration, places);
  const nearBefore = nearestInTime(model, widest, 'before');
  const nearAfter = nearestInTime(model, widest, 'after');
  const onTheWayOut = nearestOnTheWay(model, widestDetour, 'out');
  const onTheWayHome = nearestOnTheWay(model, widestDetour, 'home');
  const weight = model.change.map(Math.abs);
  const room = model.capacity.slice();
  const restricted = model.able.includes(0);
  const opens = new Int32Array(n);
  const closes = new Int32Array(n);
  model.windows.forEach(([window], stop) => {
    opens[stop] = window![0];
    closes[stop] = window![1];
  });
  const leaves = new Int32Array(n + 2 * fleet);
  const latest = new Int32Array(n + 2 * fleet);
  for (let route = 0; route < fleet; route++) {
    leaves[n + 2 * route] = model.open[route]!;
    latest[n + 2 * route + 1] = model.close[route]!;
  }
  let untilBlink = placesUntilBlink(rng, blink);

  const restFits = (stop: number, route: number): boolean => {
    for (let d = 1; d < dimensions; d++)
      if (weight[stop * dimensions + d]! > room[route * dimensions + d]!) return false;
    return true;
  };

  /** Earliest departures from `from` on, until one stays as it was. */
  const carryForward = (from: number, all: boolean): void => {
    const { next, prev } = chain;
    const { place: placeOf } = model;
    const before = prev[from]!;
    let time = leaves[before]!;
    let row = placeOf[before]! * places;
    for (let node = from; node < n; node = next[node]!) {
      const arrival = time + duration[row + node]!;
      time = (arrival < opens[node]! ? opens[node]! : arrival) + service[node]!;
      if (!all && node !== from && leaves[node] === time) return;
      leaves[node] = time;
      row = node * places;
    }
  };

  /** Latest beginnings from `from` back, until one stays as it was. */
  const carryBackward = (from: number, all: boolean): void => {
    const { next, prev } = chain;
    const { place: placeOf } = model;
    const after = next[from]!;
    let time = latest[after]!;
    let row = placeOf[after]! * places;
    for (let node = from; node < n; node = prev[node]!) {
      const limit = time - timeBack[row + node]! - service[node]!;
      time = limit > closes[node]! ? closes[node]! : limit;
      if (!all && node !== from && latest[node] === time) return;
      latest[node] = time;
      row = node * places;
    }
  };

  const refresh = (route: number): void => {
    const { next, prev } = chain;
    const start = n + 2 * route;
    for (let d = 0; d < dimensions; d++) {
      let left = model.capacity[route * dimensions + d]!;
      for (let node = next[start]!; node < n; node = next[node]!) left -= weight[node * dimensions + d]!;
      room[route * dimensions + d] = left;
    }
    if (next[start] === start + 1) return;
    carryForward(next[start]!, true);
    carryBackward(prev[start + 1]!, true);
  };

  const place = (stop: number): boolean => {
    const { next, prev, routeOf, gap, lead, ranked, typeFrom, used } = chain;
    const { typeOf, able, fixed, types, place: placeOf } = model;
    const row = stop * places;
    const need = weight[stop * dimensions]!;
    const oneDimension = dimensions === 1;
    const open = opens[stop]!;
    const close = closes[stop]!;
    const stay = service[stop]!;
    let best = worst;
    let bestAfter = -1;
    let countdown = untilBlink;
    const before = nearBefore.list;
    for (let i = nearBefore.from[stop]!, end = nearBefore.until[stop]!; i < end; i += 3) {
      const other = before[i]!;
      // Seen from its nearer end, a place costs at least twice the way there less the arc that it opens.
      const into = before[i + 1]!;
      if (into + into - gap[other]! >= best) continue;
      const route = routeOf[other]!;
      if (route < 0 || need > room[route * dimensions]!) continue;
      const follower = placeOf[next[other]!]!;
      const delta = into + cost[row + follower]! - gap[other]!;
      if (delta >= best) continue;
      const arrival = leaves[other]! + timeBack[row + other]!;
      if (arrival > close) continue;
      if ((arrival < open ? open : arrival) + stay + duration[row + follower]! > latest[next[other]!]!) continue;
      if (restricted && able[typeOf[route]! * n + stop] === 0) continue;
      if (!oneDimension && !restFits(stop, route)) continue;
      if (--countdown > 0) {
        best = delta;
        bestAfter = other;
      } else countdown = placesUntilBlink(rng, blink);
    }
    const after = nearAfter.list;
    for (let i = nearAfter.from[stop]!, end = nearAfter.until[stop]!; i < end; i += 3) {
      const other = after[i]!;
      const out = after[i + 2]!;
      if (out + out - lead[other]! >= best) continue;
      const route = routeOf[other]!;
      if (route < 0 || need > room[route * dimensions]!) continue;
      const left = prev[other]!;
      const leader = placeOf[left]!;
      const delta = back[row + leader]! + out - lead[other]!;
      if (delta >= best) continue;
      const arrival = leaves[left]! + timeBack[row + leader]!;
      if (arrival > close) continue;
      if ((arrival < open ? open : arrival) + stay + duration[row + other]! > latest[other]!) continue;
      if (restricted && able[typeOf[route]! * n + stop] === 0) continue;
      if (!oneDimension && !restFits(stop, route)) continue;
      if (--countdown > 0) {
        best = delta;
        bestAfter = left;
      } else countdown = placesUntilBlink(rng, blink);
    }
    const heads = onTheWayOut.list;
    for (let i = onTheWayOut.from[stop]!, end = onTheWayOut.until[stop]!; i < end; i += 3) {
      const other = heads[i]!;
      const start = prev[other]!;
      if (start < n) continue;
      const route = routeOf[other]!;
      if (route < 0 || need > room[route * dimensions]!) continue;
      const delta = back[row + placeOf[start]!]! + heads[i + 2]! - gap[start]!;
      if (delta >= best) continue;
      const arrival = leaves[start]! + timeBack[row + placeOf[start]!]!;
      if (arrival > close || (arrival < open ? open : arrival) + stay + duration[row + other]! > latest[other]!)
        continue;
      if (restricted && able[typeOf[route]! * n + stop] === 0) continue;
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
      if (delta >= best) continue;
      const arrival = leaves[other]! + timeBack[row + other]!;
      if (arrival > close) continue;
      if ((arrival < open ? open : arrival) + stay + duration[row + placeOf[finish]!]! > latest[finish]!) continue;
      if (restricted && able[typeOf[route]! * n + stop] === 0) continue;
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
      const start = n + 2 * empty;
      const opened = fixed[empty]! + back[row + placeOf[start]!]! + cost[row + placeOf[start + 1]!]!;
      if (opened >= best) continue;
      const arrival = leaves[start]! + timeBack[row + placeOf[start]!]!;
      if (arrival > close) continue;
      if ((arrival < open ? open : arrival) + stay + duration[row + placeOf[start + 1]!]! > latest[start + 1]!)
        continue;
      best = opened;
      bestAfter = start;
      bestEmpty = empty;
    }
    untilBlink = countdown;
    if (bestAfter < 0) return false;
    const route = bestEmpty >= 0 && bestAfter === n + 2 * bestEmpty ? bestEmpty : routeOf[bestAfter]!;
    chain.link(stop, bestAfter, route);
    for (let d = 0; d < dimensions; d++) room[route * dimensions + d]! -= weight[stop * dimensions + d]!;
    carryForward(stop, false);
    carryBackward(stop, false);
    return true;
  };

  return { refresh, place };
}
