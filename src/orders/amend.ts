import { lockStock, releasePromise } from '../inventory/index.ts';
import { done, OvertakenError, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { contentsKey, contentsOf } from './contents.ts';
import { amended } from './events.ts';
import { hasAddress, sealRecipient } from './recipient.ts';
import { refusePhone } from './refusePhone.ts';
import { endStates, totalsOf, untouched, type Line, type Order } from './rules.ts';
import type { Placed, PlaceOrder } from './schema.ts';
import { settleUnits } from './settleUnits.ts';
import { addEvents, deleteLines, insertLines, writeVersion } from './store.ts';
import { zoneAnew } from './zoned.ts';

/**
 * Brings an order to a newer version. Other lines are taken only while nobody has touched its goods: what was promised
 * is given back and promised anew in one transaction. The address changes until some of it is on the road, and no more.
 * @returns `order_ended`, `order_in_work`, `phone_invalid`, `not_enough_stock` (the older version then stands)
 */
export async function amend(
  work: Work,
  order: Order,
  { input, lines }: { input: PlaceOrder; lines: Line[] },
): Promise<Outcome<Placed>> {
  if (endStates.includes(order.state) || order.cancelAskedAt !== null) {
    return refuse('order_ended', 'The order has ended', { got: order.state });
  }
  const wrong = refusePhone(input.shipTo?.phone);
  if (wrong !== undefined) return wrong;
  const sameBasket = basketOf(order.lines) === basketOf(lines);
  if (!sameBasket) {
    if (!untouched(order)) {
      return refuse('order_in_work', 'The order is being picked; cancel it instead', { got: order.state });
    }
    await replaceLines(work, order, lines);
  }
  order.version = input.version;
  order.contents = contentsOf(await contentsKey(work), order.orderId, input);
  if ((await writeVersion(work, order)) === 0) throw new OvertakenError('a newer version came meanwhile');
  if (input.paid && order.paidAt === null) order.paidAt = work.at;
  if (hasAddress(input.shipTo) && totalsOf(order.lines).shipped === 0) {
    await sealRecipient(work, order, input.shipTo);
    await zoneAnew(work, order, input.shipTo);
  }
  const later = input.promiseBy !== undefined && input.promiseBy.getTime() !== order.promiseBy.getTime();
  if (later) {
    order.promiseBy = input.promiseBy!;
    const { sellerId, orderId } = order;
    addEvents(work, [{ sellerId, orderId, kind: 'promise_moved', cause: 'amended' }]);
  }
  const onShortfall = sameBasket ? 'keep' : input.onShortfall;
  const settled = await settleUnits(work, order, { event: 'amended', onShortfall });
  if (settled.refused) return settled;
  tell(work, amended(order));
  return done(settled.value, 200);
}

const basketOf = (lines: Line[]) => JSON.stringify(lines.map((line) => [line.itemId ?? line.code, line.ordered]));

async function replaceLines(work: Work, order: Order, lines: Line[]): Promise<void> {
  const promises = new Set(order.lines.flatMap((line) => (line.promised > 0 ? [line.promiseId!] : [])));
  const { siteId } = order;
  const items = lines.flatMap(({ itemId }) => (itemId === null ? [] : [{ siteId, itemId }]));
  const given = [...promises].map((promiseId) => ({ siteId, promiseId }));
  if (given.length > 0) await lockStock(work, { siteId, promises: given, items });
  for (const promiseId of promises) await releasePromise(work, { promiseId });
  await deleteLines(work, order);
  order.lines = lines;
  insertLines(work, [order]);
}
