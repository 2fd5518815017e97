import { sitesByStock } from '../inventory/index.ts';
import { sitesSeenBy, type Site } from '../layout/index.ts';
import type { Work } from '../platform/work.ts';

interface Wanted {
  lines: { itemId: string; quantity: number }[];
  near: { lat: number; lon: number } | undefined;
}

/** The site that can promise most lines whole, the nearest of those; without any stock the nearest of all. */
export async function chooseSite(work: Work, { lines, near }: Wanted): Promise<string | undefined> {
  const sites = await sitesSeenBy(work.tx, undefined);
  if (sites.length <= 1) return sites[0]?.siteId;
  const whole = new Map((await sitesByStock(work.tx, lines)).map((row) => [row.siteId, row.whole]));
  const ranked = sites
    .map((site) => ({ site, whole: whole.get(site.siteId) ?? 0, distance_m: near ? distance_m(site, near) : 0 }))
    .sort((a, b) => b.whole - a.whole || a.distance_m - b.distance_m);
  return ranked[0]!.site.siteId;
}

/** Great-circle distance (haversine) on a sphere of 6,371 km. */
function distance_m(site: Site, to: { lat: number; lon: number }): number {
  const radians = Math.PI / 180;
  const dLat = (to.lat - site.lat) * radians;
  const dLon = (to.lon - site.lon) * radians;
  const a =
    Math.sin(dLat / 2) ** 2 + Math.cos(site.lat * radians) * Math.cos(to.lat * radians) * Math.sin(dLon / 2) ** 2;
  return 2 * 6_371_000 * Math.asin(Math.sqrt(a));
}
