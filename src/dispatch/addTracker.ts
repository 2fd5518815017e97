import { mayUseSite, worksAt } from '../auth/index.ts';
import { layoutOf } from '../layout/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { keepTracker } from './store.ts';

/** Makes a position device known: from now on what it sends is this driver's. Refuses `tracker_taken`. */
export async function addTracker(
  work: Work,
  input: { siteId: string; trackerId: string; driverId: string },
): Promise<Outcome<{ trackerId: string }>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  await layoutOf(work.tx, input.siteId);
  const drives = await worksAt(work.tx, { userId: input.driverId, role: 'driver', siteId: input.siteId });
  if (!drives) return notFound('driver', 'driverId', input.driverId);
  const kept = await keepTracker(work.tx, input);
  if (!kept)
    return refuse('tracker_taken', 'Another site has this device', { field: 'trackerId', got: input.trackerId });
  return done({ trackerId: input.trackerId }, 201);
}
