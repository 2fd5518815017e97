import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { shiftAccepted } from './events.ts';
import { lockDriver, overlappingShift, shiftById, takeShift, type Shift } from './store.ts';

/** The first driver gets it; the others, and whoever comes too late, hear `offer_gone`. Asking twice is no second offer. */
export async function acceptShift(work: Work, { shiftId }: { shiftId: string }): Promise<Outcome<Shift>> {
  const shift = await shiftById(work.tx, shiftId);
  if (shift === undefined || mayUseSite(work, shift.siteId)) return notFound('shift');
  if (shift.driverId === work.actor.userId) return done(shift);
  await lockDriver(work.tx, work.actor.userId);
  const other = await overlappingShift(work.tx, shift, work.actor.userId);
  if (other !== undefined) return refuse('shift_overlaps', 'You have a shift at that time', { got: other.shiftId });
  if ((await takeShift(work, shift.siteId, shiftId)) !== 1) {
    return refuse('offer_gone', 'This offer is taken or has ended');
  }
  tell(work, shiftAccepted(shift.siteId, shiftId, { driverId: work.actor.userId }));
  return done({ ...shift, state: 'accepted', driverId: work.actor.userId });
}
