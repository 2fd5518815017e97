import { mayUseSite } from '../auth/index.ts';
import { done, invalid, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { addressGiven } from './events.ts';
import { keep } from './keep.ts';
import { hasAddress, sealRecipient } from './recipient.ts';
import { endStates, totalsOf } from './rules.ts';
import type { Moved, ShipTo } from './schema.ts';
import { lockOrder } from './store.ts';
import { zoneAnew } from './zoned.ts';

/** Who gets the order, told later or told anew; until it is on the road. @returns `address_missing`, `order_shipped` */
export async function giveAddress(work: Work, input: { orderId: string; shipTo: ShipTo }): Promise<Outcome<Moved>> {
  const order = await lockOrder(work.tx, input.orderId, work.actor.sellerId);
  if (order === undefined || mayUseSite(work, order.siteId)) return notFound('order');
  if (!hasAddress(input.shipTo)) return invalid('shipTo.address', 'absent', 'an address', 'address_missing');
  if (endStates.includes(order.state)) return refuse('order_ended', 'The order has ended', { got: order.state });
  if (totalsOf(order.lines).shipped > 0)
    return refuse('order_shipped', 'The order is on the road', { got: order.state });
  await sealRecipient(work, order, input.shipTo);
  await zoneAnew(work, order, input.shipTo);
  keep(work, [{ order, lines: [], event: 'address_given' }]);
  tell(work, addressGiven(order));
  return done({ orderId: order.orderId, state: order.state });
}
