import type { TypedHours } from '../../../parts/Hours.tsx';
import { numberTyped } from '../../../parts/numberTyped.ts';
import { instantOf } from '../../../parts/siteTime.ts';

const day_ms = 86_400_000;
const minute_ms = 60_000;

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

/** Until when an offer is open: for as long as is typed, but no longer than until the shift begins. Undefined: no number is typed. */
export function openUntil(minutes: string, { fromAt, now_ms }: { fromAt: Date | undefined; now_ms: number }) {
  const for_ms = numberTyped(minutes) * minute_ms;
  if (!(for_ms > 0)) return undefined;
  const isCut = fromAt !== undefined && fromAt.getTime() < now_ms + for_ms;
  return { endsAt: isCut ? fromAt : new Date(now_ms + for_ms), isCut };
}
