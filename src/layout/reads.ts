import { makeSscc } from '../platform/documents/gs1Keys.shared.ts';
import { notFound, RefusedError } from '../platform/errors.ts';
import type { Tx } from '../platform/work.ts';
import { siteFacts, takeSerials, type SiteFacts } from './store.ts';

/** A site that must exist; refuses `site_not_found` wherever it is asked for one that does not. */
export async function layoutOf(tx: Tx, siteId: string): Promise<SiteFacts> {
  const site = await siteFacts(tx, siteId);
  if (site === undefined) throw new RefusedError(notFound('site', 'siteId', siteId).refusal);
  return site;
}

/** Container codes that nobody else gets, of the site's GS1 company prefix. */
export async function takeSsccs(tx: Tx, siteId: string, count: number): Promise<string[]> {
  const { prefix, first } = await takeSerials(tx, siteId, count);
  return Array.from({ length: count }, (_, i) => makeSscc(0, prefix, first + i));
}
