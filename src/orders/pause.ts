import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { paused } from './events.ts';
import { keep } from './keep.ts';
import { refuseNamed } from './refuseNamed.ts';
import { endStates } from './rules.ts';
import type { Moved } from './schema.ts';
import { lockOrder } from './store.ts';

/** Keeps an order from the floor and from its label, for a reason such as fraud; what is picked already stays. */
export function pause(work: Work, input: { orderId: string; reason: string }): Promise<Outcome<Moved>> {
  return setPaused(work, input.orderId, input.reason);
}

export function resume(work: Work, input: { orderId: string }): Promise<Outcome<Moved>> {
  return setPaused(work, input.orderId, null);
}

async function setPaused(work: Work, orderId: string, reason: string | null): Promise<Outcome<Moved>> {
  const order = await lockOrder(work.tx, orderId, work.actor.sellerId);
  if (order === undefined || mayUseSite(work, order.siteId)) return notFound('order');
  if (endStates.includes(order.state)) return refuse('order_ended', 'The order has ended', { got: order.state });
  const named = reason === null ? undefined : await refuseNamed(work, order, 'reason', reason);
  if (named) return named;
  if (order.paused !== reason) {
    order.paused = reason;
    const event = reason === null ? 'resumed' : 'paused';
    keep(work, [{ order, lines: [], event, cause: reason ?? undefined }]);
    tell(work, paused(order));
  }
  return done({ orderId, state: order.state });
}
