import { mayUseSite } from '../auth/index.ts';
import { orderFacts } from '../orders/index.ts';
import { done, invalid, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newCode, newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { returnAnnounced } from './events.ts';
import type { Announce, ReturnShown } from './schema.ts';
import { returnsShown } from './returnsShown.ts';
import { insertAsked, insertCase, type ReturnCase } from './store.ts';

/** A customer sends something back. Refuses `return_not_shipped` for more than was delivered and is still out. */
export async function announce(work: Work, input: Announce): Promise<Outcome<ReturnShown>> {
  const order = (await orderFacts(work.tx, [input.orderId])).get(input.orderId);
  const { sellerId } = work.actor;
  if (order === undefined || (sellerId !== undefined && order.sellerId !== sellerId)) return notFound('order');
  if (mayUseSite(work, order.siteId)) return notFound('order');
  const asked =
    input.lines.length > 0
      ? input.lines
      : order.lines
          .filter(({ delivered }) => delivered > 0)
          .map(({ lineNo, delivered }) => ({ lineNo, quantity: delivered }));
  if (asked.length === 0) return refuse('return_not_shipped', 'Nothing of this order was delivered');
  const lines = [];
  for (const [at, { lineNo, quantity }] of asked.entries()) {
    const line = order.lines.find((one) => one.lineNo === lineNo);
    if (line === undefined || line.itemId === null) return notFound('order', `lines.${at}.lineNo`, lineNo);
    if (quantity > line.delivered) {
      return invalid(`lines.${at}.quantity`, quantity, `at most ${line.delivered}`, 'return_not_shipped');
    }
    lines.push({ lineNo, itemId: line.itemId, quantity });
  }
  const one: ReturnCase = {
    siteId: order.siteId,
    returnId: newId(),
    code: `RET-${newCode(8)}`,
    sellerId: order.sellerId,
    orderId: order.orderId,
    parcelId: null,
    state: 'requested',
    reason: input.reason,
  };
  await insertCase(work, one);
  await insertAsked(work.tx, one.siteId, one.returnId, lines);
  tell(work, returnAnnounced(one, { code: one.code }));
  return done((await returnsShown(work, [one]))[0]!, 201);
}
