import { done, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { claimed } from './events.ts';
import { LEASE_MS } from './rules.ts';
import { claimBatch, lockBatchesFor, lockCart, lockNextBatch, type Batch } from './store.ts';

/**
 * A picker takes a cart: goes on with the work that stands on it, or gets the next cart's work. The claim lasts five
 * minutes from the last scan, half a minute less at most. @returns `other_cart`, `cart_in_use`, `nothing_to_pick`
 */
export async function claim(work: Work, input: { siteId: string; cartCode: string }): Promise<Outcome<Batch>> {
  const { siteId, cartCode } = input;
  const pickerId = work.actor.userId;
  lockCart(work.tx, siteId, cartCode);
  const held = await lockBatchesFor(work.tx, { siteId, pickerId, cartCode });
  const own = held.find((batch) => batch.pickerId === pickerId);
  if (own !== undefined && own.cartCode !== cartCode) {
    return refuse('other_cart', 'Finish your cart first', { got: cartCode, expected: own.cartCode });
  }
  const batch = own ?? held.find((one) => one.cartCode === cartCode) ?? (await lockNextBatch(work.tx, siteId));
  if (batch === undefined) return refuse('nothing_to_pick', 'There is nothing to pick now');
  const lapsed = batch.leaseUntil !== null && batch.leaseUntil < work.at;
  if (batch.state === 'claimed' && batch.pickerId !== pickerId && !lapsed) {
    return refuse('cart_in_use', 'Another picker has this cart', { got: cartCode });
  }
  const leaseUntil = leaseFrom(work.at);
  claimBatch(work, { siteId, batchId: batch.batchId, cartCode, leaseUntil });
  if (own === undefined) tell(work, claimed(siteId, batch.batchId, cartCode, pickerId));
  return done({ ...batch, state: 'claimed', cartCode, pickerId, leaseUntil });
}

export function leaseFrom(at: Date): Date {
  return new Date(at.getTime() + LEASE_MS);
}
