import type { Layout, Place } from './problem.ts';

/** Shortest walk between two places: along the aisle, or out to the best cross aisle and over. */
export function walk(layout: Layout, a: Place, b: Place): number {
  if (a.aisle === b.aisle) return Math.abs(a.y - b.y);
  let best = Infinity;
  for (const c of layout.crossY) {
    const out = Math.abs(a.y - c) + Math.abs(b.y - c);
    if (out < best) best = out;
  }
  return Math.abs(layout.aisleX[a.aisle]! - layout.aisleX[b.aisle]!) + best;
}

/** Length of the closed walk that starts and ends at the depot and visits the places in this order. */
export function tourLength(layout: Layout, depot: Place, visits: readonly Place[]): number {
  let length = 0;
  let at = depot;
  for (const visit of visits) {
    length += walk(layout, at, visit);
    at = visit;
  }
  return length + walk(layout, at, depot);
}
