import { atMinute, localDay } from '../layout/index.ts';
import { crowFly_m, type Spot } from '../platform/geometry.ts';
import { knownLeg } from './roads/index.ts';

export type { Spot } from '../platform/geometry.ts';

/** Streets over crow-fly; the solver's own table uses the same figure and REFERENCE_KMH. */
const CIRCUITY = 1.3;
export const REFERENCE_KMH = 30;

/** Average speed of a city van by hour of the site's day: nights are free, rush hours at 8 and 18 are not. */
const KMH_BY_HOUR = [38, 38, 38, 38, 38, 36, 32, 26, 22, 24, 27, 28, 28, 28, 28, 27, 25, 22, 20, 24, 29, 32, 35, 37];
/** At night, as those who know the roads reckon their times. */
export const FREE_KMH = Math.max(...KMH_BY_HOUR);

export function hourAt(timeZone: string, at: Date): number {
  const midnight = atMinute(timeZone, localDay(timeZone, at), 0).getTime();
  return Math.floor((at.getTime() - midnight) / 3_600_000) % 24;
}

/** The slowest hour of the three after a departure: what a plan may count on. */
export function planningSpeed_kmh(timeZone: string, departAt: Date): number {
  const hour = hourAt(timeZone, departAt);
  return Math.min(...[0, 1, 2].map((later) => KMH_BY_HOUR[(hour + later) % 24]!));
}

/** A leg on empty roads: as somebody measured it, or crow-fly by what streets are longer. */
export function freeLeg(from: Spot, to: Spot): { distance_m: number; duration_s: number } {
  const known = knownLeg(from, to);
  if (known !== undefined) return known;
  const distance_m = Math.round(crowFly_m(from, to) * CIRCUITY);
  return { distance_m, duration_s: distance_m / (FREE_KMH / 3.6) };
}

/** One leg as it is driven at its hour: whole metres and seconds. */
export function legOf(
  from: Spot,
  to: Spot,
  when: { timeZone: string; at: Date },
): { distance_m: number; drive_s: number } {
  const { distance_m, duration_s } = freeLeg(from, to);
  const slower = FREE_KMH / KMH_BY_HOUR[hourAt(when.timeZone, when.at)]!;
  return { distance_m, drive_s: Math.round(duration_s * slower) };
}
