import { invalid, type Refused } from '../platform/errors.ts';
import { localDay } from './cutOff.ts';
import type { AislePlan, WalkingLayout } from './schema.ts';

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
