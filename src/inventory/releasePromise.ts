import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { resolved } from './confirmPromise.ts';
import { becameAvailable } from './events.ts';
import { returnCaps } from './flash/returnCaps.ts';
import { giveBack } from './giveBack.ts';
import type { Promised } from './promise.ts';
import { loseOpen, promiseById, turnPromise, type PromiseRow } from './store.ts';

/**
 * A checkout given up: its units are free at once. Confirm and release exclude each other; one that was confirmed is
 * released only where the caller says that the payment went back. The promise of an order is released by cancelling it.
 */
export async function releaseCheckout(
  work: Work,
  input: { promiseId: string; paymentReturned?: boolean | undefined },
): Promise<Outcome<Promised>> {
  const row = await promiseById(work.tx, input.promiseId, work.actor.sellerId);
  if (row === undefined || mayUseSite(work, row.siteId)) return notFound('promise');
  if (row.orderId !== null) return refuse('promise_in_order', 'An order has this promise; cancel the order');
  if (row.state === 'confirmed' && input.paymentReturned !== true) return resolved(row, 'released', work.at);
  return release(work, row);
}

/** Gives back all units of a promise that are not allocated yet. Releasing twice answers the same. */
export async function releasePromise(work: Work, input: { promiseId: string }): Promise<Outcome<Promised>> {
  const row = await promiseById(work.tx, input.promiseId, undefined);
  return row === undefined ? notFound('promise') : release(work, row);
}

/** Only from the state that the caller saw: what turned it in between has won. */
async function release(work: Work, row: PromiseRow): Promise<Outcome<Promised>> {
  const live = row.state === 'open' || row.state === 'confirmed';
  if (!live || !(await turnPromise(work, row, { state: 'released' }))) {
    return resolved(await promiseById(work.tx, row.promiseId, undefined), 'released', work.at);
  }
  await giveBack(work, [row]);
  return done({ promiseId: row.promiseId, state: 'released', expiresAt: null });
}

/** Some units of one item of a promise are not there: they are back-ordered. */
export async function reducePromise(
  work: Work,
  input: { siteId: string; promiseId: string; itemId: string; quantity: number },
): Promise<Outcome<undefined>> {
  const row = await promiseById(work.tx, input.promiseId, undefined);
  if (row === undefined) return notFound('promise');
  if (!(await loseOpen(work, input.siteId, [input]))) {
    return refuse('promise_smaller', 'The promise holds fewer units than that', { got: input.quantity });
  }
  await returnCaps(work, [input]);
  tell(work, becameAvailable(input.siteId, row.sellerId, input.itemId));
  return done(undefined);
}
