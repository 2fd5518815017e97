import type { Job } from '../platform/jobs.ts';
import { tell, type Work } from '../platform/work.ts';
import { becameAvailable, promiseExpired } from './events.ts';
import { returnCaps } from './flash/returnCaps.ts';
import { duePromises, giveBackOpen, lockOpenTaken, turnPromise, type StockKey } from './store.ts';

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
    const taken = await lockOpenTaken(work.tx, siteId, ids);
    const back = await giveBackOpen(work, siteId, ids);
    await returnCaps(work, taken);
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
