import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { refuseInRoute } from './changeVehicle.ts';
import { shiftWithdrawn } from './events.ts';
import type { WithdrawShift } from './schema.ts';
import { lockShift, routeOfShift, shiftById, takeBackShift, type Shift } from './store.ts';

/**
 * Takes back an offer, or a shift before it begins. Refuses `offer_taken` where it was seen on offer and a driver accepted it
 * since, `shift_begun` for one that has begun or is over, and `shift_in_route` where its driver has a route then.
 */
export async function withdrawShift(work: Work, input: WithdrawShift & { shiftId: string }): Promise<Outcome<Shift>> {
  const { shiftId, state } = input;
  const seen = await shiftById(work.tx, shiftId);
  if (seen === undefined || mayUseSite(work, seen.siteId)) return notFound('shift');
  const held = (await lockShift(work.tx, seen.siteId, shiftId))!;
  if (held.state === 'withdrawn') return done(held);
  if (state === 'offered' && held.state === 'accepted') {
    return refuse('offer_taken', 'A driver accepted it meanwhile', {
      field: 'state',
      got: state,
      expected: held.state,
    });
  }
  const route = held.state === 'accepted' ? await routeOfShift(work.tx, held) : undefined;
  if (route !== undefined) return refuseInRoute(route);
  const shift = await takeBackShift(work, seen.siteId, shiftId);
  if (shift === undefined) return refuse('shift_begun', 'This shift has begun or is over', { got: held.state });
  tell(work, shiftWithdrawn(shift.siteId, shiftId, { driverId: shift.driverId }));
  return done(shift);
}
