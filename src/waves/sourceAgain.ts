import { allocate, binPlace, linesOfPromise, lockDemands, type HeldStock } from '../inventory/index.ts';
import { advance } from '../orders/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { movesOf } from './allocateDue.ts';
import { insertTasks, type Task } from './store.ts';

/**
 * Allocates units anew, from any bin but the one that was short, for the same cart. `stock`: where it is held already.
 * @returns how many
 */
export async function sourceAgain(
  work: Work,
  task: Task,
  { siteId, wanted, stock }: { siteId: string; wanted: number; stock?: HeldStock },
): Promise<Outcome<number>> {
  const { sellerId, orderId, lineNo, promiseId, itemId, binCode, waveId, batchId } = task;
  const demand = { sellerId, orderId, lineNo, promiseId, itemId, quantity: wanted };
  const held = stock ?? (await lockDemands(work, siteId, [demand]));
  const open = (await linesOfPromise(work.tx, siteId, promiseId)).find((row) => row.itemId === itemId)?.open ?? 0;
  const units = Math.min(wanted, open);
  if (units === 0) return done(0);
  const lines = [{ ...demand, quantity: units }];
  const found = await allocate(work, { siteId, lines, avoid: binPlace(binCode), held });
  if (found.refused) return found;
  const { allocations } = found.value;
  const moved = await advance(work, { siteId, moves: movesOf(allocations) });
  if (moved.refused) return moved;
  await insertTasks(work, { siteId, waveId, batchId }, allocations);
  return done(allocations.reduce((sum, allocation) => sum + allocation.quantity, 0));
}
