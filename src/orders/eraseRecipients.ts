import { mayUseSite, recordAccess } from '../auth/index.ts';
import { destroyDataKeys } from '../platform/dataKeys.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { recipientErased } from './events.ts';
import { endStates } from './rules.ts';
import { addEvents, eraseEnded, eraseOf, lockOrder } from './store.ts';

/**
 * Erases who got the orders that ended before a moment, by destroying the key of each; and the keys of the days before
 * it, under which answers and screens of that time are kept. At most `limit` recipients; @returns how many orders.
 */
export async function eraseRecipients(work: Work, due: { endedBefore: Date; limit: number }): Promise<number> {
  const erased = await eraseEnded(work, due.endedBefore, due.limit);
  for (const order of erased) tell(work, recipientErased(order));
  await destroyDataKeys(work.tx, due.endedBefore);
  return erased.length;
}

/** Erases who got one order, where its customer or an authority asks for it. Refuses `order_open`. */
export async function eraseRecipient(
  work: Work,
  { orderId, reason }: { orderId: string; reason: string },
): Promise<Outcome<{ orderId: string; erased: true }>> {
  const order = await lockOrder(work.tx, orderId, work.actor.sellerId);
  if (order === undefined || mayUseSite(work, order.siteId)) return notFound('order');
  if (!endStates.includes(order.state)) {
    return refuse('order_open', 'The order is still under way', { got: order.state, expected: endStates });
  }
  const { sellerId, siteId } = order;
  if (await eraseOf(work, order)) {
    await recordAccess(work, { subjects: [orderId], fields: ['erased'], why: reason });
    addEvents(work, [{ sellerId, orderId, kind: 'recipient_erased', cause: reason }]);
    tell(work, recipientErased({ siteId, sellerId, orderId }));
  }
  return done({ orderId, erased: true });
}
