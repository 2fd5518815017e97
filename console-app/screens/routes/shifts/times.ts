import type { TypedHours } from '../../../parts/Hours.tsx';
import { instantOf } from '../../../parts/siteTime.ts';

const day_ms = 86_400_000;

export interface TypedShift extends TypedHours {
  day: string;
}

/** A shift as it is typed; an end before the beginning is on the next day. Undefined: something is missing. */
export function timesOf({ day, from, to }: TypedShift, now_ms: number) {
  const fromAt = instantOf(day, from);
  const sameDay = instantOf(day, to);
  const toAt = sameDay && fromAt && sameDay <= fromAt ? new Date(sameDay.getTime() + day_ms) : sameDay;
  const isPast = fromAt !== undefined && fromAt.getTime() <= now_ms;
  return { fromAt, toAt, isPast, isWhole: fromAt !== undefined && toAt !== undefined && !isPast };
}
