import type { Ground } from './ground.ts';
import type { Splice } from './splice.ts';
import type { Tours } from './tours.ts';

/** Near stops of a stop whose routes count as neighbours of its own. */
const closest = 8;
const dearest = 2 ** 30;

/**
 * Two stops of neighbouring routes change routes, each going to its best place there, not to that of the other (SWAP*; Vidal, 2022).
 * The three best places of every stop in the other route are enough to know its best one once a stop has left that route.
 * Says whether anything was made better.
 */
export function makeSwapStar(ground: Ground, tours: Tours, splice: Splice): () => boolean {
  const { n, fleet, rows, cost, weight, capacity, near, from, timed } = ground;
  const { next, prev, routeOf, row, gap, size, load, charge, changedAt, prices } = tours;
  const testedAt = new Int32Array(fleet);
  const seen = new Int32Array(fleet).fill(-1);
  let round = 0;
  const places = new Int32Array(3 * n);
  const prizes = new Int32Array(3 * n);
  const saved = new Int32Array(n);
  const middle = new Int32Array(n);

  /** The three cheapest places of every stop of one route in the other, and what it saves to take the stop out. */
  const survey = (one: number, other: number): void => {
    for (let u = next[n + 2 * one]!; u < n; u = next[u]!) {
      const base = row[prev[u]!]! * rows;
      saved[u] = cost[base + row[next[u]!]!]! - gap[prev[u]!]! - gap[u]!;
      let [first, second, third] = [dearest, dearest, dearest];
      let [firstAt, secondAt, thirdAt] = [-1, -1, -1];
      for (let left = n + 2 * other, right = next[left]!; ; left = right, right = next[left]!) {
        const price = cost[row[left]! * rows + u]! + cost[u * rows + row[right]!]! - gap[left]!;
        if (price < third) {
          if (price < second) {
            third = second;
            thirdAt = secondAt;
            if (price < first) {
              second = first;
              secondAt = firstAt;
              first = price;
              firstAt = left;
            } else {
              second = price;
              secondAt = left;
            }
          } else {
            third = price;
            thirdAt = left;
          }
        }
        if (right >= n) break;
      }
      places[3 * u] = firstAt;
      places[3 * u + 1] = secondAt;
      places[3 * u + 2] = thirdAt;
      prizes[3 * u] = first;
      prizes[3 * u + 1] = second;
      prizes[3 * u + 2] = third;
    }
  };

  let bestLeft = -1;
  /** What it costs to put u into the route of v once v has left it; `bestLeft` is the stop before it then. */
  const insertion = (u: number, v: number): number => {
    const before = prev[v]!;
    const base = row[before]! * rows;
    const after = row[next[v]!]!;
    let best = cost[base + u]! + cost[u * rows + after]! - cost[base + after]!;
    bestLeft = before;
    for (let k = 3 * u, end = k + 3; k < end; k++) {
      const left = places[k]!;
      if (left < 0) break;
      if (left === v || left === before) continue;
      if (prizes[k]! < best) {
        best = prizes[k]!;
        bestLeft = left;
      }
      break;
    }
    return best;
  };

  /** Lateness of a route without `out` and with `into` behind `left`; -1 for either is none. */
  const warpOf = (r: number, out: number, into: number, left: number): number => {
    const start = n + 2 * r;
    let count = 0;
    if (left === start && into >= 0) middle[count++] = into;
    for (let node = next[start]!; node < n; node = next[node]!) {
      if (node !== out) middle[count++] = node;
      if (node === left && into >= 0) middle[count++] = into;
    }
    return splice.warpOver(start, middle, count, start + 1);
  };

  const over = (units: number): number => (units > capacity ? prices.load * (units - capacity) : 0);

  const best = { gain: 0, u: -1, v: -1, uLeft: -1, vLeft: -1 };

  /** Looks for the best exchange of two routes; v = -1 is a stop that moves alone. */
  const search = (one: number, other: number): void => {
    for (let u = next[n + 2 * one]!; u < n; u = next[u]!) {
      for (let v = next[n + 2 * other]!; v < n; v = next[v]!) {
        const more = weight[v]! - weight[u]!;
        const base = over(load[one]! + more) + over(load[other]! - more) - charge[one]! - charge[other]!;
        if (base + saved[u]! + saved[v]! >= best.gain) continue;
        let sum = base + saved[u]! + saved[v]! + insertion(u, v);
        const uLeft = bestLeft;
        if (sum >= best.gain) continue;
        sum += insertion(v, u);
        const vLeft = bestLeft;
        if (sum >= best.gain) continue;
        if (timed) {
          sum += prices.late * warpOf(one, u, v, vLeft);
          if (sum >= best.gain) continue;
          sum += prices.late * warpOf(other, v, u, uLeft);
          if (sum >= best.gain) continue;
        }
        best.gain = sum;
        best.u = u;
        best.v = v;
        best.uLeft = uLeft;
        best.vLeft = vLeft;
      }
    }
  };

  /** A stop goes alone to its best place in the other route. */
  const alone = (one: number, other: number): void => {
    for (let u = next[n + 2 * one]!; u < n; u = next[u]!) {
      const units = weight[u]!;
      let sum = over(load[one]! - units) + over(load[other]! + units) - charge[one]! - charge[other]!;
      sum += saved[u]! + prizes[3 * u]!;
      if (sum >= best.gain) continue;
      if (timed) {
        sum += prices.late * (warpOf(one, u, -1, -1) + warpOf(other, -1, u, places[3 * u]!));
        if (sum >= best.gain) continue;
      }
      best.gain = sum;
      best.u = u;
      best.v = -1;
      best.uLeft = places[3 * u]!;
    }
  };

  const put = (stop: number, left: number): void => {
    const right = next[left]!;
    next[left] = stop;
    prev[stop] = left;
    next[stop] = right;
    prev[right] = stop;
  };

  const exchange = (one: number, other: number): boolean => {
    best.gain = -1e-6;
    best.u = -1;
    survey(one, other);
    survey(other, one);
    search(one, other);
    alone(one, other);
    alone(other, one);
    if (best.u < 0) return false;
    const { u, v, uLeft, vLeft } = best;
    for (const stop of [u, v]) {
      if (stop < 0) continue;
      next[prev[stop]!] = next[stop]!;
      prev[next[stop]!] = prev[stop]!;
    }
    put(u, uLeft);
    if (v >= 0) put(v, vLeft);
    tours.refresh(one);
    tours.refresh(other);
    return true;
  };

  return () => {
    let any = false;
    for (let one = 0; one < fleet; one++) {
      if (size[one] === 0) continue;
      const tested = testedAt[one]!;
      testedAt[one] = tours.changes();
      round++;
      for (let u = next[n + 2 * one]!; u < n; u = next[u]!) {
        const end = Math.min(from[u]! + closest, from[u + 1]!);
        for (let i = from[u]!; i < end; i++) {
          const other = routeOf[near[i]!]!;
          if (other <= one || seen[other] === round) continue;
          seen[other] = round;
          if (changedAt[one]! <= tested && changedAt[other]! <= tested) continue;
          if (exchange(one, other)) {
            any = true;
            break;
          }
        }
        if (routeOf[u] !== one) break;
      }
    }
    return any;
  };
}
