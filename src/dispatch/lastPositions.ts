import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { lastSeen } from './store.ts';

/** Where the drivers of a site are, with the age of what is known: an old dot on the map says that it is old. */
export async function lastPositions(work: Work, { siteId }: { siteId: string }): Promise<Outcome<unknown>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const seen = await lastSeen(work.tx, siteId, { driverIds: undefined, now: work.at });
  return done({
    positions: seen.map((fix) => ({
      ...fix,
      age_s: Math.max(0, Math.round((work.at.getTime() - fix.at.getTime()) / 1000)),
    })),
  });
}
