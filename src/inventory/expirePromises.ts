import { FirstError } from '../platform/errors.ts';
import type { Job } from '../platform/jobs.ts';
import { tell, type Work } from '../platform/work.ts';
import { promiseExpired } from './events.ts';
import { giveBack } from './giveBack.ts';
import { anyDue, turnDue, type StockKey } from './store.ts';

const AT_ONCE = 500;

/**
 * Ends open promises whose time is over, of some items or of all; returns how many. Whoever names items waits for others
 * who are about to end them. Nothing of the stock may be held before it: a promise holds other items, too.
 */
export async function expireDue(work: Work, items?: StockKey[]): Promise<number> {
  const ended = await turnDue(work, items, AT_ONCE);
  for (const row of ended) tell(work, promiseExpired(row.siteId, row.sellerId, row.promiseId, row.orderId));
  if (ended.length > 0) await giveBack(work, ended);
  return ended.length;
}

/** For whoever needs units that are not free: what is over of these items is ended first, and he begins again. */
export async function endDueFirst(work: Work, items: StockKey[]): Promise<void> {
  if (items.length === 0 || !(await anyDue(work, items))) return;
  throw new FirstError(async (first) => {
    const then = { ...first, at: work.at };
    await expireDue(then, items);
    // a set that another has ended meanwhile is empty, and not the last one
    return anyDue(then, items);
  });
}

export const expirePromises: Job = {
  name: 'inventory.expirePromises',
  every_s: 3,
  run: async (work) => ((await expireDue(work)) === AT_ONCE ? 'more' : undefined),
};
