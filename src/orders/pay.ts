import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { endStates } from './rules.ts';
import type { Placed } from './schema.ts';
import { placed, settleUnits } from './settleUnits.ts';
import { lockOrder } from './store.ts';

/**
 * The payment of an order came. The buyer's money is taken already, so a shortfall keeps the order unless the caller
 * wants it refused. Paying twice answers the same. @returns `payment_late`, `order_ended`, `not_enough_stock`
 */
export async function pay(
  work: Work,
  input: { orderId: string; onShortfall: 'refuse' | 'keep' },
): Promise<Outcome<Placed>> {
  const order = await lockOrder(work.tx, input.orderId, work.actor.sellerId);
  if (order === undefined || mayUseSite(work, order.siteId)) return notFound('order');
  if (order.paidAt !== null) return done(placed(order));
  if (order.state === 'expired' || (order.payBy !== null && order.payBy <= work.at)) {
    return refuse('payment_late', 'The order has expired', { expected: order.payBy });
  }
  if (endStates.includes(order.state)) return refuse('order_ended', 'The order has ended', { got: order.state });
  order.paidAt = work.at;
  return settleUnits(work, order, { event: 'paid', onShortfall: input.onShortfall });
}
