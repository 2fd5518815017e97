import { atMinute, localDay } from '../layout/index.ts';

export interface Spot {
  lat: number;
  lon: number;
}

const EARTH_RADIUS_M = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Great-circle distance in metres (haversine). */
export function crowFly_m(from: Spot, to: Spot): number {
  const north = Math.sin(((to.lat - from.lat) * RADIANS) / 2);
  const east = Math.sin(((to.lon - from.lon) * RADIANS) / 2);
  const chord = north * north + Math.cos(from.lat * RADIANS) * Math.cos(to.lat * RADIANS) * east * east;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Streets over crow-fly; the solver's own table uses the same figure and REFERENCE_KMH. */
const CIRCUITY = 1.3;
export const REFERENCE_KMH = 30;

/** Average speed of a city van by hour of the site's day: nights are free, rush hours at 8 and 18 are not. */
const KMH_BY_HOUR = [38, 38, 38, 38, 38, 36, 32, 26, 22, 24, 27, 28, 28, 28, 28, 27, 25, 22, 20, 24, 29, 32, 35, 37];

export function hourAt(timeZone: string, at: Date): number {
  const midnight = atMinute(timeZone, localDay(timeZone, at), 0).getTime();
  return Math.floor((at.getTime() - midnight) / 3_600_000) % 24;
}

/** The slowest hour of the three after a departure: what a plan may count on. */
export function planningSpeed_kmh(timeZone: string, departAt: Date): number {
  const hour = hourAt(timeZone, departAt);
  return Math.min(...[0, 1, 2].map((later) => KMH_BY_HOUR[(hour + later) % 24]!));
}

/** One leg as it is driven at its hour: whole metres and seconds. */
export function legOf(
  from: Spot,
  to: Spot,
  when: { timeZone: string; at: Date },
): { distance_m: number; drive_s: number } {
  const distance_m = Math.round(crowFly_m(from, to) * CIRCUITY);
  const metresPerSecond = KMH_BY_HOUR[hourAt(when.timeZone, when.at)]! / 3.6;
  return { distance_m, drive_s: Math.round(distance_m / metresPerSecond) };
}
