import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { shiftAccepted } from './events.ts';
import { refuseOverlap } from './offerShift.ts';
import type { AcceptShift } from './schema.ts';
import { lockShift, shiftById, takeShift, type Shift } from './store.ts';

/**
 * The first driver gets it; the others, and whoever comes too late, hear `offer_gone`. Asking twice is no second offer. Refuses
 * `offer_changed` where the desk has moved it since the driver saw it.
 */
export async function acceptShift(work: Work, input: AcceptShift & { shiftId: string }): Promise<Outcome<Shift>> {
  const { userId } = work.actor;
  const seen = await shiftById(work.tx, input.shiftId);
  if (seen === undefined || mayUseSite(work, seen.siteId)) return notFound('shift');
  const shift = (await lockShift(work.tx, seen.siteId, seen.shiftId))!;
  if (shift.driverId === userId && shift.state !== 'withdrawn') return done(shift);
  const { fromAt = seen.fromAt, toAt = seen.toAt } = input;
  const refused = refuseOther(shift, { fromAt, toAt }) ?? (await refuseOverlap(work, shift, userId));
  if (refused) return refused;
  if ((await takeShift(work, shift)) !== 1) return refuse('offer_gone', 'This offer is taken or has ended');
  tell(work, shiftAccepted(shift.siteId, shift.shiftId, { driverId: userId }));
  return done({ ...shift, state: 'accepted', driverId: userId });
}

function refuseOther({ state, fromAt, toAt }: Shift, saw: Pick<Shift, 'fromAt' | 'toAt'>): Refused | undefined {
  const isSame = fromAt.getTime() === saw.fromAt.getTime() && toAt.getTime() === saw.toAt.getTime();
  if (isSame || state !== 'offered') return undefined;
  return refuse('offer_changed', 'This offer has other times now', { got: saw, expected: { fromAt, toAt } });
}
