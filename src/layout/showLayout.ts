import { mayUseSite } from '../auth/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { SiteLayout } from './schema.ts';
import { cutOffsOf, siteFacts, zonesOf } from './store.ts';

/** One site with the layout that people walk, its cut-offs and its delivery zones. */
export async function showLayout(work: Work, query: { siteId: string }): Promise<Outcome<SiteLayout>> {
  const closed = mayUseSite(work, query.siteId);
  if (closed !== undefined) return closed;
  const site = await siteFacts(work.tx, query.siteId);
  if (site === undefined) return notFound('site', 'siteId', query.siteId);
  const { adjustmentLimit: _, companyPrefix: __, ...shown } = site;
  const cutOffs = await cutOffsOf(work.tx, query.siteId);
  const zones = await zonesOf(work.tx, query.siteId);
  return done({ ...shown, cutOffs, zones });
}
