import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { RecentScans } from './schema.ts';
import { latestScans, refusedScans } from './store.ts';

/** A shift looks back this far. */
const SHIFT_MS = 12 * 60 * 60_000;

/** The last scan of everybody at work on a site, and the latest refused ones with their reasons. */
export async function listScans(work: Work, query: { siteId: string; limit: number }): Promise<Outcome<RecentScans>> {
  const closed = mayUseSite(work, query.siteId);
  if (closed) return closed;
  const since = new Date(work.at.getTime() - SHIFT_MS);
  return done({
    latest: await latestScans(work.tx, query.siteId, since),
    refused: await refusedScans(work.tx, { ...query, since }),
  });
}
