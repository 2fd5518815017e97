import { mayUseSite } from '../auth/index.ts';
import { done, invalid, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { shiftAccepted, shiftOffered } from './events.ts';
import type { OfferShift } from './schema.ts';
import { insertShift, overlappingShift, shiftById, shiftsOf, takeShift, type Shift } from './store.ts';

/** Offers a shift to the drivers of a site. Refuses `date_past` and `route_shift_too_long`. */
export async function offerShift(work: Work, input: OfferShift): Promise<Outcome<Shift>> {
  const { siteId, fromAt, toAt, endsAt } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const hours = (toAt.getTime() - fromAt.getTime()) / 3_600_000;
  if (!(hours > 0 && hours <= 24)) return invalid('toAt', toAt, 'up to 24 hours after fromAt', 'route_shift_too_long');
  if (endsAt <= work.at) return invalid('endsAt', endsAt, 'a time to come', 'date_past');
  const shift: Shift = { ...input, shiftId: newId(), state: 'offered', driverId: null };
  await insertShift(work.tx, shift);
  tell(work, shiftOffered(siteId, shift.shiftId));
  return done(shift, 201);
}

/** The first driver gets it; the others, and whoever comes too late, hear `offer_gone`. Asking twice is no second offer. */
export async function acceptShift(work: Work, { shiftId }: { shiftId: string }): Promise<Outcome<Shift>> {
  const shift = await shiftById(work.tx, shiftId);
  if (shift === undefined || mayUseSite(work, shift.siteId)) return notFound('shift');
  if (shift.driverId === work.actor.userId) return done(shift);
  const other = await overlappingShift(work.tx, shift, work.actor.userId);
  if (other !== undefined) return refuse('shift_overlaps', 'You have a shift at that time', { got: other.shiftId });
  if ((await takeShift(work, shift.siteId, shiftId)) !== 1) {
    return refuse('offer_gone', 'This offer is taken or has ended');
  }
  tell(work, shiftAccepted(shift.siteId, shiftId, { driverId: work.actor.userId }));
  return done({ ...shift, state: 'accepted', driverId: work.actor.userId });
}

/** A driver sees his own shifts and what is on offer. */
export async function listShifts(work: Work, { siteId }: { siteId: string }): Promise<Outcome<{ shifts: Shift[] }>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const driverId = work.actor.role === 'driver' ? work.actor.userId : undefined;
  return done({ shifts: await shiftsOf(work.tx, { siteId, driverId, at: work.at }) });
}
