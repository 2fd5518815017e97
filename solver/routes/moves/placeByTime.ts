import type { Rng } from '../../shared/rng.ts';
import type { Chain } from '../chain.ts';
import { nearestInTime, nearestOnTheWay } from '../neighbours.ts';
import { equal, placesUntilBlink, reversed, type Placer } from './placer.ts';

const widest = 40;
/** Dearer than any place, and still a 32-bit integer, which keeps the loops free of floating point. */
const worst = 2 ** 31 - 1;
/** A way to a near stop, in costs of the best place so far, beyond which nobody looks. */
const reach = 2;
const widestDetour = 16;

/**
 * Places stops with one window each beside load and skills: one matrix, shifts, no breaks. Every node keeps the earliest moment
 * that its vehicle can leave it and the latest that service may begin, so a place is judged in constant time (Savelsbergh, 1992).
 */
export function placeByTime(chain: Chain, rng: Rng, blink: number): Placer {
  const { model } = chain;
  const { n, fleet, places, dimensions, place: placeOf, typeOf, types, able, fixed } = model;
  const { cost, service } = model.classes[0]!;
  // One table instead of two equal ones: what is not in the processor's cache is slow.
  const duration = equal(cost, model.classes[0]!.duration) ? cost : model.classes[0]!.duration;
  const back = reversed(cost, places);
  const timeBack = cost === duration ? back : reversed(duration, places);
  const priced = cost !== duration;
  const nearBefore = nearestInTime(model, widest, 'before');
  const nearAfter = nearestInTime(model, widest, 'after');
  const onTheWayOut = nearestOnTheWay(model, widestDetour, 'out');
  const onTheWayHome = nearestOnTheWay(model, widestDetour, 'home');
  const oneDepot = placeOf.every((spot, node) => node < n || spot === placeOf[n + ((node - n) % 2)]);
  /** Out and home are the same way. */
  const alike = oneDepot && back === cost && placeOf[n] === placeOf[n + 1];
  const fromDepot = Int32Array.from({ length: n }, (_, stop) => cost[placeOf[n]! * places + stop]!);
  const toDepot = Int32Array.from({ length: n }, (_, stop) => cost[stop * places + placeOf[n + 1]!]!);
  const weight = model.change.map(Math.abs);
  const room = model.capacity.slice();
  const restricted = model.able.includes(0);
  const opens = Int32Array.from(model.windows, ([window]) => window![0]);
  const closes = Int32Array.from(model.windows, ([window]) => window![1]);
  const leaves = new Int32Array(n + 2 * fleet);
  const latest = new Int32Array(n + 2 * fleet);
  for (let route = 0; route < fleet; route++) {
    leaves[n + 2 * route] = model.open[route]!;
    latest[n + 2 * route + 1] = model.close[route]!;
  }
  let untilBlink = placesUntilBlink(rng, blink);
  let best = worst;
  let bestAfter = -1;
  let bestRoute = -1;

  const restFits = (stop: number, route: number): boolean => {
    for (let d = 1; d < dimensions; d++)
      if (weight[stop * dimensions + d]! > room[route * dimensions + d]!) return false;
    return true;
  };

  /** Earliest departures from `from` on, until one stays as it was. */
  const carryForward = (from: number, all: boolean): void => {
    const { next, prev, gap } = chain;
    let before = prev[from]!;
    let time = leaves[before]!;
    for (let node = from; node < n; before = node, node = next[node]!) {
      const arrival = time + (priced ? duration[placeOf[before]! * places + node]! : gap[before]!);
      time = (arrival < opens[node]! ? opens[node]! : arrival) + service[node]!;
      if (!all && node !== from && leaves[node] === time) return;
      leaves[node] = time;
    }
  };

  /** Latest beginnings from `from` back, until one stays as it was. */
  const carryBackward = (from: number, all: boolean): void => {
    const { next, prev, gap } = chain;
    let after = next[from]!;
    let time = latest[after]!;
    for (let node = from; node < n; after = node, node = prev[node]!) {
      const limit = time - (priced ? duration[node * places + placeOf[after]!]! : gap[node]!) - service[node]!;
      time = limit > closes[node]! ? closes[node]! : limit;
      if (!all && node !== from && latest[node] === time) return;
      latest[node] = time;
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

  const inTime = (stop: number, left: number, right: number): boolean => {
    const row = stop * places;
    const arrival = leaves[left]! + timeBack[row + placeOf[left]!]!;
    if (arrival > closes[stop]!) return false;
    const ready = (arrival < opens[stop]! ? opens[stop]! : arrival) + service[stop]!;
    return ready + duration[row + placeOf[right]!]! <= latest[right]!;
  };

  /** Takes the place after `left` if it is the cheapest so far and the stop fits there. */
  const consider = (stop: number, left: number, route: number, delta: number): void => {
    if (!inTime(stop, left, chain.next[left]!)) return;
    if (restricted && able[typeOf[route]! * n + stop] === 0) return;
    if (dimensions > 1 && !restFits(stop, route)) return;
    if (--untilBlink > 0) {
      best = delta;
      bestAfter = left;
      bestRoute = route;
    } else untilBlink = placesUntilBlink(rng, blink);
  };

  /**
   * Places right after a near stop. Seen from its nearer end a place costs at least twice the way there less the arc opened; beyond
   * the reach of the best so far only a long arc that happens to pass could do better. What needs the fewest tables is asked first.
   */
  const seekBehind = (stop: number): void => {
    const { next, routeOf, gap } = chain;
    const { list } = nearBefore;
    const row = stop * places;
    const need = weight[stop * dimensions]!;
    const close = closes[stop]!;
    for (let i = nearBefore.from[stop]!, end = nearBefore.until[stop]!; i < end; i += 3) {
      const other = list[i]!;
      const into = list[i + 1]!;
      if (into > reach * best) return;
      const opened = gap[other]!;
      if (into + into - opened >= best) continue;
      if (leaves[other]! + (priced ? timeBack[row + other]! : into) > close) continue;
      const route = routeOf[other]!;
      if (route < 0 || need > room[route * dimensions]!) continue;
      const delta = into + cost[row + placeOf[next[other]!]!]! - opened;
      if (delta < best) consider(stop, other, route, delta);
    }
  };

  /** Places right before a near stop. */
  const seekAhead = (stop: number): void => {
    const { prev, routeOf, lead } = chain;
    const { list } = nearAfter;
    const row = stop * places;
    const need = weight[stop * dimensions]!;
    const ready = opens[stop]! + service[stop]!;
    for (let i = nearAfter.from[stop]!, end = nearAfter.until[stop]!; i < end; i += 3) {
      const other = list[i]!;
      const out = list[i + 2]!;
      if (out > reach * best) return;
      const opened = lead[other]!;
      if (out + out - opened >= best) continue;
      if (ready + (priced ? duration[row + other]! : out) > latest[other]!) continue;
      const route = routeOf[other]!;
      if (route < 0 || need > room[route * dimensions]!) continue;
      const left = prev[other]!;
      const delta = back[row + placeOf[left]!]! + out - opened;
      if (delta < best) consider(stop, left, route, delta);
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
      if (route < 0 || need > room[route * dimensions]!) continue;
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
      if (route < 0 || need > room[route * dimensions]!) continue;
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

  const fitsInstead = (stop: number, other: number, route: number): boolean => {
    if (restricted && able[typeOf[route]! * n + stop] === 0) return false;
    for (let d = 0; d < dimensions; d++) {
      const more = weight[stop * dimensions + d]! - weight[other * dimensions + d]!;
      if (more > room[route * dimensions + d]!) return false;
    }
    return inTime(stop, chain.prev[other]!, chain.next[other]!);
  };

  /**
   * Puts the stop where a near one is that has another place, if that is cheaper than the place found (ejection; Nagata and Bräysy,
   * 2009). Without it tight loads and windows leave more vehicles in use than there have to be.
   */
  const oust = (stop: number): boolean => {
    const { next, prev, routeOf, gap, lead } = chain;
    const row = stop * places;
    let [other, to, toRoute] = [-1, -1, -1];
    let limit = best;
    for (let i = nearBefore.from[stop]!, end = nearBefore.until[stop]!; i < end; i += 3) {
      const one = nearBefore.list[i]!;
      const route = routeOf[one]!;
      if (route < 0) continue;
      const ways = back[row + placeOf[prev[one]!]!]! + cost[row + placeOf[next[one]!]!]!;
      const added = ways - gap[one]! - lead[one]!;
      if (added >= limit || !fitsInstead(stop, one, route)) continue;
      best = limit - added;
      bestRoute = -1;
      const held = room[route * dimensions]!;
      room[route * dimensions] = -1;
      seekBehind(one);
      seekAhead(one);
      room[route * dimensions] = held;
      if (bestRoute < 0) continue;
      limit = added + best;
      [other, to, toRoute] = [one, bestAfter, bestRoute];
    }
    if (other < 0) return false;
    const route = routeOf[other]!;
    chain.link(stop, other, route);
    chain.unlink(other);
    refresh(route);
    put(other, to, toRoute);
    return true;
  };

  const put = (stop: number, left: number, route: number): void => {
    chain.link(stop, left, route);
    for (let d = 0; d < dimensions; d++) room[route * dimensions + d]! -= weight[stop * dimensions + d]!;
    carryForward(stop, false);
    carryBackward(stop, false);
  };

  const place = (stop: number, cap = worst): boolean => {
    best = cap < worst ? Math.ceil(cap) : worst;
    bestRoute = -1;
    seekBehind(stop);
    seekAhead(stop);
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
