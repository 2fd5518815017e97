import { z } from 'zod';
import { shiftKinds, shiftStates } from '../rules.ts';
import { moment } from '../../platform/moment.shared.ts';
import { shownTime, siteId } from './shapes.ts';

export const OfferShift = z.strictObject({
  siteId,
  fromAt: moment,
  toAt: moment,
  pay_krw: z.int().min(0).max(10_000_000),
  /** Until when it may be accepted; the beginning of the shift where absent. */
  endsAt: moment.optional(),
  /** Own staff: the shift is theirs at once. Absent: a gig on offer to every driver of the site. */
  driverId: z.uuid().optional(),
});
export type OfferShift = z.infer<typeof OfferShift>;
/** What is absent stays. */
export const ChangeShift = z.strictObject({ fromAt: moment.optional(), toAt: moment.optional() });
export type ChangeShift = z.infer<typeof ChangeShift>;
/** The times that the driver saw: another shift than that is not accepted for him. */
export const AcceptShift = z.strictObject({ fromAt: moment.optional(), toAt: moment.optional() });
export type AcceptShift = z.infer<typeof AcceptShift>;
/** As the desk saw it: an offer that a driver accepted meanwhile is not taken from him. */
export const WithdrawShift = z.strictObject({ state: z.enum(['offered', 'accepted']).optional() });
export type WithdrawShift = z.infer<typeof WithdrawShift>;
export const Shift = z.strictObject({
  siteId,
  shiftId: z.uuid(),
  kind: z.enum(shiftKinds),
  fromAt: shownTime,
  toAt: shownTime,
  pay_krw: z.int(),
  endsAt: shownTime,
  state: z.enum(shiftStates),
  driverId: z.uuid().nullable(),
  startedAt: shownTime.nullable(),
  endedAt: shownTime.nullable(),
  /** Until when it may be put back, where it was taken back. */
  restoreUntil: shownTime.nullable(),
});
export const Shifts = z.strictObject({ shifts: z.array(Shift) });
export const ShiftPath = z.strictObject({ shiftId: z.uuid() });
