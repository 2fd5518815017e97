import type { Model } from './model.ts';

/**
 * For every stop the nearest others, best first. Those of stop i lie in list[from[i]] … list[until[i]], three numbers each: the
 * other stop, the cost from it, the cost to it. The costs stand here so that a search need not fetch them from a large table.
 */
export interface Nearest {
  list: Int32Array;
  from: Int32Array;
  until: Int32Array;
}

/** What an hour of waiting that no schedule can avoid counts against an hour of driving (PyVRP uses 0.2). */
const waitWeight = 0.2;

/** Near stops in both directions by cost alone: what belongs to the same neighbourhood on the map. */
export function nearestOnMap(model: Model, width: number): Nearest {
  const { places } = model;
  const { cost, paid } = model.classes[0]!;
  return nearest(
    model,
    width,
    (stop, other) => cost[stop * places + other]! + cost[other * places + stop]! - paid[stop]! - paid[other]!,
  );
}

/** The stops that best come right before (or right after) a stop: cheap to reach, in time, with little waiting. */
export function nearestInTime(model: Model, width: number, side: 'before' | 'after'): Nearest {
  const { places, windows } = model;
  const { cost, duration, service, paid } = model.classes[0]!;
  return nearest(model, width, (stop, other) => {
    const from = side === 'before' ? other : stop;
    const to = side === 'before' ? stop : other;
    const stay = service[from]! + duration[from * places + to]!;
    const soonest = windows[from]![0]![0] + stay;
    const latest = windows[from]!.at(-1)![1] + stay;
    if (soonest > windows[to]!.at(-1)![1]) return Infinity;
    return cost[from * places + to]! - paid[to]! + waitWeight * Math.max(0, windows[to]![0]![0] - latest);
  });
}

/** The stops between which and the depot a stop lies: the detour over the stop, going out or coming home, is small. */
export function nearestOnTheWay(model: Model, width: number, side: 'out' | 'home'): Nearest {
  const { n, places, place } = model;
  const { cost } = model.classes[0]!;
  const depot = place[side === 'out' ? n : n + 1]!;
  return nearest(model, width, (stop, other) =>
    side === 'out'
      ? cost[depot * places + stop]! + cost[stop * places + other]! - cost[depot * places + other]!
      : cost[other * places + stop]! + cost[stop * places + depot]! - cost[other * places + depot]!,
  );
}

function nearest(model: Model, most: number, farness: (stop: number, other: number) => number): Nearest {
  const { n, asked, places } = model;
  const { cost } = model.classes[0]!;
  const width = Math.max(0, Math.min(most, n - 1));
  const list = new Int32Array(3 * n * width);
  const from = new Int32Array(n);
  const until = new Int32Array(n);
  // Farness and stop in one number: sorting numbers needs no comparison function and breaks ties by stop.
  const keys = new Float64Array(n);
  for (let stop = 0; stop < n; stop++) {
    let candidates = 0;
    for (let other = 0; other < asked; other++) {
      const far = other === stop ? Infinity : farness(stop, other);
      if (far < Infinity) keys[candidates++] = Math.max(0, Math.round(far)) * n + other;
    }
    const count = Math.min(width, candidates);
    const sorted = smallest(keys, candidates, count);
    from[stop] = 3 * stop * width;
    until[stop] = 3 * (stop * width + count);
    for (let i = 0, at = from[stop]!; i < count; i++, at += 3) {
      const other = sorted[i]! % n;
      list[at] = other;
      list[at + 1] = cost[other * places + stop]!;
      list[at + 2] = cost[stop * places + other]!;
    }
  }
  return { list, from, until };
}

/** The `count` smallest of the first `length` keys, in order (quickselect by Hoare, then a sort of that part alone). */
function smallest(keys: Float64Array, length: number, count: number): Float64Array {
  let low = 0;
  let high = count < length ? length - 1 : 0;
  while (low < high) {
    const pivot = keys[(low + high) >> 1]!;
    let left = low;
    let right = high;
    while (left <= right) {
      while (keys[left]! < pivot) left++;
      while (keys[right]! > pivot) right--;
      if (left > right) break;
      const held = keys[left]!;
      keys[left++] = keys[right]!;
      keys[right--] = held;
    }
    if (count <= right) high = right;
    else if (count >= left) low = left;
    else break;
  }
  return keys.subarray(0, count).sort();
}
