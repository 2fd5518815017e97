import { mayUseSite } from '../auth/index.ts';
import {
  breakAllocation,
  livePromises,
  lockStock,
  releasePromise,
  type HeldStock,
  type PromiseIds,
} from '../inventory/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { cancelRequested } from './events.ts';
import { keep } from './keep.ts';
import { refuseNamed } from './refuseNamed.ts';
import { moveUnits, planCancel, purchaseOf, type Order } from './rules.ts';
import type { Cancelled } from './schema.ts';
import { lockOrder } from './store.ts';

/**
 * A wish to cancel, answered by where the units are: what nobody has picked is free at once; picked units are to be put
 * back, parcels opened, what is on the road stopped. Asking twice answers the same. @returns `order_ended`,
 * `cause_personal`
 */
export async function cancel(work: Work, input: { orderId: string; cause: string }): Promise<Outcome<Cancelled>> {
  const order = await lockOrder(work.tx, input.orderId, work.actor.sellerId);
  if (order === undefined || mayUseSite(work, order.siteId)) return notFound('order');
  return (await refuseNamed(work, order, 'cause', input.cause)) ?? cancelHeld(work, order, input.cause);
}

/** What of the stock an order has. */
export interface Units {
  promises: PromiseIds[];
  held: HeldStock;
}

/** The same for an order that the caller holds, with all that it has. */
export async function cancelHeld(work: Work, order: Order, cause: string, units?: Units): Promise<Outcome<Cancelled>> {
  const plan = planCancel(order);
  const { orderId } = order;
  if (order.state === 'cancelled' || order.cancelAskedAt !== null) {
    return done({ orderId, state: order.state, answer: plan.answer });
  }
  if (['delivered', 'closed', 'expired'].includes(order.state)) {
    return refuse('order_ended', 'The order has ended', { got: order.state, expected: 'a return' });
  }
  const freed = await freeUnits(work, order, units ?? (await lockUnits(work, order)));
  if (freed.refused) return freed;
  const moved = moveUnits(new Map([[orderId, order]]), plan.moves);
  if (moved.refused) return moved;
  order.cancelAskedAt = work.at;
  order.cancelCause = cause;
  keep(work, [{ order, lines: moved.value.get(orderId) ?? [], event: 'cancel_asked', cause }]);
  if (plan.answer !== 'cancelled') tell(work, cancelRequested(order, plan, cause));
  return done({ orderId, state: order.state, answer: plan.answer });
}

/** The promises of each order; of one that never took it over that of its checkout, too. */
export async function promisesOf(work: Work, orders: Order[]): Promise<Map<string, PromiseIds[]>> {
  const without = orders.filter(({ lines }) => lines.every(({ promiseId }) => promiseId === null));
  const live = without.length === 0 ? [] : await livePromises(work.tx, without);
  const ofCheckout = new Map(live.map((promise) => [purchaseOf(promise), promise]));
  return new Map(
    orders.map((order) => {
      const { siteId, orderId, lines } = order;
      const own = [...new Set(lines.flatMap(({ promiseId }) => promiseId ?? []))];
      const checkout = ofCheckout.get(purchaseOf(order));
      return [orderId, [...own.map((promiseId) => ({ siteId, promiseId })), ...(checkout ? [checkout] : [])]];
    }),
  );
}

async function lockUnits(work: Work, order: Order): Promise<Units> {
  const { siteId, orderId } = order;
  const promises = (await promisesOf(work, [order])).get(orderId)!;
  return { promises, held: await lockStock(work, { siteId, promises, orderIds: [orderId] }) };
}

/** Gives promises and allocations of an order back to the stock. */
async function freeUnits(work: Work, { siteId }: Order, { promises, held }: Units): Promise<Outcome<undefined>> {
  for (const { promiseId } of promises) {
    const released = await releasePromise(work, { promiseId });
    if (released.refused && released.refusal.code !== 'promise_expired') return released;
  }
  for (const { allocationId } of held.allocations) {
    const broken = await breakAllocation(work, { siteId, allocationId, to: 'free' }, held);
    if (broken.refused) return broken;
  }
  return done(undefined);
}
