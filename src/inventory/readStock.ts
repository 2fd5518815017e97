import { mayUseSite, sitesSeen } from '../auth/index.ts';
import { done, notFound } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { balancesOfItem, ledgerRows, stockRows, tracesOfItem } from './store.ts';

/** Sums by item and site. A seller sees its own goods, staff their own sites. */
export async function readStock(
  work: Work,
  input: { itemId?: string | undefined; siteId?: string | undefined; limit: number; after?: string | undefined },
) {
  const sellerId = work.actor.sellerId;
  return done({
    items: await stockRows(work.tx, {
      ...input,
      ...(sellerId ? { sellerId } : {}),
      siteIds: sitesSeen(work),
      at: work.at,
    }),
  });
}

/** Where an item lies, place by place. */
export async function readPlaces(work: Work, input: { siteId: string; itemId: string }) {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  const owner = await tracesOfItem(work.tx, input.itemId, work.actor.sellerId);
  if (owner === undefined) return notFound('item', 'itemId', input.itemId);
  return done({ places: await balancesOfItem(work.tx, input.siteId, input.itemId) });
}

/** What happened to an item, the latest first. */
export async function readLedger(work: Work, input: { itemId: string; siteId?: string | undefined; limit: number }) {
  const sellerId = work.actor.sellerId;
  return done({
    legs: await ledgerRows(work.tx, { ...input, ...(sellerId ? { sellerId } : {}), siteIds: sitesSeen(work) }),
  });
}
