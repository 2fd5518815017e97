import { mayUseSite } from '../../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../../platform/errors.ts';
import { tell, type Work } from '../../platform/work.ts';
import { checkoutGivenUp } from '../events.ts';
import { giveBack } from '../giveBack.ts';
import type { Promised } from '../promise.ts';
import type { GiveUpCheckout } from '../schema.ts';
import { givenUp, promiseById, releaseUnordered, type PromiseRow } from '../store.ts';

/**
 * Frees the units of a checkout that was paid and whose order never came. An order that comes in the same moment has the promise
 * or comes after: then it is promised anew, or told what is missing. Giving up twice answers the same.
 * @returns `promise_in_order` where an order has it, `promise_resolved` where it is not paid, or ended otherwise
 */
export async function giveUpCheckout(
  work: Work,
  { promiseId, reason }: GiveUpCheckout & { promiseId: string },
): Promise<Outcome<Promised>> {
  const row = await promiseById(work.tx, promiseId, undefined);
  if (row === undefined || mayUseSite(work, row.siteId)) return notFound('promise', 'promiseId', promiseId);
  if (!(await releaseUnordered(work, row, reason))) return whyNot(work, row);
  await giveBack(work, [row]);
  tell(work, checkoutGivenUp(row, reason));
  return done({ promiseId, state: 'released', expiresAt: null });
}

async function whyNot(work: Work, { siteId, promiseId }: PromiseRow): Promise<Outcome<Promised>> {
  const { orderId, state } = (await promiseById(work.tx, promiseId, undefined))!;
  if (await givenUp(work.tx, siteId, promiseId)) return done({ promiseId, state, expiresAt: null });
  if (orderId !== null) return refuse('promise_in_order', 'An order has this promise; cancel the order');
  return refuse('promise_resolved', `The promise is ${state}`, { got: state, expected: 'confirmed' });
}
