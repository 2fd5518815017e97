import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { shiftsOf, type Shift } from './store.ts';

const DAY_MS = 86_400_000;

/** A driver sees his own shifts, those that the desk took back from him, and what is on offer. */
export async function listShifts(work: Work, { siteId }: { siteId: string }): Promise<Outcome<{ shifts: Shift[] }>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const driverId = work.actor.role === 'driver' ? work.actor.userId : undefined;
  const since = new Date(work.at.getTime() - DAY_MS);
  return done({ shifts: await shiftsOf(work.tx, { siteId, driverId, at: work.at, since }) });
}
