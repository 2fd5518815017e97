import { livePromises, promiseMany, type PromiseRow } from '../inventory/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { attempt } from '../platform/transact.ts';
import type { Work } from '../platform/work.ts';
import { follow } from './keep.ts';
import { newOrders } from './newOrders.ts';
import { hasAddress, sealRecipients, writeSealed } from './recipient.ts';
import { purchaseOf, type Order } from './rules.ts';
import type { Placed, PlaceOrder } from './schema.ts';
import { keptFor, placed } from './settleUnits.ts';
import { addEvents, insertLines, insertOrders, type NewOrder } from './store.ts';
import { basketOf, buyerOf, lackingLines, lockUnfit, markPromised, ofOrder, takePromise } from './takePromise.ts';

/** An order that was read. */
export interface Draft {
  at: number;
  work: Work;
  input: PlaceOrder;
  sellerId: string;
  lines: Order['lines'];
}

export type Built = Draft & { order: Order & NewOrder };

/**
 * Places orders that are new: units are promised first, so that one refused leaves nothing, then all the others are
 * written as they stand.
 */
export async function placeFresh(drafts: Draft[]): Promise<Outcome<Placed>[]> {
  if (drafts.length === 0) return [];
  const { work } = drafts[0]!;
  const checkouts = new Map(
    (
      await livePromises(
        work.tx,
        drafts.map(({ sellerId, input }) => ({ ...input, sellerId })),
      )
    ).map((row) => [purchaseOf(row), row]),
  );
  const orders = await newOrders(drafts, checkouts);
  const built = drafts.flatMap((draft, place): Built[] => {
    const order = orders[place]!;
    return order.refused ? [] : [{ ...draft, order: order.value }];
  });
  const addressed = built.flatMap(({ order, input: { shipTo } }) =>
    hasAddress(shipTo) ? [{ order, to: shipTo }] : [],
  );
  const sealed = await sealRecipients(work, addressed);
  const causes = await settle(built, checkouts);
  const kept = built.filter(({ order }) => causes.get(order.orderId)?.refused !== true);
  const stays = new Set(kept.map(({ order }) => order.orderId));
  await write(kept, causes);
  await writeSealed(
    work,
    sealed.filter(({ orderId }) => stays.has(orderId)),
  );
  const answers = new Map(
    built.map(({ at, order }) => {
      const cause = causes.get(order.orderId);
      return [at, cause?.refused === true ? cause : done(placed(order))] as const;
    }),
  );
  return drafts.map(({ at }, place) => {
    const order = orders[place]!;
    return order.refused ? order : answers.get(at)!;
  });
}

/** Why an order that is placed stands as it does, or why it is not placed. */
type Causes = Map<string, Outcome<string | undefined>>;

/** Promises what is paid: for a checkout that has a promise already in a part of its own, for all others together. */
async function settle(built: Built[], checkouts: Map<string, PromiseRow>): Promise<Causes> {
  const causes: Causes = new Map();
  const paid = built.filter(({ order }) => order.paidAt !== null && lackingLines(order).length > 0);
  const ofCheckout = ({ order }: Built) => checkouts.get(purchaseOf(order));
  const keyOf = (one: Built) => `${ofCheckout(one)!.siteId} ${ofCheckout(one)!.promiseId}`;
  // in the order in which promises are locked
  const own = paid.filter(ofCheckout).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const withCheckouts = paid.map((one) => ({ order: one.order, checkout: ofCheckout(one) }));
  const fits = own.length > 0 && paid.length > 1 && !(await lockUnfit(own[0]!.work, withCheckouts));
  for (const one of own) {
    const taken = await attempt(one.work, (work) => takePromise(work, one.order, { fits }));
    judge(causes, one, taken);
  }
  const others = paid.filter((one) => !own.includes(one));
  const baskets = others.map(({ order }) => {
    const { siteId, sellerId, orderId, channel, mall, externalId } = order;
    const lines = basketOf(lackingLines(order));
    return { siteId, sellerId, orderId, channel, mall, externalId, ...buyerOf(order), lines };
  });
  const promised = others.length === 0 ? [] : await promiseMany(others[0]!.work, baskets);
  others.forEach((one, place) => {
    const outcome = promised[place]!;
    if (!outcome.refused) markPromised(lackingLines(one.order), outcome.value.promiseId);
    judge(causes, one, outcome);
  });
  return causes;
}

function judge(causes: Causes, { order, input }: Built, outcome: Outcome<unknown>): void {
  if (!outcome.refused) return;
  const cause = keptFor(outcome, input.onShortfall);
  causes.set(order.orderId, cause === undefined ? ofOrder(outcome) : done(cause));
}

async function write(kept: Built[], causes: Causes): Promise<void> {
  if (kept.length === 0) return;
  const { work } = kept[0]!;
  const events = kept.flatMap(({ order, work: { actor } }) => {
    const cause = causes.get(order.orderId);
    const unknown = order.lines.some(({ itemId }) => itemId === null) ? 'code_unknown' : undefined;
    const because = cause === undefined || cause.refused ? (unknown ?? order.paused ?? undefined) : cause.value;
    const followed = follow(work, [{ order, event: 'placed', cause: because }]);
    return followed.map((event) => ({ ...event, actorId: actor.userId }));
  });
  const orders = kept.map(({ order }) => order);
  await insertOrders(work, orders);
  insertLines(work, orders);
  addEvents(work, events);
}
