import { notFound, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';

/** Staff work at their own sites; sellers and channels may name any, being walled off by seller. */
export function mayUseSite(work: Work, siteId: string): Refused | undefined {
  const { role, siteIds, sellerId } = work.actor;
  if (role === 'admin' || sellerId !== undefined || siteIds.includes(siteId)) return undefined;
  return notFound('site', 'siteId', siteId);
}
