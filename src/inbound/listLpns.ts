import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Lpns } from './schema.ts';
import { highestLpn, lpnsWaiting } from './store.ts';

/** LPNs that wait to be put away, at most 500, the longest waiting first, and how far our labels are used. */
export async function listLpns(work: Work, query: { siteId: string }): Promise<Outcome<Lpns>> {
  const closed = mayUseSite(work, query.siteId);
  if (closed !== undefined) return closed;
  const waiting = await lpnsWaiting(work.tx, query.siteId, 500);
  const lpns = waiting.map(({ parentLpn, ...lpn }) => (parentLpn === null ? lpn : { ...lpn, parentLpn }));
  const highest = await highestLpn(work.tx, query.siteId);
  return done(highest === undefined ? { lpns } : { lpns, highest });
}
