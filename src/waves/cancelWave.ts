import { mayUseSite } from '../auth/index.ts';
import { breakAllocation, lockStock } from '../inventory/index.ts';
import { layoutOf } from '../layout/index.ts';
import { advanceHeld, lockOrders, type Move } from '../orders/index.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { waveCancelled } from './events.ts';
import type { CancelWave, CancelledWave } from './schema.ts';
import { endTasks, insertWave, lockTasks, lockWave, setCancelled, tasksToBatch, type Task } from './store.ts';

/**
 * Stops a plan that is not on the floor yet and gives its orders back to the next one. A plan of which nothing is known is
 * stopped before it begins: whoever comes with its id finds it cancelled. @returns `wave_on_floor`
 */
export async function cancelWave(work: Work, { siteId, waveId }: CancelWave): Promise<Outcome<CancelledWave>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  // of a site that there is
  await layoutOf(work.tx, siteId);
  // waits for a planner that is just taking its orders
  await insertWave(work, { siteId, waveId, cutOffId: undefined, dueBy: undefined });
  const wave = (await lockWave(work.tx, siteId, waveId))!;
  if (wave.state === 'cancelled') return done({ waveId, orders: 0 });
  if (wave.state !== 'planned') return refuse('wave_on_floor', 'The wave is on the floor', { got: wave.state });
  const given = await giveUpTasks(work, siteId, await readyTasks(work, siteId, waveId));
  if (given.refused) return given;
  await setCancelled(work, siteId, waveId);
  tell(work, waveCancelled(siteId, waveId));
  return done({ waveId, orders: given.value });
}

async function readyTasks(work: Work, siteId: string, waveId: string): Promise<Task[]> {
  const ids = (await tasksToBatch(work.tx, siteId, waveId)).map(({ taskId }) => taskId);
  const tasks = await lockTasks(work.tx, siteId, ids);
  return tasks.filter(({ state }) => state === 'ready');
}

/**
 * Units are promised again, and the tasks are over. What a hold has broken or a customer has cancelled stays as it is: who
 * hears of that ends those tasks. @returns how many orders wait for a wave again
 */
async function giveUpTasks(work: Work, siteId: string, tasks: Task[]): Promise<Outcome<number>> {
  const orders = await lockOrders(work.tx, tasks);
  const live = tasks.filter(({ orderId }) => orders.get(orderId)?.cancelAskedAt === null);
  const held = await lockStock(work, { siteId, allocationIds: live.map(({ taskId }) => taskId) });
  const active = new Set(
    held.allocations.filter(({ state }) => state === 'active').map(({ allocationId }) => allocationId),
  );
  const own = live.filter(({ taskId }) => active.has(taskId));
  const moved = advanceHeld(work, orders, movesOf(own), 'wave_cancelled');
  if (moved.refused) return moved;
  for (const { taskId } of own) {
    const broken = await breakAllocation(work, { siteId, allocationId: taskId, to: 'promise' }, held);
    if (broken.refused) return broken;
  }
  await endTasks(work, { siteId, taskIds: own.map(({ taskId }) => taskId), state: 'cancelled' });
  return done(new Set(own.map(({ orderId }) => orderId)).size);
}

/** One move of each line, however many bins its units were to come from. */
function movesOf(tasks: Task[]): Move[] {
  const moves = new Map<string, Move>();
  for (const { sellerId, orderId, lineNo, quantity } of tasks) {
    const key = `${orderId} ${lineNo}`;
    const move = moves.get(key) ?? { sellerId, orderId, lineNo, from: 'allocated', to: 'promised', quantity: 0 };
    moves.set(key, { ...move, quantity: move.quantity + quantity });
  }
  return [...moves.values()];
}
