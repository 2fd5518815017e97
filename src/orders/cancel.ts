import { activeAllocationsOf, breakAllocation, reducePromise, releasePromise } from '../inventory/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { cancelRequested } from './events.ts';
import { keep } from './keep.ts';
import { moveUnits, planCancel, type Line, type Order } from './rules.ts';
import type { Cancelled } from './schema.ts';
import { lockOrder } from './store.ts';
import { checkoutPromise } from './takePromise.ts';

/**
 * A wish to cancel, answered by where the units are: what nobody has picked is free at once; picked units are to be put
 * back, parcels opened, what is on the road stopped. Asking twice answers the same. @returns `order_ended`
 */
export async function cancel(work: Work, input: { orderId: string; cause: string }): Promise<Outcome<Cancelled>> {
  const order = await lockOrder(work.tx, input.orderId, work.actor.sellerId);
  return order === undefined ? notFound('order') : cancelHeld(work, order, input.cause);
}

/** The same for an order that the caller holds. */
export async function cancelHeld(work: Work, order: Order, cause: string): Promise<Outcome<Cancelled>> {
  const plan = planCancel(order);
  const { orderId } = order;
  if (order.state === 'cancelled' || order.cancelAskedAt !== null) {
    return done({ orderId, state: order.state, answer: plan.answer });
  }
  if (['delivered', 'closed', 'expired'].includes(order.state)) {
    return refuse('order_ended', 'The order has ended', { got: order.state, expected: 'a return' });
  }
  const freed = await freeUnits(work, order);
  if (freed.refused) return freed;
  const moved = moveUnits(new Map([[orderId, order]]), plan.moves);
  if (moved.refused) return moved;
  order.cancelAskedAt = work.at;
  order.cancelCause = cause;
  await keep(work, [{ order, lines: moved.value.get(orderId) ?? [], event: 'cancel_asked', cause }]);
  if (plan.answer !== 'cancelled') tell(work, cancelRequested(order, plan, cause));
  return done({ orderId, state: order.state, answer: plan.answer });
}

/** Gives promises and allocations of an order back to the stock; the checkout's own too, where it was never taken over. */
async function freeUnits(work: Work, order: Order): Promise<Outcome<undefined>> {
  for (const { promiseId, itemId, quantity } of promisedOf(order.lines)) {
    const reduced = await reducePromise(work, { siteId: order.siteId, promiseId, itemId, quantity });
    if (reduced.refused) return reduced;
  }
  for (const { allocationId } of await activeAllocationsOf(work.tx, order.siteId, [order.orderId])) {
    const broken = await breakAllocation(work, { siteId: order.siteId, allocationId, to: 'free' });
    if (broken.refused) return broken;
  }
  const checkout = order.lines.every((line) => line.promiseId === null)
    ? await checkoutPromise(work, order)
    : undefined;
  if (checkout !== undefined) await releasePromise(work, { promiseId: checkout.promiseId });
  return done(undefined);
}

function promisedOf(lines: Line[]) {
  const sums = new Map<string, { promiseId: string; itemId: string; quantity: number }>();
  for (const { promiseId, itemId, promised } of lines) {
    if (promised === 0 || promiseId === null || itemId === null) continue;
    const sum = sums.get(promiseId + itemId);
    if (sum) sum.quantity += promised;
    else sums.set(promiseId + itemId, { promiseId, itemId, quantity: promised });
  }
  return [...sums.values()].sort((a, b) => (a.itemId < b.itemId ? -1 : 1));
}
