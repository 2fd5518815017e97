import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Asked } from '../platform/gather.ts';
import type { Work } from '../platform/work.ts';
import { postHeld } from './post.ts';
import { countPicked, lockAllocations, type AllocationRow } from './store.ts';

export interface SettleInput {
  siteId: string;
  allocationId: string;
  quantity: number;
  /** A tote. */
  to: string;
}

/**
 * Units of allocations of one site, which the caller holds, leave their bins: the ledger's legs and the allocations move
 * together. One that is refused takes nothing from the others. Nobody waits for what is written: the units of a held
 * allocation are at its place, and where they are not the transaction fails.
 */
export function settleMany(asked: Asked<SettleInput>[], held: AllocationRow[]): Outcome<{ left: number }>[] {
  const byId = new Map(held.map((allocation) => [allocation.allocationId, allocation]));
  const outcomes = asked.map(({ input }) => take(byId.get(input.allocationId), input));
  const taken = asked.filter((_, at) => !outcomes[at]!.refused);
  if (taken.length === 0) return outcomes;
  const [{ work, input }] = taken as [Asked<SettleInput>];
  countPicked(
    work,
    input.siteId,
    taken.map((one) => one.input),
  );
  postHeld(taken.map((one) => ({ work: one.work, input: movementOf(one.input, byId) })));
  return outcomes;
}

/** The same for one that nobody holds yet. */
export async function settle(work: Work, input: SettleInput): Promise<Outcome<{ left: number }>> {
  const held = await lockAllocations(work.tx, input.siteId, [input.allocationId]);
  const [outcome] = settleMany([{ work, input }], held);
  return outcome!;
}

function take(allocation: AllocationRow | undefined, { quantity }: SettleInput): Outcome<{ left: number }> {
  if (allocation === undefined) return notFound('allocation');
  if (allocation.state !== 'active') {
    return refuse('allocation_ended', 'These units are no longer to be picked', { got: allocation.state });
  }
  const left = allocation.quantity - allocation.picked;
  if (quantity > left) return refuse('over_pick', 'More than asked for', { got: quantity, expected: left });
  allocation.picked += quantity;
  return done({ left: left - quantity });
}

function movementOf({ siteId, allocationId, quantity, to }: SettleInput, byId: ReadonlyMap<string, AllocationRow>) {
  const { sellerId, itemId, lot, serial, place } = byId.get(allocationId)!;
  return {
    siteId,
    kind: 'pick',
    legs: [{ sellerId, itemId, lot, serial, from: place, to, quantity, taken: quantity }],
  };
}
