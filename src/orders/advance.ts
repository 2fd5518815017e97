import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { keep } from './keep.ts';
import { moveUnits, type Move, type OrderState } from './rules.ts';
import { lockOrders } from './store.ts';

export interface Advance {
  siteId: string;
  moves: Move[];
  /** Why, where it is not the usual course. */
  cause?: string;
}

/**
 * Moves units of order lines from column to column and lets the states follow. Orders are locked in key order, before
 * any row of the stock: whoever also moves stock calls this first.
 * @returns `order_cancelled`, or `line_moved` where a column holds less than asked
 */
export async function advance(
  work: Work,
  { moves, cause }: Advance,
): Promise<Outcome<{ orders: { orderId: string; state: OrderState }[] }>> {
  if (moves.length === 0) return done({ orders: [] });
  const keys = new Map(moves.map(({ sellerId, orderId }) => [orderId, { sellerId, orderId }]));
  const orders = await lockOrders(work.tx, [...keys.values()]);
  const moved = moveUnits(orders, moves);
  if (moved.refused) return moved;
  await keep(
    work,
    [...moved.value].map(([orderId, lines]) => ({ order: orders.get(orderId)!, lines, cause, moved: true })),
  );
  return done({ orders: [...orders.values()].map(({ orderId, state }) => ({ orderId, state })) });
}
