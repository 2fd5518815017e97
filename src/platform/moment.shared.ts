import { z } from 'zod';

/*
 * Times that people and devices send are of this century or the next: others are slips of the hand or of a clock. Below year 1
 * and above 9999 in UTC neither PostgreSQL nor a date-time of four digits keeps them.
 */

/** A moment as it was written. */
export const momentText = z.iso.datetime({ offset: true }).regex(/^2[01]\d\d-/, 'expected a time from 2000 to 2199');

/** A moment by the clock of a device, which begins at 1970 where it has lost its battery: what it scans then is scanned. */
export const deviceMoment = z.iso
  .datetime({ offset: true })
  .regex(/^(19[7-9]\d|2[01]\d\d)-/, 'expected a time from 1970 to 2199');

export const moment = momentText.transform((text) => new Date(text));

/** A day of a calendar, without time. */
export const day = z.iso.date().regex(/^2[01]\d\d-/, 'expected a day from 2000 to 2199');
