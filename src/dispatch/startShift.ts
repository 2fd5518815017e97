import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { shiftEnded, shiftStarted } from './events.ts';
import { lockShift, shiftById, turnShift, type Shift } from './store.ts';

/** Nobody has to wait in the yard for the minute. */
const EARLY_MS = 30 * 60_000;

/** The driver is in. Refuses `shift_not_now` before half an hour before the shift, after it, and for one that is over. */
export async function startShift(work: Work, { shiftId }: { shiftId: string }): Promise<Outcome<Shift>> {
  const shift = await ownShift(work, shiftId);
  if (shift === undefined) return notFound('shift');
  if (shift.state === 'started') return done(shift);
  const isNow = shift.fromAt.getTime() - EARLY_MS <= work.at.getTime() && work.at < shift.toAt;
  const started = isNow ? await turnShift(work, shift.siteId, shiftId, 'started') : undefined;
  if (started === undefined) return refuseNow(shift);
  tell(work, shiftStarted(shift.siteId, shiftId, { driverId: shift.driverId }));
  return done(started);
}

/** The driver goes home. Refuses `shift_not_now` for one that he has not begun. */
export async function endShift(work: Work, { shiftId }: { shiftId: string }): Promise<Outcome<Shift>> {
  const shift = await ownShift(work, shiftId);
  if (shift === undefined) return notFound('shift');
  if (shift.state === 'ended') return done(shift);
  const ended = await turnShift(work, shift.siteId, shiftId, 'ended');
  if (ended === undefined) return refuseNow(shift);
  tell(work, shiftEnded(shift.siteId, shiftId, { driverId: shift.driverId }));
  return done(ended);
}

/** Held: its times are those of this moment, though the desk may be moving it. */
async function ownShift(work: Work, shiftId: string): Promise<Shift | undefined> {
  const seen = await shiftById(work.tx, shiftId);
  if (seen?.driverId !== work.actor.userId) return undefined;
  return lockShift(work.tx, seen.siteId, shiftId);
}

const refuseNow = ({ state, fromAt, toAt }: Shift) =>
  refuse('shift_not_now', 'This shift cannot be begun or ended now', { got: state, expected: { fromAt, toAt } });
