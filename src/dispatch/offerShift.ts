import { mayUseSite, worksAt } from '../auth/index.ts';
import { layoutOf } from '../layout/index.ts';
import { done, invalid, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { shiftAccepted, shiftOffered } from './events.ts';
import type { OfferShift } from './schema.ts';
import { insertShift, lockDriver, overlappingShift, type Shift } from './store.ts';

/**
 * Offers a shift to the drivers of a site, or gives it to one of the staff. Refuses `date_past`, `route_shift_too_long`,
 * and `shift_overlaps` where that driver has another one then.
 */
export async function offerShift(work: Work, input: OfferShift): Promise<Outcome<Shift>> {
  const { siteId, fromAt, toAt, pay_krw, driverId = null, endsAt = fromAt } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const long = refuseLong(fromAt, toAt);
  if (long) return long;
  if (endsAt <= work.at) return invalid('endsAt', endsAt, 'a time to come', 'date_past');
  if (endsAt > toAt) return invalid('endsAt', endsAt, 'not after the end of the shift');
  await layoutOf(work.tx, siteId);
  const times = {
    siteId,
    shiftId: newId(),
    fromAt,
    toAt,
    endsAt,
    pay_krw,
    startedAt: null,
    endedAt: null,
    restoreUntil: null,
  };
  if (driverId === null) {
    const shift: Shift = { ...times, kind: 'gig', state: 'offered', driverId };
    await insertShift(work, shift);
    tell(work, shiftOffered(siteId, shift.shiftId));
    return done(shift, 201);
  }
  const gone = await refuseGone(work, siteId, driverId);
  if (gone) return gone;
  const shift: Shift = { ...times, kind: 'own', state: 'accepted', driverId };
  const taken = await refuseOverlap(work, shift, driverId);
  if (taken) return taken;
  await insertShift(work, shift);
  tell(work, shiftAccepted(siteId, shift.shiftId, { driverId }));
  return done(shift, 201);
}

/** Refuses `route_shift_too_long` for one that is no time, or above 24 hours. */
export function refuseLong(fromAt: Date, toAt: Date): Refused | undefined {
  const hours = (toAt.getTime() - fromAt.getTime()) / 3_600_000;
  if (hours > 0 && hours <= 24) return undefined;
  return invalid('toAt', toAt, 'up to 24 hours after fromAt', 'route_shift_too_long');
}

/** Refuses `driver_not_found` for whoever does not drive at this site, or no longer. */
export async function refuseGone(work: Work, siteId: string, driverId: string): Promise<Refused | undefined> {
  const works = await worksAt(work.tx, { userId: driverId, role: 'driver', siteId });
  return works ? undefined : notFound('driver', 'driverId', driverId);
}

/** From here on the driver's shifts are settled one after the other. */
export async function refuseOverlap(work: Work, shift: Shift, driverId: string) {
  await lockDriver(work.tx, driverId);
  const other = await overlappingShift(work.tx, shift, driverId);
  return other && refuse('shift_overlaps', 'There is another shift at that time', { got: other.shiftId });
}
