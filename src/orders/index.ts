import { endOverdueOrders } from './endOverdue.ts';
import { hearAvailable, promiseWanting } from './promiseAgain.ts';

export { routes } from './routes.ts';
export const consumers = [hearAvailable];
export const jobs = [promiseWanting, endOverdueOrders];
export { advance, type Advance } from './advance.ts';
export { backOrder } from './backOrder.ts';
export { cancel } from './cancel.ts';
export { loseUnits, type Lost } from './loseUnits.ts';
export { giveAddress } from './giveAddress.ts';
export { destinationsOf, orderFacts } from './orderFacts.ts';
export { noteTrouble } from './noteTrouble.ts';
export { pay } from './pay.ts';
export { place } from './place.ts';
export { recipientOf, type Recipient } from './recipient.ts';
export type { Column, Line, Move, Order, OrderState } from './rules.ts';
export { lockDue, type Due } from './store.ts';
export { PlaceOrder, ShipTo } from './schema.ts';
