import { localClock } from '../layout/index.ts';
import { crowFly_m, type Spot } from '../platform/geometry.ts';
import { knownLeg } from './roads/index.ts';

export type { Spot } from '../platform/geometry.ts';

/** Streets over crow-fly, and the speed of the solver's own table of them. */
const CIRCUITY = 1.3;
const REFERENCE_KMH = 30;

/** Average speed of a city van by hour of the site's day: nights are free, rush hours at 8 and 18 are not. */
const KMH_BY_HOUR = [38, 38, 38, 38, 38, 36, 32, 26, 22, 24, 27, 28, 28, 28, 28, 27, 25, 22, 20, 24, 29, 32, 35, 37];
/** At night, as those who know the roads reckon their times. */
const FREE_KMH = Math.max(...KMH_BY_HOUR);
/** Empty roads beside the solver's own table. */
export const SPEED_FACTOR = FREE_KMH / REFERENCE_KMH;
/** By hour: per cent of the speed on empty roads, whole, so that the solver comes to the same second. */
const SPEEDS = KMH_BY_HOUR.map((kmh) => Math.round((100 * kmh) / FREE_KMH));

/** No clock of this century shows another hour in the middle of such a quarter. */
const QUARTER_S = 900;
const quarters = new Map<string, number>();
/** Three years of them are forgotten at once. */
const MOST_QUARTERS = 100_000;

function speedAt(timeZone: string, second: number): number {
  const quarter = Math.floor(second / QUARTER_S);
  const key = `${timeZone} ${quarter}`;
  let speed = quarters.get(key);
  if (speed === undefined) {
    speed = SPEEDS[Number(localClock(timeZone, new Date(quarter * QUARTER_S * 1000)).slice(0, 2))]!;
    if (quarters.size >= MOST_QUARTERS) quarters.clear();
    quarters.set(key, speed);
  }
  return speed;
}

const nextQuarter = (second: number): number => (Math.floor(second / QUARTER_S) + 1) * QUARTER_S;
/** The one that ends there or is going on. */
const lastQuarter = (second: number): number => (Math.ceil(second / QUARTER_S) - 1) * QUARTER_S;

/** From these seconds after a moment on roads are driven at so many per cent of the speed of empty ones. */
export function pacesFrom(timeZone: string, origin: Date, until: Date): { from: number; speed: number }[] {
  const start = origin.getTime() / 1000;
  const paces: { from: number; speed: number }[] = [];
  for (let at = start; at < until.getTime() / 1000; at = nextQuarter(at)) {
    const speed = speedAt(timeZone, at);
    if (paces.at(-1)?.speed !== speed) paces.push({ from: at - start, speed });
  }
  return paces;
}

/**
 * A leg on empty roads, in whole metres and seconds: as somebody measured it, or crow-fly by what streets are longer. With a pace it takes
 * so many times as long; rounded as the solver does.
 */
export function freeLeg(from: Spot, to: Spot, pace = 1): { distance_m: number; duration_s: number } {
  const known = knownLeg(from, to);
  if (known !== undefined) return { ...known, duration_s: Math.round(known.duration_s / (1 / pace)) };
  const way_m = crowFly_m(from, to) * CIRCUITY;
  const reference_s = Math.round(way_m * (3.6 / REFERENCE_KMH));
  return { distance_m: Math.round(way_m), duration_s: Math.round(reference_s / (SPEED_FACTOR / pace)) };
}

/** A drive that is not over in three days of changing hours ends at the speed of the last one. */
const MOST_CHANGES = 288;

export interface Leg {
  distance_m: number;
  drive_s: number;
}

/** One leg as it is driven: faster or slower as the hours change on the way, so that who leaves later is not there earlier. */
export function legOf(
  from: Spot,
  to: Spot,
  { timeZone, at, pace = 1 }: { timeZone: string; at: Date; pace?: number | undefined },
): Leg {
  const { distance_m, duration_s } = freeLeg(from, to, pace);
  const start = at.getTime() / 1000;
  let time = start;
  let left = 100 * duration_s;
  for (let change = 0; change < MOST_CHANGES; change++) {
    const speed = speedAt(timeZone, time);
    const until = nextQuarter(time);
    if (left <= (until - time) * speed) break;
    left -= (until - time) * speed;
    time = until;
  }
  return { distance_m, drive_s: Math.ceil(time - start + left / speedAt(timeZone, time)) };
}

/** The same of somebody who has to be there by a moment, and leaves as late as that allows. */
export function legBefore(from: Spot, to: Spot, { timeZone, by }: { timeZone: string; by: Date }): Leg {
  const { distance_m, duration_s } = freeLeg(from, to);
  const end = by.getTime() / 1000;
  let time = end;
  let left = 100 * duration_s;
  for (let change = 0; change < MOST_CHANGES; change++) {
    const since = lastQuarter(time);
    const speed = speedAt(timeZone, since);
    if (left <= (time - since) * speed) break;
    left -= (time - since) * speed;
    time = since;
  }
  return { distance_m, drive_s: Math.ceil(end - time + left / speedAt(timeZone, lastQuarter(time))) };
}
