import { binPlace, breakAllocation, holdUnits, lockStock, type HeldStock } from '../inventory/index.ts';
import { advance, backOrder } from '../orders/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { attempt } from '../platform/transact.ts';
import { tell, type Work } from '../platform/work.ts';
import { leaseFrom } from './claim.ts';
import { countAsked, shortPicked } from './events.ts';
import { dropGone } from './hear.ts';
import { holdsClaim } from './rules.ts';
import { sourceAgain } from './sourceAgain.ts';
import { askCount, batchById, lockTasksBeside, markShort, renewLease, type Task } from './store.ts';

export interface ShortPick {
  siteId: string;
  taskId: string;
  reason: string;
}

/**
 * What of a task has not been picked is not there. The missing units are held where the books have them, one count is
 * asked for, and the units are fetched from another bin on the same tour, or back-ordered where there are none. Where they
 * were taken from the order a moment ago, nothing is missing.
 */
export async function shortPick(
  work: Work,
  input: ShortPick,
): Promise<Outcome<{ missing: number; sourced: number; backOrdered: number }>> {
  const { siteId, taskId, reason } = input;
  const task = (await lockTasksBeside(work.tx, siteId, taskId)).find((one) => one.taskId === taskId);
  if (task === undefined) return notFound('task');
  const batch = task.batchId === null ? undefined : await batchById(work.tx, siteId, task.batchId);
  const mine = holdsClaim({ task, batch, pickerId: work.actor.userId });
  if (mine.refused) return mine;
  const missing = task.quantity - task.picked;
  const back = await attempt(work, (part) => toPromise(part, siteId, task, missing));
  if (back.refused) {
    const gone = await dropGone(work, siteId, task, back.refusal.code);
    return gone ? done({ missing: 0, sourced: 0, backOrdered: 0 }) : back;
  }
  const stock = back.value;
  const lost = await holdMissing(work, input, task, { units: missing, stock });
  if (lost.refused) return lost;
  const { binCode, itemId, sellerId, orderId, batchId } = task;
  const countId = await askCount(work, { siteId, countId: newId(), binCode, itemId, cause: 'short_pick' });
  await markShort(work, siteId, { taskId, short: missing, reason, countId });
  tell(work, countAsked(siteId, countId, binCode, itemId));
  const sourced = await sourceAgain(work, task, { siteId, wanted: missing - lost.value, stock });
  if (sourced.refused) return sourced;
  const lacking = missing - lost.value - sourced.value;
  if (lacking > 0) {
    const short = { orderId, lines: [{ lineNo: task.lineNo, quantity: lacking }], cause: 'short_pick' };
    const ordered = await backOrder(work, short);
    if (ordered.refused) return ordered;
  }
  await renewLease(work, siteId, batchId!, leaseFrom(work.at));
  const about = { siteId, sellerId, taskId, orderId, batchId };
  tell(work, shortPicked(about, { quantity: missing, binCode, itemId, sourced: sourced.value }));
  return done({ missing, sourced: sourced.value, backOrdered: missing - sourced.value });
}

/** The unpicked rest is promised again: the order first, the stock after it, with all of it that the short pick touches. */
async function toPromise(work: Work, siteId: string, task: Task, units: number): Promise<Outcome<HeldStock>> {
  const { sellerId, orderId, lineNo, taskId, itemId, promiseId } = task;
  const moved = await advance(work, {
    siteId,
    cause: 'short_pick',
    moves: [{ sellerId, orderId, lineNo, from: 'allocated', to: 'promised', quantity: units }],
  });
  if (moved.refused) return moved;
  const out = [{ place: binPlace(task.binCode), itemId, quantity: units, prefer: promiseId }];
  const stock = await lockStock(work, { siteId, allocationIds: [taskId], out, sourced: [itemId] });
  const broken = await breakAllocation(work, { siteId, allocationId: taskId, to: 'promise' }, stock);
  return broken.refused ? broken : done(stock);
}

/** @returns units of this order's promise that nothing covers any more; they are back-ordered already */
async function holdMissing(
  work: Work,
  { siteId, reason }: ShortPick,
  task: Task,
  { units, stock }: { units: number; stock: HeldStock },
): Promise<Outcome<number>> {
  const { binCode, itemId, lot, serial } = task;
  const where = { siteId, place: binPlace(binCode), itemId, lot, serial };
  const why = { reason: `short_pick: ${reason}`, ...(reason === 'damaged' ? { condition: 'damaged' as const } : {}) };
  const held = await holdUnits(work, { ...where, ...why, quantity: units, prefer: task.promiseId }, stock);
  if (held.refused) return held;
  const { sellerId, orderId, lineNo, promiseId } = task;
  const lost = held.value.shed
    .filter((shed) => shed.promiseId === promiseId)
    .reduce((sum, shed) => sum + shed.quantity, 0);
  if (lost === 0) return done(0);
  const moved = await advance(work, {
    siteId,
    cause: 'short_pick',
    moves: [{ sellerId, orderId, lineNo, from: 'promised', to: 'back_ordered', quantity: lost }],
  });
  return moved.refused ? moved : done(lost);
}
