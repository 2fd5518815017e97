import { balancesAt, totePlace } from '../inventory/index.ts';
import { advance, loseUnits, orderFacts, type Lost } from '../orders/index.ts';
import { newId } from '../platform/ids.ts';
import type { Consumer } from '../platform/relay.ts';
import { attempt } from '../platform/transact.ts';
import { tell, type Work } from '../platform/work.ts';
import { waveDone, workChanged } from './events.ts';
import { sourceAgain } from './sourceAgain.ts';
import { cancelEmptyBatches, endIfDone, endTasks, insertPutBacks, lockTask, usesOfOrder, type Task } from './store.ts';

/** A cancelled order's lines leave the tours; what is picked of it is to be put back. */
export async function dropOrder(work: Work, siteId: string, orderId: string): Promise<void> {
  await endTasks(work, { siteId, orderId, state: 'cancelled' });
  for (const { waveId } of await cancelEmptyBatches(work, siteId, orderId)) {
    if (await endIfDone(work, siteId, waveId)) tell(work, waveDone(siteId, waveId));
  }
  const uses = await usesOfOrder(work.tx, siteId, orderId);
  for (const { toteCode, batchId, sellerId } of uses) {
    const inside = await balancesAt(work.tx, siteId, totePlace(toteCode));
    await insertPutBacks(
      work,
      siteId,
      'order_cancelled',
      inside.map(({ itemId, lot, serial, quantity }) => {
        return { putBackId: newId(), sellerId, orderId, itemId, lot, serial, toteCode, quantity };
      }),
    );
    tell(work, workChanged(siteId, batchId));
  }
}

export const hearCancel: Consumer = {
  name: 'waves.cancel',
  kinds: ['orders.cancelled', 'orders.cancelRequested'],
  hear: (work, fact) => dropOrder(work, fact.siteId!, fact.subject),
};

interface Broken {
  allocationId: string;
  quantity: number;
  reason: string;
}

/** Units of a line were put on hold before they were fetched: they come from another bin, or wait for the next wave. */
export async function replaceBroken(work: Work, siteId: string, broken: Broken): Promise<void> {
  const task = await lockTask(work.tx, siteId, broken.allocationId);
  if (task === undefined || task.state !== 'ready') return;
  const { sellerId, orderId, lineNo, batchId } = task;
  await endTasks(work, { siteId, taskIds: [task.taskId], state: 'broken' });
  const moves = [{ sellerId, orderId, lineNo, from: 'allocated', to: 'promised', quantity: broken.quantity } as const];
  const moved = await advance(work, { siteId, moves, cause: broken.reason });
  // cancelled before the break was heard of: the cancellation has given the promise back with these units in it
  if (moved.refused) return;
  await attempt(work, (part) => sourceAgain(part, task, { siteId, wanted: broken.quantity }));
  if (batchId !== null) tell(work, workChanged(siteId, batchId));
}

/**
 * What the consumers will do once they have heard, done at once: a picker stands before a line whose units were put on hold,
 * or whose order was cancelled. @returns false where the line was refused for something else
 */
export async function dropGone(work: Work, siteId: string, task: Task, refused: string): Promise<boolean> {
  const { orderId, taskId: allocationId } = task;
  const order = (await orderFacts(work.tx, [orderId])).get(orderId);
  if (order?.cancelAskedAt != null) {
    await dropOrder(work, siteId, orderId);
    return true;
  }
  if (refused !== 'allocation_ended') return false;
  const quantity = task.quantity - task.picked;
  await replaceBroken(work, siteId, { allocationId, quantity, reason: 'short_pick' });
  return true;
}

/** In the order in which they were told: units go back under their promise before the promise is broken. */
export const hearLost: Consumer = {
  name: 'waves.lost',
  kinds: ['inventory.allocationBroken', 'inventory.promiseBroken'],
  hear: (work, fact) =>
    fact.kind === 'inventory.promiseBroken'
      ? loseUnits(work, fact.body as unknown as Lost)
      : replaceBroken(work, fact.siteId!, fact.body as unknown as Broken),
};
