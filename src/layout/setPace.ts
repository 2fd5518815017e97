import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { paceSet } from './events.ts';
import { layoutOf } from './reads.ts';
import type { Pace } from './schema.ts';
import { keepPace } from './store.ts';

/** What the floor gets done in an hour, in orders: from then on no more is promised than can be brought in time. */
export async function setPace(work: Work, { siteId, ...pace }: Pace & { siteId: string }): Promise<Outcome<Pace>> {
  const closed = mayUseSite(work, siteId);
  if (closed !== undefined) return closed;
  await layoutOf(work.tx, siteId);
  await keepPace(work.tx, siteId, pace);
  tell(work, paceSet(siteId));
  return done(pace);
}
