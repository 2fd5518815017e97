import { mayUseSite } from '../auth/index.ts';
import { binPlace, post, totePlace } from '../inventory/index.ts';
import { advance, orderFacts, returnShares, type Move } from '../orders/index.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { admitGoods } from '../slotting/index.ts';
import { addPut, lockPutBack, type PutBackTask } from './store.ts';
import { emptyTote } from './totes.ts';

export interface PutBack {
  siteId: string;
  putBackId: string;
  binCode: string;
  /** Absent: all that is left. */
  quantity?: number | undefined;
}

/**
 * Picked units of a cancelled order go back to a bin, and only then are cancelled on the order. The tote is free once
 * it is empty. @returns `put_back_done`, `over_put`, `bin_blocked`, `bin_forbids`, `bin_full`
 */
export async function putBack(work: Work, input: PutBack): Promise<Outcome<{ putBackId: string; left: number }>> {
  const { siteId, putBackId, binCode } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const task = await lockPutBack(work.tx, siteId, putBackId);
  if (task === undefined) return refuse('put_back_done', 'This is put back already');
  const left = task.quantity - task.put;
  const quantity = input.quantity ?? left;
  if (quantity > left) return refuse('over_put', 'More than lies in the tote', { got: quantity, expected: left });
  const { sellerId, itemId, lot, serial, toteCode } = task;
  const goods = { siteId, lpnCode: toteCode, sellerId, itemId, lot, condition: 'sellable' as const, quantity };
  const unfit = await admitGoods(work, { ...goods, binCode });
  if (unfit !== undefined) return unfit;
  const moves = await movesBack(work, task, quantity);
  const moved = await advance(work, { siteId, moves, cause: 'put_back' });
  if (moved.refused) return moved;
  const leg = { sellerId, itemId, lot, serial, from: totePlace(toteCode), to: binPlace(binCode), quantity };
  const posted = await post(work, { siteId, kind: 'putBack', legs: [leg] });
  if (posted.refused) return posted;
  await returnShares(work, { siteId, moves });
  await addPut(work, siteId, putBackId, quantity);
  if (quantity === left) await emptyTote(work, { siteId, toteCode });
  return done({ putBackId, left: left - quantity });
}

/** The lines of the order that have picked units of the item, as many as go back. */
async function movesBack(work: Work, task: PutBackTask, quantity: number): Promise<Move[]> {
  const { sellerId, orderId, itemId } = task;
  const lines = (await orderFacts(work.tx, [orderId])).get(orderId)?.lines ?? [];
  const moves: Move[] = [];
  let left = quantity;
  for (const line of lines) {
    const units = line.itemId === itemId ? Math.min(left, line.picked) : 0;
    if (units === 0) continue;
    left -= units;
    moves.push({ sellerId, orderId, lineNo: line.lineNo, from: 'picked', to: 'cancelled', quantity: units });
  }
  if (left > 0) throw new Error(`order ${orderId} has fewer picked units of ${itemId} than its tote`);
  return moves;
}
