import { mayUseSite } from '../auth/index.ts';
import { activeAllocationsOf, breakAllocation, releasePromise } from '../inventory/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { cancelRequested } from './events.ts';
import { keep } from './keep.ts';
import { moveUnits, planCancel, type Order } from './rules.ts';
import type { Cancelled } from './schema.ts';
import { lockOrder } from './store.ts';
import { checkoutPromise } from './takePromise.ts';

/**
 * A wish to cancel, answered by where the units are: what nobody has picked is free at once; picked units are to be put
 * back, parcels opened, what is on the road stopped. Asking twice answers the same. @returns `order_ended`
 */
export async function cancel(work: Work, input: { orderId: string; cause: string }): Promise<Outcome<Cancelled>> {
  const order = await lockOrder(work.tx, input.orderId, work.actor.sellerId);
  if (order === undefined || mayUseSite(work, order.siteId)) return notFound('order');
  return cancelHeld(work, order, input.cause);
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
  keep(work, [{ order, lines: moved.value.get(orderId) ?? [], event: 'cancel_asked', cause }]);
  if (plan.answer !== 'cancelled') tell(work, cancelRequested(order, plan, cause));
  return done({ orderId, state: order.state, answer: plan.answer });
}

/** Gives promises and allocations of an order back to the stock; the checkout's own too, where it was never taken over. */
async function freeUnits(work: Work, order: Order): Promise<Outcome<undefined>> {
  const promises = new Set(order.lines.flatMap((line) => line.promiseId ?? []));
  if (order.lines.every((line) => line.promiseId === null)) {
    const checkout = await checkoutPromise(work, order);
    if (checkout !== undefined) promises.add(checkout.promiseId);
  }
  for (const promiseId of [...promises].sort()) {
    const released = await releasePromise(work, { promiseId });
    if (released.refused && released.refusal.code !== 'promise_expired') return released;
  }
  for (const { allocationId } of await activeAllocationsOf(work.tx, order.siteId, [order.orderId])) {
    const broken = await breakAllocation(work, { siteId: order.siteId, allocationId, to: 'free' });
    if (broken.refused) return broken;
  }
  return done(undefined);
}
