import { mayUseSite } from '../../auth/index.ts';
import { done, notFound } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import type { HoldsQuery } from '../schema.ts';
import { holdById, holdsAt, itemsOf, ordersOfHold, pickedWithin } from '../store.ts';

/** Holds of a site that stand, or that were lifted, the latest first. */
export async function listHolds(work: Work, input: HoldsQuery) {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  return done({ holds: await holdsAt(work.tx, input.siteId, input) });
}

/** Orders of one page, where nobody says how many. */
const A_PAGE = 200;

interface Wanted {
  siteId: string;
  holdId: string;
  cursor?: string | undefined;
  limit?: number;
}

/**
 * A hold with the orders that it broke into, those short of most first, page by page, and, while it stands, units of its kind that had
 * been picked before it came.
 */
export async function showHold(work: Work, { siteId, holdId, cursor, limit = A_PAGE }: Wanted) {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const hold = await holdById(work.tx, siteId, holdId);
  if (hold === undefined) return notFound('hold', 'holdId', holdId);
  const [short, orderId] = cursor?.split('.') ?? [];
  const after = short === undefined ? undefined : { short: Number(short), orderId: orderId! };
  const found = await ordersOfHold(work.tx, hold, { after, limit: limit + 1 });
  const hit = found.slice(0, limit);
  const last = hit.at(-1);
  const looksFor = hold.state === 'open' && hold.place === null;
  const picked = looksFor ? await pickedWithin(work.tx, hold, await itemsOf(work.tx, hold)) : [];
  return done({
    ...hold,
    hit: hit.map(({ orderId, broken, short }) => ({ orderId, broken, short })),
    picked: picked.map(({ place, itemId, lot, quantity }) => ({ place, itemId, lot, quantity })),
    ...(found.length > limit ? { next: `${last!.short}.${last!.orderId}` } : {}),
  });
}
