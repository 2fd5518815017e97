import { sitesSeen } from '../auth/index.ts';
import { sitesByStock } from '../inventory/index.ts';
import { sitesSeenBy } from '../layout/index.ts';
import { crowFly_m } from '../platform/geometry.ts';
import type { Work } from '../platform/work.ts';

interface Wanted {
  lines: { itemId: string; quantity: number }[];
  near: { lat: number; lon: number } | undefined;
}

/** Of the sites that the caller sees, the one that can promise most lines whole, the nearest of those; without stock the nearest. */
export async function chooseSite(work: Work, { lines, near }: Wanted): Promise<string | undefined> {
  const sites = await sitesSeenBy(work.tx, sitesSeen(work) ?? undefined);
  if (sites.length <= 1) return sites[0]?.siteId;
  const whole = new Map((await sitesByStock(work.tx, lines)).map((row) => [row.siteId, row.whole]));
  const ranked = sites
    .map((site) => ({ site, whole: whole.get(site.siteId) ?? 0, distance_m: near ? crowFly_m(site, near) : 0 }))
    .sort((a, b) => b.whole - a.whole || a.distance_m - b.distance_m);
  return ranked[0]!.site.siteId;
}
