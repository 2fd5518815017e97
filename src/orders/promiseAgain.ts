import { extendMany, lockStock, promiseMany } from '../inventory/index.ts';
import type { Job } from '../platform/jobs.ts';
import type { Consumer } from '../platform/relay.ts';
import { tell, type Work } from '../platform/work.ts';
import { MORE_WANTING, moreWanting } from './events.ts';
import { keep } from './keep.ts';
import { knowCustomers } from './knowCustomers.ts';
import type { Line, Order } from './rules.ts';
import { lockOrders, wantingOrders, type Wanted } from './store.ts';
import { basketOf, buyerOf, lackingLines, markPromised, promiseOf } from './takePromise.ts';

/** Orders looked at in one transaction; the next ones come with a fact that says where this one stopped. */
const AT_ONCE = 100;

/** Promises what arrived to the paid orders that lack it, those due first; an order gets all it lacks or waits on. */
export async function promiseAgain(work: Work, wanted: Wanted): Promise<void> {
  const keys = await wantingOrders(work.tx, wanted, AT_ONCE);
  if (keys.length === 0) return;
  if (keys.length === AT_ONCE) tell(work, moreWanting(wanted, keys.at(-1)!));
  const orders = await lockOrders(work.tx, keys);
  await knowCustomers(work, [...orders.values()]);
  const wanting = keys
    .map(({ orderId }) => orders.get(orderId)!)
    .map((order) => ({ order, lines: lackingLines(order), own: promiseOf(order) }));
  const items = wanting.flatMap(({ order, lines }) =>
    lines.map((line) => ({ siteId: order.siteId, itemId: line.itemId! })),
  );
  const standing = wanting.flatMap(({ order, own }) =>
    own === undefined ? [] : [{ siteId: order.siteId, promiseId: own }],
  );
  // all at once, before two verbs take from it
  await lockStock(work, { siteId: wanting[0]!.order.siteId, promises: standing, items });
  const given = await giveAll(work, wanting);
  const served = wanting.flatMap(({ order, lines }, at) => {
    const promiseId = given[at];
    if (promiseId === undefined) return [];
    markPromised(lines, promiseId);
    return [{ order, lines, event: 'promised_again', cause: 'units_arrived' }];
  });
  if (served.length > 0) keep(work, served);
}

interface Wanting {
  order: Order;
  lines: Line[];
  own: string | undefined;
}

/** @returns for each order the promise that holds its units now, or nothing */
async function giveAll(work: Work, wanting: Wanting[]): Promise<(string | undefined)[]> {
  const extended = wanting.filter((one) => one.own !== undefined);
  const extensions = extended.map(({ order, lines, own }) => {
    return { siteId: order.siteId, promiseId: own!, ...buyerOf(order), lines: basketOf(lines) };
  });
  const first = wanting.filter((one) => one.own === undefined);
  const baskets = first.map(({ order, lines }) => {
    const { siteId, sellerId, orderId, channel, mall, externalId } = order;
    return { siteId, sellerId, orderId, channel, mall, externalId, ...buyerOf(order), lines: basketOf(lines) };
  });
  const given = new Map<Wanting, string>();
  const promised = baskets.length === 0 ? [] : await promiseMany(work, baskets);
  promised.forEach((outcome, at) => !outcome.refused && given.set(first[at]!, outcome.value.promiseId));
  const more = extensions.length === 0 ? [] : await extendMany(work, extensions);
  more.forEach((outcome, at) => !outcome.refused && given.set(extended[at]!, extended[at]!.own!));
  return wanting.map((one) => given.get(one));
}

export const hearAvailable: Consumer = {
  name: 'orders.available',
  kinds: ['inventory.available', MORE_WANTING],
  hear: async (work, { kind, siteId = null, subject, body }) => {
    const wanted = { siteId, itemId: subject, after: null };
    await promiseAgain(work, kind === MORE_WANTING ? (body as unknown as Wanted) : wanted);
  },
};

/** For those that others held, or that lacked something else, when it became available. */
export const promiseWanting: Job = {
  name: 'orders.promiseWanting',
  every_s: 60,
  run: async (work) => {
    await promiseAgain(work, { siteId: null, itemId: null, after: null });
  },
};
