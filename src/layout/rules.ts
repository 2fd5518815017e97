import { invalid, type Refused } from '../platform/errors.ts';
import { localDay } from './cutOff.ts';
import type { AislePlan, Ring, WalkingLayout } from './schema.ts';

/** One site is laid out in one transaction; larger ones are added to by POST /v1/bins. */
const MAX_PLANNED_BINS = 50_000;

export function refusePlan(plan: AislePlan): Refused | undefined {
  const bins = plan.aisles * plan.bays * plan.levels;
  if (bins > MAX_PLANNED_BINS) return invalid('plan', bins, `at most ${MAX_PLANNED_BINS} bins`, 'too_many_bins');
  if (plan.chilledAisles + plan.frozenAisles > plan.aisles) {
    return invalid('plan.chilledAisles', plan.chilledAisles + plan.frozenAisles, `at most ${plan.aisles} aisles`);
  }
  if (plan.reserveLevels >= plan.levels) {
    return invalid('plan.reserveLevels', plan.reserveLevels, `fewer than the ${plan.levels} levels`);
  }
  return undefined;
}

export function refuseTimeZone(timeZone: string): Refused | undefined {
  try {
    localDay(timeZone, new Date(0));
    return undefined;
  } catch {
    return invalid('timeZone', timeZone, 'a name of the IANA time zone database');
  }
}

export interface Spot {
  aisle: number;
  y_mm: number;
}

/** The shortest walk between two spots: along one aisle, or over the best of the cross aisles. */
export function walk_mm(layout: WalkingLayout, from: Spot, to: Spot): number {
  if (from.aisle === to.aisle) return Math.abs(from.y_mm - to.y_mm);
  let best = Number.POSITIVE_INFINITY;
  for (const y of layout.crossY_mm) best = Math.min(best, Math.abs(from.y_mm - y) + Math.abs(to.y_mm - y));
  return best + Math.abs((layout.aisleX_mm[from.aisle] ?? 0) - (layout.aisleX_mm[to.aisle] ?? 0));
}

/** Whether a point lies within a ring: an odd number of edges cross the ray to the east of it (Shimrat, 1962). */
export function isInside(ring: Ring, point: { lat: number; lon: number }): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i]!;
    const b = ring[j]!;
    if (a.lat > point.lat === b.lat > point.lat) continue;
    if (point.lon < ((b.lon - a.lon) * (point.lat - a.lat)) / (b.lat - a.lat) + a.lon) inside = !inside;
  }
  return inside;
}

/** The first vertex whose edge crosses another one, so that inside and outside are not to be told; undefined if none. */
export function crossingAt(ring: Ring): number | undefined {
  for (let i = 0; i < ring.length; i++) {
    for (let j = i + 2; j < ring.length; j++) {
      if (i === 0 && j === ring.length - 1) continue;
      if (cross(ring[i]!, ring[i + 1]!, ring[j]!, ring[(j + 1) % ring.length]!)) return j;
    }
  }
  return undefined;
}

type Point = Ring[number];

function cross(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) =>
    Math.sign((q.lon - p.lon) * (r.lat - p.lat) - (q.lat - p.lat) * (r.lon - p.lon));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}
