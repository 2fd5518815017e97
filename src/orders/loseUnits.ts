import type { Work } from '../platform/work.ts';
import { keep } from './keep.ts';
import { totalsOf, type Line } from './rules.ts';
import { lockOrder } from './store.ts';

export interface Lost {
  promiseId: string;
  orderId: string | null;
  itemId: string;
  quantity: number;
  reason: string;
}

/**
 * Promised units turned out not to be there. An order that is not in work yet falls short and waits for a decision; of
 * one in work the missing units are back-ordered, so that the rest goes on. Heard by the floor, since allocations that
 * broke with the promise come first.
 */
export async function loseUnits(work: Work, lost: Lost): Promise<void> {
  const order = lost.orderId === null ? undefined : await lockOrder(work.tx, lost.orderId, undefined);
  if (order === undefined) return;
  const { allocated, picked, packed, shipped, delivered } = totalsOf(order.lines);
  const to = allocated + picked + packed + shipped + delivered > 0 ? 'back_ordered' : 'waiting';
  let left = lost.quantity;
  const touched: Line[] = [];
  for (const line of order.lines) {
    if (line.promiseId !== lost.promiseId || line.itemId !== lost.itemId || line.promised === 0 || left === 0) continue;
    const units = Math.min(left, line.promised);
    line.promised -= units;
    line[to] += units;
    left -= units;
    touched.push(line);
  }
  if (touched.length === 0) return;
  const about = { itemId: lost.itemId, quantity: lost.quantity - left };
  keep(work, [{ order, lines: touched, event: 'units_lost', cause: lost.reason, about }]);
}
