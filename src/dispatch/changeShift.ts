import { mayUseSite } from '../auth/index.ts';
import { done, invalid, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { refuseInRoute } from './changeVehicle.ts';
import { shiftChanged } from './events.ts';
import { refuseLong, refuseOverlap } from './offerShift.ts';
import type { ChangeShift } from './schema.ts';
import { lockShift, moveShift, routeOfShift, shiftById, type Shift } from './store.ts';

/**
 * Moves the beginning or the end of a shift; whoever has it is told. What is absent stays. Refuses as offering it does,
 * `shift_begun` for one that has begun or is over, and `shift_in_route` where its driver has a route then.
 */
export async function changeShift(work: Work, input: ChangeShift & { shiftId: string }): Promise<Outcome<Shift>> {
  const seen = await shiftById(work.tx, input.shiftId);
  if (seen === undefined || mayUseSite(work, seen.siteId)) return notFound('shift');
  const shift = (await lockShift(work.tx, seen.siteId, seen.shiftId))!;
  const { driverId } = shift;
  const to = { ...shift, fromAt: input.fromAt ?? shift.fromAt, toAt: input.toAt ?? shift.toAt };
  if (to.fromAt.getTime() === shift.fromAt.getTime() && to.toAt.getTime() === shift.toAt.getTime()) return done(shift);
  const route = driverId === null ? undefined : await routeOfShift(work.tx, shift);
  const refused =
    refuseLong(to.fromAt, to.toAt) ??
    (to.fromAt <= work.at ? invalid('fromAt', to.fromAt, 'a time to come', 'date_past') : undefined) ??
    (route && refuseInRoute(route)) ??
    (driverId === null ? undefined : await refuseOverlap(work, to, driverId));
  const moved = refused ?? (await moveShift(work, to));
  if (moved === undefined) return refuse('shift_begun', 'This shift has begun or is over', { got: shift.state });
  if ('refused' in moved) return moved;
  tell(work, shiftChanged(shift.siteId, shift.shiftId, { driverId }));
  return done(moved);
}
