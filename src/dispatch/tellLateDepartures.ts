import { noteTrouble } from '../orders/index.ts';
import { parcelsById } from '../packing/index.ts';
import type { Job } from '../platform/jobs.ts';
import type { Work } from '../platform/work.ts';
import { grouped } from './grouped.ts';
import { waitsFor } from './rules.ts';
import { stopParcelsOf, takeLateRoutes } from './store.ts';

/** A vehicle that loads a little longer than planned is no trouble yet. */
const GRACE_MS = 10 * 60_000;
const AT_ONCE = 20;

/** Tells the orders on a route that should have left what it waits for, once. */
export async function tellLateDepartures(work: Work): Promise<number> {
  const late = await takeLateRoutes(work, new Date(work.at.getTime() - GRACE_MS), AT_ONCE);
  for (const [siteId, routes] of grouped(late, (route) => route.siteId)) {
    const cause = new Map(routes.map((route) => [route.routeId, waitsFor(route)]));
    const lines = (await stopParcelsOf(work.tx, siteId, [...cause.keys()])).filter(({ live }) => live);
    const routeOf = new Map(lines.map(({ parcelId, routeId }) => [parcelId, routeId]));
    const parcels = await parcelsById(work.tx, siteId, [...routeOf.keys()]);
    await noteTrouble(
      work,
      parcels.map(({ sellerId, orderId, parcelId }) => {
        return { sellerId, orderId, kind: 'departure_late', cause: cause.get(routeOf.get(parcelId)!)! };
      }),
    );
  }
  return late.length;
}

export const lateDepartures: Job = {
  name: 'dispatch.lateDepartures',
  every_s: 60,
  run: async (work) => {
    await tellLateDepartures(work);
  },
};
