import type { Model } from './model.ts';

/** For every stop the nearest others, best first: row i is list[i * width] … with count[i] entries. */
export interface Nearest {
  width: number;
  list: Int32Array;
  count: Int32Array;
}

/** What an hour of waiting that no schedule can avoid counts against an hour of driving (PyVRP uses 0.2). */
const waitWeight = 0.2;

/** Near stops in both directions by cost alone: what belongs to the same neighbourhood on the map. */
export function nearestOnMap(model: Model, width: number): Nearest {
  const { places } = model;
  const { cost } = model.classes[0]!;
  return nearest(model, width, (stop, other) => cost[stop * places + other]! + cost[other * places + stop]!);
}

/** The stops that best come right before (or right after) a stop: cheap to reach, in time, with little waiting. */
export function nearestInTime(model: Model, width: number, side: 'before' | 'after'): Nearest {
  const { places, windows, service } = model;
  const { cost, duration } = model.classes[0]!;
  return nearest(model, width, (stop, other) => {
    const from = side === 'before' ? other : stop;
    const to = side === 'before' ? stop : other;
    const stay = service[from]! + duration[from * places + to]!;
    const soonest = windows[from]![0]![0] + stay;
    const latest = windows[from]!.at(-1)![1] + stay;
    if (soonest > windows[to]!.at(-1)![1]) return Infinity;
    return cost[from * places + to]! + waitWeight * Math.max(0, windows[to]![0]![0] - latest);
  });
}

function nearest(model: Model, most: number, farness: (stop: number, other: number) => number): Nearest {
  const { n } = model;
  const width = Math.max(0, Math.min(most, n - 1));
  const list = new Int32Array(n * width);
  const count = new Int32Array(n);
  // Farness and stop in one number: sorting numbers needs no comparison function and breaks ties by stop.
  const keys = new Float64Array(n);
  for (let stop = 0; stop < n; stop++) {
    let candidates = 0;
    for (let other = 0; other < n; other++) {
      const far = other === stop ? Infinity : farness(stop, other);
      if (far < Infinity) keys[candidates++] = Math.round(far) * n + other;
    }
    const sorted = keys.subarray(0, candidates).sort();
    count[stop] = Math.min(width, candidates);
    for (let i = 0; i < count[stop]!; i++) list[stop * width + i] = sorted[i]! % n;
  }
  return { width, list, count };
}
