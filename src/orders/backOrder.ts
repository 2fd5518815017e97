import { lockStock, reducePromise } from '../inventory/index.ts';
import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { aboutOf } from './advance.ts';
import { keep } from './keep.ts';
import { refuseNamed } from './refuseNamed.ts';
import { moveUnits, type Move, type Order, type OrderState } from './rules.ts';
import { lockOrder } from './store.ts';

export interface BackOrder {
  orderId: string;
  /** Of these lines, promised units that are not there; absent: everything that waits. */
  lines?: { lineNo: number; quantity: number }[];
  cause: string;
}

/**
 * The buyer waits for units that are not there: they are promised as soon as some arrive.
 * @returns `nothing_to_back_order`, `order_cancelled`, `cause_personal`
 */
export async function backOrder(
  work: Work,
  input: BackOrder,
): Promise<Outcome<{ orderId: string; state: OrderState }>> {
  const order = await lockOrder(work.tx, input.orderId, work.actor.sellerId);
  if (order === undefined || mayUseSite(work, order.siteId)) return notFound('order');
  const named = await refuseNamed(work, order, 'cause', input.cause);
  if (named) return named;
  const moves = input.lines === undefined ? waitingOf(order) : promisedOf(order, input.lines);
  if (moves.length === 0) return refuse('nothing_to_back_order', 'No unit of the order lacks', { got: order.state });
  const moved = moveUnits(new Map([[order.orderId, order]]), moves);
  if (moved.refused) return moved;
  const { siteId } = order;
  const parts = (input.lines ?? []).map(({ lineNo, quantity }) => {
    const { promiseId, itemId } = order.lines.find((line) => line.lineNo === lineNo)!;
    return { siteId, promiseId: promiseId!, itemId: itemId!, quantity };
  });
  if (parts.length > 1) await lockStock(work, { siteId, lines: parts, items: parts });
  for (const part of parts) {
    const reduced = await reducePromise(work, part);
    if (reduced.refused) return reduced;
  }
  const lines = moved.value.get(order.orderId)!;
  keep(work, [{ order, lines, event: 'back_order', cause: input.cause, about: aboutOf(order, moves) }]);
  return done({ orderId: order.orderId, state: order.state });
}

function waitingOf({ sellerId, orderId, lines, paidAt }: Order): Move[] {
  if (paidAt === null) return [];
  return lines
    .filter((line) => line.itemId !== null && line.waiting > 0)
    .map(({ lineNo, waiting }) => ({
      sellerId,
      orderId,
      lineNo,
      from: 'waiting',
      to: 'back_ordered',
      quantity: waiting,
    }));
}

function promisedOf({ sellerId, orderId }: Order, lines: { lineNo: number; quantity: number }[]): Move[] {
  return lines.map((line) => ({ sellerId, orderId, ...line, from: 'promised', to: 'back_ordered' }));
}
