import { schedule, type Trip, type Visit } from './schedule.ts';
import type { Spot } from './travel.ts';

/** What driving some stops in their order comes to. */
export interface Weight {
  distance_m: number;
  duration_s: number;
  /** Stops whose due time is missed, and by how much in all. */
  late: number;
  late_s: number;
}

/** Drives the stops in thought, at the speed of each hour. */
export function weigh(trip: Trip, visits: readonly Visit[], from?: Spot): Weight {
  const { etas, distance_m, duration_s } = schedule(trip, visits, from);
  const over = visits.flatMap(({ stopId, service_s, dueAt }) => {
    if (dueAt === null) return [];
    const late_s = Math.ceil((etas.get(stopId)!.getTime() - dueAt.getTime()) / 1000) + service_s;
    return late_s > 0 ? [late_s] : [];
  });
  return { distance_m, duration_s, late: over.length, late_s: over.reduce((sum, one) => sum + one, 0) };
}

export function summed(weights: readonly Weight[]): Weight {
  const sum = (of: (weight: Weight) => number) => weights.reduce((total, weight) => total + of(weight), 0);
  return {
    distance_m: sum((one) => one.distance_m),
    duration_s: sum((one) => one.duration_s),
    late: sum((one) => one.late),
    late_s: sum((one) => one.late_s),
  };
}

/** By how much one is more than the other; less than nothing where it is less. */
export const less = (one: Weight, other: Weight): Weight => ({
  distance_m: one.distance_m - other.distance_m,
  duration_s: one.duration_s - other.duration_s,
  late: one.late - other.late,
  late_s: one.late_s - other.late_s,
});
