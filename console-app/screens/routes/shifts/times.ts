import { instantOf } from '../../../parts/siteTime.ts';

const day_ms = 86_400_000;

/** A shift as it is typed; an end before the beginning is on the next day. Undefined: something is missing. */
export function timesOf({ day, from, to }: { day: string; from: string; to: string }) {
  const fromAt = instantOf(day, from);
  const sameDay = instantOf(day, to);
  const toAt = sameDay && fromAt && sameDay <= fromAt ? new Date(sameDay.getTime() + day_ms) : sameDay;
  return { fromAt, toAt };
}
