import { settle, totePlace } from '../inventory/index.ts';
import { advance } from '../orders/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { picked } from './events.ts';
import { decidePick } from './rules.ts';
import { addPicked, holdSlot, liveUse, lockTask, type Task } from './store.ts';

export interface Pick {
  siteId: string;
  taskId: string;
  quantity: number;
  toteCode: string;
}

/**
 * Units of one task leave their bin for the tote of their order. The order moves first, the stock after it.
 * @returns `task_done`, `task_taken`, `lease_lost`, `order_cancelled`, `tote_order`, `wrong_tote`, `over_pick`
 */
export async function pick(work: Work, input: Pick): Promise<Outcome<{ left: number }>> {
  const { siteId, taskId, quantity, toteCode } = input;
  const task = await lockTask(work.tx, siteId, taskId);
  if (task === undefined) return notFound('task');
  const decided = await decide(work, task, input);
  if (decided.refused) return decided;
  const { sellerId, orderId, lineNo, batchId, binCode } = task;
  const moved = await advance(work, {
    siteId,
    moves: [{ sellerId, orderId, lineNo, from: 'allocated', to: 'picked', quantity }],
  });
  if (moved.refused) return unwanted(moved.refusal.code) ?? moved;
  const settled = await settle(work, { siteId, allocationId: taskId, quantity, to: totePlace(toteCode) });
  if (settled.refused) return unwanted(settled.refusal.code) ?? settled;
  if (!(await addPicked(work, siteId, taskId, quantity))) throw new Error(`task ${taskId} moved under its lock`);
  tell(work, picked({ siteId, sellerId, taskId, orderId, batchId }, quantity, binCode));
  return done({ left: settled.value.left });
}

async function decide(work: Work, task: Task, { siteId, quantity, toteCode }: Pick): Promise<Outcome<undefined>> {
  const { batchId, slot } = task;
  const held = batchId === null ? undefined : await holdSlot(work.tx, { siteId, batchId, slot });
  const slotTote = held?.toteCode ?? null;
  const scannedUse = slotTote === toteCode ? undefined : await liveUse(work.tx, siteId, toteCode);
  return decidePick({ task, batch: held, slotTote, scannedUse, pickerId: work.actor.userId }, { quantity, toteCode });
}

/** The floor changed it a moment ago and the task has not heard of it yet. */
function unwanted(code: string) {
  const gone = code === 'line_moved' || code === 'allocation_ended';
  return gone ? refuse('task_changed', 'This line has changed; look again') : undefined;
}
