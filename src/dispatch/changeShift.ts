import { mayUseSite } from '../auth/index.ts';
import { done, invalid, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { refuseInRoute } from './changeVehicle.ts';
import { shiftChanged } from './events.ts';
import { refuseLong, refuseOverlap } from './offerShift.ts';
import type { ChangeShift } from './schema.ts';
import { lockShift, moveShift, routeOfShift, shiftById, type Shift } from './store.ts';

/**
 * Moves the beginning or the end of a shift; whoever has it is told. What is absent stays. Refuses as offering it does,
 * `shift_begun` for one that has begun or is over, or an offer that has ended, `gig_accepted`
 * for one that its driver took for the hours it has, and `shift_in_route` where its driver has a route then.
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
    refusePast(work, shift, to) ??
    refuseTaken(work, shift) ??
    (route && refuseInRoute(route)) ??
    (driverId === null ? undefined : await refuseOverlap(work, to, driverId));
  const moved = refused ?? (await moveShift(work, { ...to, endsAt: endOf(work, shift, to) }));
  if (moved === undefined) return refuseBegun(shift);
  if ('refused' in moved) return moved;
  tell(work, shiftChanged(shift.siteId, shift.shiftId, { driverId }));
  return done(moved);
}

const refuseBegun = ({ state }: Shift) => refuse('shift_begun', 'This shift has begun or is over', { got: state });

/** He said yes to these hours and this pay; who needs other ones takes it back and offers anew. */
function refuseTaken({ at }: Work, { kind, state, shiftId, fromAt }: Shift): Refused | undefined {
  if (kind !== 'gig' || state !== 'accepted' || fromAt <= at) return undefined;
  return refuse('gig_accepted', 'A driver has accepted this offer with its hours', { got: shiftId });
}

/** A beginning that nobody asked to move is no mistake of his: then it is the shift that has begun. */
function refusePast({ at }: Work, shift: Shift, { fromAt }: Shift): Refused | undefined {
  if (fromAt > at) return undefined;
  if (fromAt.getTime() === shift.fromAt.getTime()) return refuseBegun(shift);
  return invalid('fromAt', fromAt, 'a time to come', 'date_past');
}

/**
 * Drivers have as long before the beginning as they had, and until the end of the shift at most. Where that would be over
 * already, they have until the beginning.
 */
function endOf({ at }: Work, { state, fromAt, endsAt }: Shift, to: Shift): Date {
  if (state !== 'offered') return endsAt;
  const moved = new Date(endsAt.getTime() + to.fromAt.getTime() - fromAt.getTime());
  if (moved <= at) return to.fromAt;
  return moved < to.toAt ? moved : to.toAt;
}
