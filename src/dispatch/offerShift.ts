import { mayUseSite } from '../auth/index.ts';
import { done, invalid, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { shiftOffered } from './events.ts';
import type { OfferShift } from './schema.ts';
import { insertShift, type Shift } from './store.ts';

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
