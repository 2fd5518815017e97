import { notFound, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';

/** The sites whose rows a reader sees: its own; null, which is all, for admins and for sellers behind their own wall. */
export function sitesSeen({ actor: { role, siteIds, sellerId } }: Work): string[] | null {
  return role === 'admin' || sellerId !== undefined ? null : siteIds;
}

/** Staff work at their own sites; sellers and channels may name any, being walled off by seller. */
export function mayUseSite(work: Pick<Work, 'actor'>, siteId: string): Refused | undefined {
  const { role, siteIds, sellerId } = work.actor;
  if (role === 'admin' || sellerId !== undefined || siteIds.includes(siteId)) return undefined;
  return notFound('site', 'siteId', siteId);
}
