import { mayUseSite } from '../../auth/index.ts';
import { done } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import type { CheckoutsQuery } from '../schema.ts';
import { countUnordered, unorderedAt } from '../store.ts';

/** Checkouts of a site that were paid and whose order never came, the oldest first: their units are nobody else's. */
export async function listCheckouts(work: Work, { siteId, cursor, limit }: CheckoutsQuery) {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const [at, promiseId] = cursor?.split('.') ?? [];
  const after = at === undefined ? undefined : { confirmedAt: new Date(Number(at)), promiseId: promiseId! };
  const found = await unorderedAt(work.tx, siteId, { after, limit: limit + 1 });
  const checkouts = found.slice(0, limit);
  const last = checkouts.at(-1);
  const next = found.length > limit ? { next: `${last!.confirmedAt.getTime()}.${last!.promiseId}` } : {};
  return done({ total: await countUnordered(work.tx, siteId), checkouts, ...next });
}
