import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { post } from './post.ts';
import { countPicked, lockAllocation } from './store.ts';

export interface SettleInput {
  siteId: string;
  allocationId: string;
  quantity: number;
  /** A tote. */
  to: string;
}

/** Units of an allocation leave their bin: the ledger leg and the allocation move together. */
export async function settle(work: Work, input: SettleInput): Promise<Outcome<{ movementId: string; left: number }>> {
  const allocation = await lockAllocation(work.tx, input.siteId, input.allocationId);
  if (allocation === undefined) return notFound('allocation');
  if (allocation.state !== 'active') {
    return refuse('allocation_ended', 'These units are no longer to be picked', { got: allocation.state });
  }
  const left = allocation.quantity - allocation.picked;
  if (input.quantity > left) return refuse('over_pick', 'More than asked for', { got: input.quantity, expected: left });
  await countPicked(work, input.siteId, input.allocationId, input.quantity);
  const { sellerId, itemId, lot, serial, place } = allocation;
  const posted = await post(work, {
    siteId: input.siteId,
    kind: 'pick',
    legs: [
      { sellerId, itemId, lot, serial, from: place, to: input.to, quantity: input.quantity, taken: input.quantity },
    ],
  });
  if (posted.refused) return posted;
  return done({ movementId: posted.value.movementId, left: left - input.quantity });
}
