import { atMinute, dayAfter } from '../layout/index.ts';

/** Docks take trucks by the hour of the site's clock, from eight in the morning to eight in the evening. */
const FIRST_HOUR = 8;
const LAST_HOUR = 20;
export const SLOT_MS = 60 * 60_000;
/** How long the slot of a draft is held while its booking is completed. */
export const HOLD_MS = 15 * 60_000;
/** A truck may be this late before its slot counts as missed. */
export const GRACE_MS = 4 * 60 * 60_000;
/** Differences that nobody spoke up about are taken as accepted after three days. */
export const WINDOW_MS = 3 * 24 * 60 * 60_000;

export interface DockHour {
  dockCode: string;
  startsAt: Date;
}

/** All hours of all docks on a day of the site's calendar. */
export function dockHours(timeZone: string, day: string, dockCodes: string[]): DockHour[] {
  const hours = Array.from({ length: LAST_HOUR - FIRST_HOUR }, (_, i) =>
    atMinute(timeZone, day, (FIRST_HOUR + i) * 60),
  );
  return dockCodes.flatMap((dockCode) => hours.map((startsAt) => ({ dockCode, startsAt })));
}

/** From the beginning of a day to its end. */
export function daySpan(timeZone: string, day: string): { from: Date; to: Date } {
  return { from: atMinute(timeZone, day, 0), to: atMinute(timeZone, dayAfter(day, 1), 0) };
}
