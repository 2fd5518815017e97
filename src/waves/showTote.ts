import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { ToteShown } from './schema.ts';
import { liveUse } from './store.ts';

/** Whose units a tote carries, and where it stands; of one that is free, nobody's. */
export async function showTote(
  work: Work,
  { siteId, toteCode }: { siteId: string; toteCode: string },
): Promise<Outcome<ToteShown>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const use = await liveUse(work.tx, siteId, toteCode);
  return done({ toteCode, orderId: use?.orderId ?? null, laneCode: use?.laneCode ?? null });
}
