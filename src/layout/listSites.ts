import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Site } from './schema.ts';
import { sitesSeenBy } from './store.ts';

/** The sites where one may work; a seller, who books into any of them, and an admin see all. */
export async function listSites(work: Work): Promise<Outcome<{ sites: Site[] }>> {
  const all = work.actor.role === 'admin' || work.actor.sellerId !== undefined;
  return done({ sites: await sitesSeenBy(work.tx, all ? undefined : work.actor.siteIds) });
}
