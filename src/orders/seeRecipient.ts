import { mayUseSite } from '../auth/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { personalFields, recipientOf, type Person } from './recipient.ts';
import type { Look } from './schema.ts';
import { orderHeads } from './store.ts';

/** Who gets an order, in clear, for a reason that is kept with the record of it. Refuses `recipient_erased`. */
export async function seeRecipient(
  work: Work,
  { orderId, reason }: Look & { orderId: string },
): Promise<Outcome<Person>> {
  const [order] = await orderHeads(work.tx, [orderId]);
  const own = work.actor.sellerId ?? order?.sellerId;
  if (order === undefined || order.sellerId !== own || mayUseSite(work, order.siteId)) return notFound('order');
  const seen = await recipientOf(work, { sellerId: order.sellerId, orderId, fields: personalFields, why: reason });
  if (seen.refused) return seen;
  const { name, phone, address } = seen.value;
  return done({ name, phone, address });
}
