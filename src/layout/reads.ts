import { makeSscc } from '../platform/documents/gs1Keys.shared.ts';
import { notFound, RefusedError } from '../platform/errors.ts';
import type { Tx } from '../platform/work.ts';
import { nextCutOff, type Promised } from './cutOff.ts';
import { isInside } from './rules.ts';
import type { Zone } from './schema.ts';
import { cutOffsOf, siteFacts, takeSerials, zonesOf, type SiteFacts } from './store.ts';

/** A site that must exist; refuses `site_not_found` wherever it is asked for one that does not. */
export async function layoutOf(tx: Tx, siteId: string): Promise<SiteFacts> {
  const site = await siteFacts(tx, siteId);
  if (site === undefined) throw new RefusedError(notFound('site', 'siteId', siteId).refusal);
  return site;
}

/** The cut-off that an order of this instant still makes; undefined where the site has none. */
export async function promiseFor(tx: Tx, siteId: string, at: Date): Promise<Promised | undefined> {
  const cutOffs = await cutOffsOf(tx, siteId);
  if (cutOffs.length === 0) return undefined;
  const site = await layoutOf(tx, siteId);
  return nextCutOff(cutOffs, site.timeZone, at);
}

/** The first zone that a point lies in; `drawn` tells a site without zones (it delivers anywhere) from a miss. */
export async function zoneAt(
  tx: Tx,
  siteId: string,
  point: { lat: number; lon: number },
): Promise<{ drawn: boolean; zone: Zone | undefined }> {
  const zones = await zonesOf(tx, siteId);
  return { drawn: zones.length > 0, zone: zones.find((zone) => isInside(zone.polygon, point)) };
}

/** Container codes that nobody else gets, of the site's GS1 company prefix. */
export async function takeSsccs(tx: Tx, siteId: string, count: number): Promise<string[]> {
  const { prefix, first } = await takeSerials(tx, siteId, count);
  return Array.from({ length: count }, (_, i) => makeSscc(0, prefix, first + i));
}
