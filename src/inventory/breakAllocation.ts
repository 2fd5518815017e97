import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { becameAvailable } from './events.ts';
import { returnCaps } from './flash/returnCaps.ts';
import { lockStock, type HeldStock } from './lockStock.ts';
import { endAllocations } from './store.ts';

export interface BreakInput {
  siteId: string;
  allocationId: string;
  /** `promise`: the unpicked rest is promised again, to be allocated elsewhere. `free`: the buyer no longer wants it. */
  to: 'promise' | 'free';
}

/** Ends an allocation before all of it is picked. @returns the units that were still to be picked */
export async function breakAllocation(
  work: Work,
  input: BreakInput,
  held?: HeldStock,
): Promise<Outcome<{ rest: number }>> {
  const { siteId, allocationId } = input;
  const { allocations } = held ?? (await lockStock(work, { siteId, allocationIds: [allocationId] }));
  const allocation = allocations.find((one) => one.allocationId === allocationId);
  if (allocation === undefined) return notFound('allocation');
  const ended = await endAllocations(work, siteId, [allocationId], input.to === 'promise');
  if (ended.size === 0)
    return refuse('allocation_ended', 'The allocation has ended already', { got: allocation.state });
  const rest = allocation.quantity - allocation.picked;
  if (input.to === 'free') {
    const { sellerId, promiseId, itemId } = allocation;
    await returnCaps(work, [{ siteId, promiseId, itemId, quantity: rest }]);
    tell(work, becameAvailable(siteId, sellerId, itemId));
  }
  return done({ rest });
}
