import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { keep } from './keep.ts';
import { moveUnits, type Move, type Order } from './rules.ts';

/**
 * `advance` for orders that the caller has locked and read in this transaction (`lockDue`): they are brought to where the
 * moves lead, in place too.
 */
export async function advanceHeld(
  work: Work,
  orders: ReadonlyMap<string, Order>,
  moves: Move[],
): Promise<Outcome<undefined>> {
  const moved = moveUnits(orders, moves);
  if (moved.refused) return moved;
  await keep(
    work,
    [...moved.value].map(([orderId, lines]) => ({ order: orders.get(orderId)!, lines, moved: true })),
  );
  return done(undefined);
}
