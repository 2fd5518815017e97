import {
  adoptPromise,
  extendPromise,
  linesOfPromise,
  livePromises,
  lockStock,
  promise,
  releasePromise,
  type PromiseRow,
} from '../inventory/index.ts';
import { done, OvertakenError, type Outcome, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { knowCustomers } from './knowCustomers.ts';
import type { Line, Order } from './rules.ts';

/** The live promise of the checkout that an order came from. */
async function checkoutPromise(
  work: Work,
  order: Pick<Order, 'sellerId' | 'channel' | 'mall' | 'externalId'>,
): Promise<PromiseRow | undefined> {
  const { sellerId, channel, mall, externalId } = order;
  return (await livePromises(work.tx, [{ sellerId, channel, mall, externalId }]))[0];
}

const lacks = (line: Line) => line.waiting + line.back_ordered;

export function lackingLines(order: Order): Line[] {
  return order.lines.filter((line) => line.itemId !== null && lacks(line) > 0);
}

export function basketOf(lines: Line[]): Basket {
  return lines.map((line) => ({ itemId: line.itemId!, quantity: lacks(line) }));
}

/** The promise that an order has; it has one for life, or another after its lines were amended. */
export function promiseOf(order: Order): string | undefined {
  return order.lines.find((line) => line.promiseId !== null)?.promiseId ?? undefined;
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
 * The lines are changed in place. `fits`: it was for the same basket a moment ago, and nothing is locked to give it up.
 * @returns the lines promised, or `not_enough_stock`
 */
export async function takePromise(work: Work, order: Order, { fits = false } = {}): Promise<Outcome<Line[]>> {
  const lines = lackingLines(order);
  if (lines.length === 0) return done([]);
  const given = await giveTo(work, order, { lines: basketOf(lines), fits });
  if (given.refused) return ofOrder(given);
  markPromised(lines, given.value);
  return done(lines);
}

/** Of whom a checkout names by `customer` an order knows the phone. */
export function ofOrder({ refusal }: Refused): Refused {
  const isOfPhone = refusal.code === 'flash_customer_missing';
  return { refused: true, refusal: isOfPhone ? { ...refusal, field: 'shipTo.phone' } : refusal };
}

interface Wanting {
  lines: Basket;
  fits: boolean;
}

async function giveTo(work: Work, order: Order, { lines, fits }: Wanting): Promise<Outcome<string>> {
  const { siteId, sellerId, orderId, channel, mall, externalId } = order;
  const own = promiseOf(order);
  if (own !== undefined) {
    await knowCustomers(work, [order]);
    const extension = { siteId, promiseId: own, ...buyerOf(order), lines };
    const extended = await extendPromise(work, extension);
    return extended.refused ? extended : done(own);
  }
  const adopted = await adopt(work, order, { lines, fits });
  if (adopted.refused) return adopted;
  if (adopted.value !== undefined) return done(adopted.value);
  await knowCustomers(work, [order]);
  const wanted = { siteId, sellerId, orderId, channel, mall, externalId, ...buyerOf(order), lines };
  const taken = await promise(work, wanted);
  return taken.refused ? taken : done(taken.value.promiseId);
}

/** Whom flash sales count the units of an order for. */
export const buyerOf = ({ customer }: Order) => (customer === null || customer === undefined ? {} : { customer });

type Basket = { itemId: string; quantity: number }[];

async function adopt(work: Work, order: Order, { lines, fits }: Wanting): Promise<Outcome<string | undefined>> {
  const found = await checkoutPromise(work, order);
  const isOurs = found !== undefined && (found.orderId === null || found.orderId === order.orderId);
  if (isOurs && (await isFor(work, found, { siteId: order.siteId, wanted: lines }))) {
    const adopted = await adoptPromise(work, { promise: found, orderId: order.orderId });
    return adopted.refused ? adopted : done(adopted.value.promiseId);
  }
  // it was changed or ended since, and others of the set may have taken units that come after these
  if (fits) throw new OvertakenError('the promise of a checkout fits no more');
  if (!isOurs) return done(undefined);
  const items = lines.map(({ itemId }) => ({ siteId: order.siteId, itemId }));
  await lockStock(work, { siteId: order.siteId, promises: [found], items });
  const released = await releasePromise(work, { promiseId: found.promiseId });
  return released.refused && released.refusal.code !== 'promise_expired' ? released : done(undefined);
}

/**
 * Before several orders take units in one transaction: where the promise of one's checkout is to be given up for another,
 * all that they touch is locked at once, the promises of the other checkouts, too: who adopts one changes it.
 * @returns whether there is one
 */
export async function lockUnfit(
  work: Work,
  orders: { order: Order; checkout: PromiseRow | undefined }[],
): Promise<boolean> {
  const promises: PromiseRow[] = [];
  let allFit = true;
  for (const { order, checkout } of orders) {
    if (checkout === undefined) continue;
    const wanted = basketOf(lackingLines(order));
    allFit &&= await isFor(work, checkout, { siteId: order.siteId, wanted });
    promises.push(checkout);
  }
  if (allFit) return false;
  const items = orders.flatMap(({ order }) =>
    lackingLines(order).map(({ itemId }) => ({ siteId: order.siteId, itemId: itemId! })),
  );
  await lockStock(work, { siteId: promises[0]!.siteId, promises, items });
  return true;
}

/** Whether a promise stands and still holds exactly this basket; units may have been shed from it. */
async function isFor(
  work: Work,
  found: PromiseRow,
  { siteId, wanted }: { siteId: string; wanted: Basket },
): Promise<boolean> {
  if (found.siteId !== siteId || (found.state === 'open' && found.expiresAt! <= work.at)) return false;
  const held = await linesOfPromise(work.tx, found.siteId, found.promiseId);
  const sums = new Map<string, number>();
  for (const { itemId, quantity } of wanted) sums.set(itemId, (sums.get(itemId) ?? 0) + quantity);
  return held.length === sums.size && held.every(({ itemId, open }) => sums.get(itemId) === open);
}
