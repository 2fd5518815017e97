import {
  adoptPromise,
  linesOfPromise,
  livePromises,
  promise,
  releasePromise,
  type PromiseAsked,
  type PromiseRow,
} from '../inventory/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import type { Line, Order } from './rules.ts';

/** The live promise of the checkout that an order came from. */
export async function checkoutPromise(
  work: Work,
  order: Pick<Order, 'sellerId' | 'channel' | 'mall' | 'externalId'>,
): Promise<PromiseRow | undefined> {
  const { sellerId, channel, mall, externalId } = order;
  return (await livePromises(work.tx, [{ sellerId, channel, mall, externalId }]))[0];
}

const lacks = (line: Line) => line.waiting + line.back_ordered;

/**
 * Lines of an order with units that nothing is promised for. One promise at a time for a line, so that what a broken
 * allocation gives back is under the promise it names.
 */
export function lackingLines(order: Order): Line[] {
  return order.lines.filter(
    (line) => line.itemId !== null && lacks(line) > 0 && line.promised === 0 && line.allocated === 0,
  );
}

/** The basket to ask for, named: the purchase's own name stands for its first promise, later ones get another. */
export function basketOf(order: Order, lines: Line[]): PromiseAsked {
  const { siteId, sellerId, orderId, channel, mall } = order;
  const first = order.lines.every((line) => line.promiseId === null);
  const externalId = first ? order.externalId : `${order.externalId}#${newId()}`;
  const wanted = lines.map((line) => ({ itemId: line.itemId!, quantity: lacks(line) }));
  return { siteId, sellerId, orderId, channel, mall, externalId, lines: wanted };
}

export function markPromised(lines: Line[], promiseId: string): void {
  for (const line of lines) {
    line.promised += lacks(line);
    line.waiting = line.back_ordered = 0;
    line.promiseId = promiseId;
  }
}

/**
 * Promises every unit of an order that nothing is promised for yet, all of it or nothing; the checkout's promise is
 * taken over where it is for the same basket at the same site, else given up for a new one in the same transaction.
 * The lines are changed in place.
 * @returns the lines promised, or `not_enough_stock`
 */
export async function takePromise(work: Work, order: Order): Promise<Outcome<Line[]>> {
  const lines = lackingLines(order);
  if (lines.length === 0) return done([]);
  const basket = basketOf(order, lines);
  const adopted = await adopt(work, order, basket.lines);
  if (adopted.refused) return adopted;
  let promiseId = adopted.value;
  if (promiseId === undefined) {
    const taken = await promise(work, basket);
    if (taken.refused) return taken;
    promiseId = taken.value.promiseId;
  }
  markPromised(lines, promiseId);
  return done(lines);
}

type Basket = { itemId: string; quantity: number }[];

async function adopt(work: Work, order: Order, wanted: Basket): Promise<Outcome<string | undefined>> {
  if (order.lines.some((line) => line.promiseId !== null)) return done(undefined);
  const found = await checkoutPromise(work, order);
  if (found === undefined || (found.orderId !== null && found.orderId !== order.orderId)) return done(undefined);
  const late = found.state === 'open' && found.expiresAt! <= work.at;
  if (!late && found.siteId === order.siteId && (await isFor(work, found, wanted))) {
    const adopted = await adoptPromise(work, { promise: found, orderId: order.orderId });
    return adopted.refused ? adopted : done(adopted.value.promiseId);
  }
  const released = await releasePromise(work, { promiseId: found.promiseId });
  return released.refused && released.refusal.code !== 'promise_expired' ? released : done(undefined);
}

/** Whether a promise still holds exactly this basket; units may have been shed from it. */
async function isFor(work: Work, found: PromiseRow, wanted: Basket): Promise<boolean> {
  const held = await linesOfPromise(work.tx, found.siteId, found.promiseId);
  const sums = new Map<string, number>();
  for (const { itemId, quantity } of wanted) sums.set(itemId, (sums.get(itemId) ?? 0) + quantity);
  return held.length === sums.size && held.every(({ itemId, open }) => sums.get(itemId) === open);
}
