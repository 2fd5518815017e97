import { mayUseSite, sitesSeen } from '../auth/index.ts';
import { done, notFound } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { LedgerQuery, StockQuery } from './schema.ts';
import { balancesOfItem, ledgerRows, stockRows, tracesOfItem } from './store.ts';

/** Sums by item and site. A seller sees its own goods, staff their own sites. */
export async function readStock(work: Work, { cursor, limit, ...of }: StockQuery) {
  const { sellerId } = work.actor;
  const [itemId, siteId] = cursor?.split('.') ?? [];
  const after = { afterItem: itemId, afterSite: siteId };
  const wall = { sellerId, siteIds: sitesSeen(work) };
  const found = await stockRows(work.tx, { ...of, ...wall, ...after, at: work.at, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return done({ items, ...(found.length > items.length ? { next: `${last!.itemId}.${last!.siteId}` } : {}) });
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
export async function readLedger(work: Work, { cursor, limit, ...of }: LedgerQuery) {
  const [at, movementId, leg] = cursor?.split('.') ?? [];
  const before = at === undefined ? undefined : { at: new Date(Number(at)), movementId: movementId!, leg: Number(leg) };
  const wall = { sellerId: work.actor.sellerId, siteIds: sitesSeen(work) };
  const found = await ledgerRows(work.tx, { ...of, ...wall, before, limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const next = found.length > page.length ? { next: [last!.at.getTime(), last!.movementId, last!.leg].join('.') } : {};
  return done({ legs: page, ...next });
}
