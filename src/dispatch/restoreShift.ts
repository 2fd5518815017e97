import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { shiftAccepted, shiftOffered } from './events.ts';
import { refuseOverlap } from './offerShift.ts';
import { lockShift, restoreTakenBack, shiftById, type Shift } from './store.ts';

/** A driver who heard that his shift is gone soon makes other plans. */
const UNDO_MS = 10 * 60_000;

/**
 * It was a slip to take a shift back: it is on offer again, or its driver's, as it was. Refuses `shift_restore_late` ten minutes after
 * it was taken back or once it would be over, and `shift_overlaps` where its driver has another one by now.
 */
export async function restoreShift(work: Work, { shiftId }: { shiftId: string }): Promise<Outcome<Shift>> {
  const seen = await shiftById(work.tx, shiftId);
  if (seen === undefined || mayUseSite(work, seen.siteId)) return notFound('shift');
  const held = (await lockShift(work.tx, seen.siteId, shiftId))!;
  if (held.state !== 'withdrawn') return done(held);
  const { siteId, driverId } = held;
  const taken = driverId === null ? undefined : await refuseOverlap(work, held, driverId);
  if (taken) return taken;
  const since = new Date(work.at.getTime() - UNDO_MS);
  const shift = await restoreTakenBack(work, { siteId, shiftId, since });
  if (shift === undefined) return refuse('shift_restore_late', 'It was taken back too long ago', { got: held.state });
  tell(work, driverId === null ? shiftOffered(siteId, shiftId) : shiftAccepted(siteId, shiftId, { driverId }));
  return done(shift);
}
