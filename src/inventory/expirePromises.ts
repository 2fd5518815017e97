import { FirstError } from '../platform/errors.ts';
import type { Job } from '../platform/jobs.ts';
import { tell, type Work } from '../platform/work.ts';
import { becameAvailable, promiseExpired } from './events.ts';
import { returnCaps } from './flash/returnCaps.ts';
import { anyDue, duePromises, giveBackOpen, lockOpenTaken, turnPromise, type StockKey } from './store.ts';

const AT_ONCE = 500;

/**
 * Ends open promises whose time is over, of some items or of all; returns how many. Whoever names items waits for others
 * who are about to end them. Nothing of the stock may be held before it: a promise holds other items, too.
 */
export async function expireDue(work: Work, items?: StockKey[]): Promise<number> {
  const due = await duePromises(work, items, AT_ONCE);
  for (const row of due) {
    await turnPromise(work, row, { state: 'expired' });
    tell(work, promiseExpired(row.siteId, row.sellerId, row.promiseId, row.orderId));
  }
  if (due.length === 0) return 0;
  const taken = await lockOpenTaken(work.tx, due);
  const back = await giveBackOpen(work, due);
  await returnCaps(work, taken);
  for (const { siteId, itemId, sellerId } of back) tell(work, becameAvailable(siteId, sellerId, itemId));
  return due.length;
}

/** For whoever holds sums that are too small: what is over of these items is ended first, and he begins again. */
export async function endDueFirst(work: Work, items: StockKey[]): Promise<void> {
  if (items.length === 0 || !(await anyDue(work, items))) return;
  throw new FirstError(async (first) => (await expireDue({ ...first, at: work.at }, items)) === AT_ONCE);
}

export const expirePromises: Job = {
  name: 'inventory.expirePromises',
  every_s: 3,
  run: async (work) => {
    await expireDue(work);
  },
};
