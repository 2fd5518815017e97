import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { trackOf, type Fix } from './store.ts';

/** The way a driver took, sorted by the device's own time. */
export async function showTrack(
  work: Work,
  input: { siteId: string; driverId: string; from: Date; to: Date; limit: number },
): Promise<Outcome<{ positions: Fix[] }>> {
  const closed = mayUseSite(work, input.siteId);
  return closed ?? done({ positions: await trackOf(work.tx, input) });
}
