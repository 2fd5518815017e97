import { mayUseSite } from '../auth/index.ts';
import { done, invalid, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { addressGiven } from './events.ts';
import { keep } from './keep.ts';
import { recipientNow, sealRecipient, type Addressed } from './recipient.ts';
import { refusePhone } from './refusePhone.ts';
import { endStates, totalsOf, type Order } from './rules.ts';
import type { Moved, ShipToChange } from './schema.ts';
import { lockOrder } from './store.ts';
import { zoneAnew } from './zoned.ts';

/**
 * Who gets the order, told later or told anew, whole or in part; until it is on the road. Refuses `address_missing`, `phone_invalid`,
 * `order_shipped`, `order_ended`.
 */
export async function giveAddress(
  work: Work,
  input: { orderId: string; shipTo: ShipToChange },
): Promise<Outcome<Moved>> {
  const order = await lockOrder(work.tx, input.orderId, work.actor.sellerId);
  if (order === undefined || mayUseSite(work, order.siteId)) return notFound('order');
  if (endStates.includes(order.state)) return refuse('order_ended', 'The order has ended', { got: order.state });
  if (totalsOf(order.lines).shipped > 0)
    return refuse('order_shipped', 'The order is on the road', { got: order.state });
  const wrong = refusePhone(input.shipTo.phone);
  if (wrong !== undefined) return wrong;
  const told = await wholeOf(work, order, input.shipTo);
  if (told.refused) return told;
  const isElsewhere = input.shipTo.address !== undefined || input.shipTo.lat !== undefined;
  await sealRecipient(work, order, told.value);
  if (isElsewhere) await zoneAnew(work, order, told.value);
  keep(work, [{ order, lines: [], event: 'address_given' }]);
  tell(work, addressGiven(order, { isElsewhere }));
  return done({ orderId: order.orderId, state: order.state });
}

/** What was told, and of what was not what is known. Another address has the place that is told with it, or none. */
async function wholeOf(work: Work, order: Order, told: ShipToChange): Promise<Outcome<Addressed['to']>> {
  const isWhole = told.name !== undefined && told.phone !== undefined && told.address !== undefined;
  const known = isWhole ? undefined : await recipientNow(work.tx, order);
  const kept = told.address === undefined ? known?.spot : undefined;
  const { name, phone, address, ...spot } = { ...known?.person, ...kept, ...told };
  if (address === undefined) return invalid('shipTo.address', 'absent', 'an address', 'address_missing');
  if (name === undefined) return invalid('shipTo.name', 'absent', 'a name');
  if (phone === undefined) return invalid('shipTo.phone', 'absent', 'a phone number');
  return done({ name, phone, address, ...spot });
}
