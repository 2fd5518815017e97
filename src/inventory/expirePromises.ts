import type { Job } from '../platform/jobs.ts';
import { tell, type Work } from '../platform/work.ts';
import { becameAvailable, promiseExpired } from './events.ts';
import { duePromises, giveBackOpen, turnPromise, type StockKey } from './store.ts';

const AT_ONCE = 500;

/** Ends open promises whose time is over, of some items or of all; returns how many. */
export async function expireDue(work: Work, items?: StockKey[]): Promise<number> {
  const due = await duePromises(work, items, AT_ONCE);
  const bySite = new Map<string, string[]>();
  for (const row of due) {
    await turnPromise(work, row, { state: 'expired' });
    tell(work, promiseExpired(row.siteId, row.sellerId, row.promiseId, row.orderId));
    bySite.set(row.siteId, [...(bySite.get(row.siteId) ?? []), row.promiseId]);
  }
  for (const [siteId, ids] of bySite) {
    const back = await giveBackOpen(work, siteId, ids);
    for (const { itemId, sellerId } of back) tell(work, becameAvailable(siteId, sellerId, itemId));
  }
  return due.length;
}

export const expirePromises: Job = {
  name: 'inventory.expirePromises',
  every_s: 3,
  run: async (work) => {
    await expireDue(work);
  },
};
