import { mayUseSite } from '../auth/index.ts';
import { done, notFound, OvertakenError, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Promised } from './promise.ts';
import { promiseById, turnPromise, type PromiseRow } from './store.ts';

/** Payment came: the promise no longer expires. Confirming twice answers the same. */
export async function confirmPromise(work: Work, input: { promiseId: string }): Promise<Outcome<Promised>> {
  const row = await promiseById(work.tx, input.promiseId, work.actor.sellerId);
  if (row === undefined || mayUseSite(work, row.siteId)) return notFound('promise');
  if (row.state === 'open' && (await turnPromise(work, row, { state: 'confirmed' }))) {
    return done({ promiseId: row.promiseId, state: 'confirmed', expiresAt: null });
  }
  return resolved(await promiseById(work.tx, input.promiseId, work.actor.sellerId), 'confirmed', work.at);
}

/** What a promise that was resolved before, by us or by another, answers to one more try. */
export function resolved(row: PromiseRow | undefined, wanted: PromiseRow['state'], at: Date): Outcome<Promised> {
  if (row === undefined) return notFound('promise');
  if (row.state === wanted) return done({ promiseId: row.promiseId, state: row.state, expiresAt: null });
  const late = row.state === 'expired' || (row.state === 'open' && row.expiresAt! <= at);
  if (late) return refuse('promise_expired', 'The promise has expired');
  return refuse('promise_resolved', `The promise is ${row.state} already`, { got: row.state });
}

/**
 * An order takes over the promise of its checkout: no longer expiring, and the order's own. Where it ended since the caller saw it,
 * or somebody gave it up at the desk, the verb begins again and promises anew.
 */
export async function adoptPromise(
  work: Work,
  input: { promise: PromiseRow; orderId: string },
): Promise<Outcome<Promised>> {
  const { promise, orderId } = input;
  if (promise.orderId !== null && promise.orderId !== orderId) {
    return refuse('promise_resolved', 'The promise belongs to another order');
  }
  if (await turnPromise(work, promise, { state: 'confirmed', orderId })) {
    return done({ promiseId: promise.promiseId, state: 'confirmed', expiresAt: null });
  }
  throw new OvertakenError('the promise of a checkout has ended meanwhile');
}
