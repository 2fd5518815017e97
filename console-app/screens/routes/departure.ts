import { instantOf } from '../../parts/siteTime.ts';
import { calendarDay, clock } from '../../parts/time.ts';

const minute_ms = 60_000;
/** What a vehicle takes to be loaded, as between two of its trips. */
const loading_ms = 15 * minute_ms;
const step_ms = 5 * minute_ms;
const day_ms = 86_400_000;

/** The first full five minutes at which a vehicle can be loaded that nobody has begun to load. */
export const readyAt = (now_ms: number): string => clock(Math.ceil((now_ms + loading_ms) / step_ms) * step_ms);

/** When vehicles leave, as it is typed: a time that has passed today is tomorrow's. Undefined: none is typed. */
export function departureOf(time: string, now_ms: number): { departAt: Date; isTomorrow: boolean } | undefined {
  const today = instantOf(calendarDay(now_ms), time);
  if (today === undefined) return undefined;
  const isTomorrow = today.getTime() < now_ms;
  return { departAt: isTomorrow ? new Date(today.getTime() + day_ms) : today, isTomorrow };
}

const notYet = ['planned', 'offered', 'assigned', 'accepted'];
/** A vehicle that loads a little longer than planned is no trouble yet. */
const grace_ms = 10 * minute_ms;

/** It should have left, and stands. */
export const isOverdue = ({ state, departAt }: { state: string; departAt: string }, now_ms: number): boolean =>
  notYet.includes(state) && Date.parse(departAt) + grace_ms < now_ms;
