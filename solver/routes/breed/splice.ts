import type { Ground } from './ground.ts';
import type { Tours } from './tours.ts';

/**
 * The changes that the search makes to one or two routes. Each is given what it adds to the arcs, weighs load and lateness, and is
 * made if the sum is below zero; the answer says whether it was.
 */
export interface Splice {
  /** Stops `first` … `last` (at most two, `last` follows `first`) go behind `left`; turned round if `turned`. */
  move(first: number, last: number, left: number, turned: boolean, added: number): boolean;
  /** Two runs of stops of at most two each change places. */
  swap(first: number, last: number, otherFirst: number, otherLast: number, added: number): boolean;
  /** What follows `u` and what begins with `v`, in two routes, change places: u drives on to v (2-opt*; Potvin and Rousseau, 1995). */
  tails(u: number, v: number, added: number): boolean;
  /** u drives on to v, and the fronts that end with v and the tails that begin behind u are turned round. */
  turnedTails(u: number, v: number, added: number): boolean;
  /** All from behind u to v in one route are turned round (2-opt; Croes, 1958). */
  turn(u: number, v: number, added: number): boolean;
  /** What a route would be late for that goes from its front up to `left` over the stops given to what begins with `right`. */
  warpOver(left: number, middle: Int32Array, count: number, right: number): number;
}

export function makeSplice(ground: Ground, tours: Tours): Splice {
  const { n, rows, time, weight, capacity, opens, closes, service, timed } = ground;
  const { next, prev, routeOf, at, row, carried, leaves, warped, latest, toWarp, load, warp, charge, prices } = tours;
  const middle = new Int32Array(n + 2);
  let count = 0;

  const warpOver = (left: number, stops: Int32Array, length: number, right: number): number => {
    let now = leaves[left]!;
    let warps = warped[left]!;
    let base = row[left]! * rows;
    for (let i = 0; i < length; i++) {
      const stop = stops[i]!;
      const arrival = now + time[base + stop]!;
      const close = closes[stop]!;
      now = arrival < opens[stop]! ? opens[stop]! : arrival;
      if (now > close) {
        warps += now - close;
        now = close;
      }
      now += service[stop]!;
      base = stop * rows;
    }
    const late = now + time[base + row[right]!]! - latest[right]!;
    return warps + toWarp[right]! + (late > 0 ? late : 0);
  };

  /** Adds the stops from one to another, in driving order, to the middle. */
  const walk = (from: number, to: number): void => {
    for (let node = from; ; node = next[node]!) {
      middle[count++] = node;
      if (node === to) return;
    }
  };
  const walkBack = (from: number, to: number): void => {
    for (let node = from; ; node = prev[node]!) {
      middle[count++] = node;
      if (node === to) return;
    }
  };

  /** Drives from `left` over the stops `from` … `to` - 1 of the middle to `right`. */
  const lay = (left: number, right: number, from = 0, to = count): void => {
    let node = left;
    for (let i = from; i < to; i++) {
      const stop = middle[i]!;
      next[node] = stop;
      prev[stop] = node;
      node = stop;
    }
    next[node] = right;
    prev[right] = node;
  };

  const over = (units: number): number => (units > capacity ? prices.load * (units - capacity) : 0);

  const weigh = (first: number, last: number): number =>
    first === last ? weight[first]! : weight[first]! + weight[last]!;

  /** One route from `left` over the middle to `right`, if that is better. */
  const within = (r: number, left: number, right: number, added: number): boolean => {
    if (timed) {
      if (added - prices.late * warp[r]! >= 0) return false;
      if (added + prices.late * (warpOver(left, middle, count, right) - warp[r]!) >= 0) return false;
    } else if (added >= 0) return false;
    lay(left, right);
    tours.refresh(r);
    return true;
  };

  /** Puts `first` … `last` into the middle. */
  const take = (first: number, last: number, turned: boolean): void => {
    middle[count++] = turned ? last : first;
    if (first !== last) middle[count++] = turned ? first : last;
  };

  const move: Splice['move'] = (first, last, left, turned, added) => {
    const from = routeOf[first]!;
    const to = routeOf[left]!;
    const before = prev[first]!;
    const after = next[last]!;
    const right = next[left]!;
    count = 0;
    if (from === to) {
      if (at[first]! < at[left]!) {
        walk(after, left);
        take(first, last, turned);
        return within(from, before, right, added);
      }
      take(first, last, turned);
      walk(right, before);
      return within(from, left, after, added);
    }
    const units = weigh(first, last);
    let sum = added - charge[from]! - charge[to]! + over(load[from]! - units) + over(load[to]! + units);
    if (sum >= 0) return false;
    take(first, last, turned);
    if (timed) {
      sum += prices.late * warpOver(before, middle, 0, after);
      if (sum >= 0) return false;
      sum += prices.late * warpOver(left, middle, count, right);
      if (sum >= 0) return false;
    }
    lay(left, right);
    next[before] = after;
    prev[after] = before;
    tours.refresh(from);
    tours.refresh(to);
    return true;
  };

  const swap: Splice['swap'] = (first, last, otherFirst, otherLast, added) => {
    const one = routeOf[first]!;
    const other = routeOf[otherFirst]!;
    if (one === other) {
      if (at[first]! > at[otherFirst]!) return swap(otherFirst, otherLast, first, last, added);
      const left = prev[first]!;
      const right = next[otherLast]!;
      count = 0;
      take(otherFirst, otherLast, false);
      walk(next[last]!, prev[otherFirst]!);
      take(first, last, false);
      return within(one, left, right, added);
    }
    const more = weigh(otherFirst, otherLast) - weigh(first, last);
    let sum = added - charge[one]! - charge[other]! + over(load[one]! + more) + over(load[other]! - more);
    if (sum >= 0) return false;
    const [left, right] = [prev[first]!, next[last]!];
    const [otherLeft, otherRight] = [prev[otherFirst]!, next[otherLast]!];
    if (timed) {
      count = 0;
      take(otherFirst, otherLast, false);
      sum += prices.late * warpOver(left, middle, count, right);
      if (sum >= 0) return false;
      count = 0;
      take(first, last, false);
      sum += prices.late * warpOver(otherLeft, middle, count, otherRight);
      if (sum >= 0) return false;
    }
    count = 0;
    take(otherFirst, otherLast, false);
    lay(left, right);
    count = 0;
    take(first, last, false);
    lay(otherLeft, otherRight);
    tours.refresh(one);
    tours.refresh(other);
    return true;
  };

  const tails: Splice['tails'] = (u, v, added) => {
    const one = routeOf[u]!;
    const other = routeOf[v]!;
    const before = prev[v]!;
    const after = next[u]!;
    const kept = carried[u]! + load[other]! - carried[before]!;
    const rest = load[one]! + load[other]! - kept;
    let sum = added - charge[one]! - charge[other]! + over(kept) + over(rest);
    if (sum >= 0) return false;
    if (timed) {
      sum += prices.late * warpOver(u, middle, 0, v);
      if (sum >= 0) return false;
      sum += prices.late * warpOver(before, middle, 0, after);
      if (sum >= 0) return false;
    }
    const [end, otherEnd] = [n + 2 * one + 1, n + 2 * other + 1];
    const [last, otherLast] = [prev[end]!, prev[otherEnd]!];
    // The ends of the routes stay where they are: only stops change hands.
    count = 0;
    if (v !== otherEnd) walk(v, otherLast);
    const moved = count;
    if (after !== end) walk(after, last);
    lay(u, end, 0, moved);
    lay(before, otherEnd, moved);
    tours.refresh(one);
    tours.refresh(other);
    return true;
  };

  const turnedTails: Splice['turnedTails'] = (u, v, added) => {
    const one = routeOf[u]!;
    const other = routeOf[v]!;
    const after = next[u]!;
    const behind = next[v]!;
    const kept = carried[u]! + carried[v]!;
    const rest = load[one]! + load[other]! - kept;
    if (added - charge[one]! - charge[other]! + over(kept) + over(rest) >= 0) return false;
    const end = n + 2 * one + 1;
    const start = n + 2 * other;
    count = 0;
    walkBack(v, next[start]!);
    const moved = count;
    if (after !== end) walkBack(prev[end]!, after);
    lay(u, end, 0, moved);
    lay(start, behind, moved);
    tours.refresh(one);
    tours.refresh(other);
    return true;
  };

  const turn: Splice['turn'] = (u, v, added) => {
    const right = next[v]!;
    count = 0;
    walkBack(v, next[u]!);
    return within(routeOf[u]!, u, right, added);
  };

  return { move, swap, tails, turnedTails, turn, warpOver };
}
