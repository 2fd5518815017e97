import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { shiftAccepted, shiftOffered } from './events.ts';
import { refuseGone, refuseOverlap } from './offerShift.ts';
import type { ShiftState } from './rules.ts';
import { lockShift, restoreTakenBack, shiftById, type Shift } from './store.ts';

/** It is there, put back before or never taken back. */
const THERE: readonly ShiftState[] = ['offered', 'accepted', 'started'];

/**
 * It was a slip to take a shift back: it is on offer again, or its driver's, as it was. Refuses `shift_restore_late` ten minutes after
 * it was taken back or once it would be over, `driver_not_found` where its driver drives here no more, and `shift_overlaps` where he has
 * another one by now.
 */
export async function restoreShift(work: Work, { shiftId }: { shiftId: string }): Promise<Outcome<Shift>> {
  const seen = await shiftById(work.tx, shiftId);
  if (seen === undefined || mayUseSite(work, seen.siteId)) return notFound('shift');
  const held = (await lockShift(work.tx, seen.siteId, shiftId))!;
  if (THERE.includes(held.state)) return done(held);
  const { siteId, driverId } = held;
  const refused = driverId === null ? undefined : await refuseDriver(work, held, driverId);
  if (refused) return refused;
  const shift = await restoreTakenBack(work, { siteId, shiftId });
  if (shift === undefined) return refuse('shift_restore_late', 'It was taken back too long ago', { got: held.state });
  tell(work, driverId === null ? shiftOffered(siteId, shiftId) : shiftAccepted(siteId, shiftId, { driverId }));
  return done(shift);
}

async function refuseDriver(work: Work, shift: Shift, driverId: string): Promise<Refused | undefined> {
  return (await refuseGone(work, shift.siteId, driverId)) ?? (await refuseOverlap(work, shift, driverId));
}
