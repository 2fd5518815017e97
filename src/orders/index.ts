import type { Kept } from '../platform/retention.ts';
import { endOverdueOrders } from './endOverdue.ts';
import { eraseRecipients } from './eraseRecipients.ts';
import { lateOrdersTold } from './tellLate.ts';
import { hearAvailable, promiseWanting } from './promiseAgain.ts';

export { routes } from './routes.ts';
export const consumers = [hearAvailable];
export const jobs = [promiseWanting, endOverdueOrders, lateOrdersTold];
/** Each of them is told, and its doors and pages lose it, too: a smaller portion. */
const RECIPIENTS = 1000;
export const kept: Kept[] = [
  {
    what: 'recipients',
    period: 'recipients_days',
    end: (work, { before, limit }) =>
      eraseRecipients(work, { endedBefore: before, limit: Math.min(limit, RECIPIENTS) }),
  },
];
export { advance, advanceHeld, advanceMany, type Advance } from './advance.ts';
export { backOrder } from './backOrder.ts';
export { cancel } from './cancel.ts';
export { loseUnits, type Lost } from './loseUnits.ts';
export { giveAddress } from './giveAddress.ts';
export { destinationsOf, orderFacts } from './orderFacts.ts';
export { noteStanding, noteTrouble } from './noteTrouble.ts';
export { pay } from './pay.ts';
export { place } from './place.ts';
export { returnShares } from './returnShares.ts';
export { eraseRecipients } from './eraseRecipients.ts';
export {
  areasOf,
  maskedRecipientOf,
  personalFields,
  recipientOf,
  type Person,
  type PersonalField,
} from './recipient.ts';
export { wrapRecipientsAnew } from './wrapRecipientsAnew.ts';
export type { Column } from './columns.shared.ts';
export type { Line, Move, Order, OrderState } from './rules.ts';
export { backlogOf, lockDue, lockOrders, milestonesOf, ordersByPart, type Backlog, type Due } from './store.ts';
export { Look, PlaceOrder, ShipTo } from './schema.ts';
