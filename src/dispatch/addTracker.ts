import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { keepTracker } from './store.ts';

/** Makes a position device known: from now on what it sends is this driver's. */
export async function addTracker(
  work: Work,
  input: { siteId: string; trackerId: string; driverId: string },
): Promise<Outcome<{ trackerId: string }>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  await keepTracker(work.tx, input);
  return done({ trackerId: input.trackerId }, 201);
}
