import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { setFree } from './freeLapsed.ts';
import { lockBatch, slotsOf } from './store.ts';

/**
 * A picker who scanned the wrong cart, or typed one that is not there, gives it back with its work, as long as nothing has
 * been picked. @returns `lease_lost`, `cart_loaded`
 */
export async function leaveCart(
  work: Work,
  { siteId, batchId }: { siteId: string; batchId: string },
): Promise<Outcome<undefined>> {
  const batch = await lockBatch(work.tx, siteId, batchId);
  if (batch === undefined) return notFound('batch');
  if (batch.state !== 'claimed' || batch.pickerId !== work.actor.userId) {
    return refuse('lease_lost', 'Your claim ran out; scan your cart');
  }
  const isLoaded = (await slotsOf(work.tx, siteId, batchId)).some(({ loaded }) => loaded);
  if (isLoaded) return refuse('cart_loaded', 'Units lie on this cart', { got: batch.cartCode });
  await setFree(work, batch, false);
  return done(undefined);
}
