import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { delivered, waveDone } from './events.ts';
import { deliverBatch, endIfDone, endUses, lockBatch, slotsOf } from './store.ts';

/** The cart stands at a lane and its totes wait for packing. @returns `tasks_left`, `lease_lost` */
export async function dropCart(
  work: Work,
  input: { siteId: string; batchId: string; laneCode: string },
): Promise<Outcome<{ orderIds: string[] }>> {
  const { siteId, batchId, laneCode } = input;
  // the slots as they are once the lock is held: one behind the other on the same connection
  const [batch, slots] = await Promise.all([lockBatch(work.tx, siteId, batchId), slotsOf(work.tx, siteId, batchId)]);
  if (batch === undefined) return notFound('batch');
  if (batch.state !== 'claimed' || batch.pickerId !== work.actor.userId) {
    return refuse('lease_lost', 'Your claim ran out; scan your cart');
  }
  const open = slots.reduce((sum, slot) => sum + slot.open, 0);
  if (open > 0) return refuse('tasks_left', 'Lines are still to be picked', { got: open, expected: 0 });
  const empty = slots.filter((slot) => !slot.loaded).flatMap((slot) => slot.toteCode ?? []);
  if (empty.length > 0) await endUses(work, siteId, empty);
  deliverBatch(work, siteId, batchId, laneCode);
  const orderIds = slots.filter((slot) => slot.loaded).map((slot) => slot.orderId);
  tell(work, delivered(siteId, batchId, laneCode, orderIds));
  if (await endIfDone(work, siteId, batch.waveId)) tell(work, waveDone(siteId, batch.waveId));
  return done({ orderIds });
}
