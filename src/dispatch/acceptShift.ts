import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { shiftAccepted } from './events.ts';
import { refuseOverlap } from './offerShift.ts';
import { shiftById, takeShift, type Shift } from './store.ts';

/** The first driver gets it; the others, and whoever comes too late, hear `offer_gone`. Asking twice is no second offer. */
export async function acceptShift(work: Work, { shiftId }: { shiftId: string }): Promise<Outcome<Shift>> {
  const { userId } = work.actor;
  const shift = await shiftById(work.tx, shiftId);
  if (shift === undefined || mayUseSite(work, shift.siteId)) return notFound('shift');
  if (shift.driverId === userId && shift.state !== 'withdrawn') return done(shift);
  const taken = await refuseOverlap(work, shift, userId);
  if (taken) return taken;
  if ((await takeShift(work, shift)) !== 1) {
    return refuse('offer_gone', 'This offer is taken or has ended');
  }
  tell(work, shiftAccepted(shift.siteId, shiftId, { driverId: userId }));
  return done({ ...shift, state: 'accepted', driverId: userId });
}
