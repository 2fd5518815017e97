import { mayUseSite } from '../auth/index.ts';
import { areasOf } from '../orders/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { grouped } from './grouped.ts';
import type { FailReason } from '../shipping/index.ts';
import type { FailedDoors } from './schema.ts';
import { heldLines, routesById, stopsOf } from './store.ts';

/** What the rules leave to the desk: doors that failed, until it has said what follows. */
export async function listFailedDoors(work: Work, { siteId }: { siteId: string }): Promise<Outcome<FailedDoors>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const lines = await heldLines(work.tx, siteId);
  const routeIds = [...new Set(lines.map(({ routeId }) => routeId))];
  const routes = new Map((await routesById(work.tx, siteId, routeIds)).map((route) => [route.routeId, route]));
  const stops = new Map((await stopsOf(work.tx, siteId, routeIds)).map((stop) => [stop.stopId, stop]));
  const areas = await areasOf(work.tx, lines);
  return done({
    doors: [...grouped(lines, ({ stopId }) => stopId)].map(([stopId, here]) => {
      const { routeId, position, lat, lon, reason, doneAt, photoId } = stops.get(stopId)!;
      const { vehicleCode, driverId } = routes.get(routeId)!;
      return {
        stopId,
        routeId,
        vehicle: vehicleCode,
        driverId,
        position,
        lat,
        lon,
        area: here.map(({ orderId }) => areas.get(orderId)).find((area) => area !== undefined) ?? null,
        reason: reason as FailReason,
        failedAt: doneAt!,
        photoId,
        aboard: here.every(({ aboard }) => aboard),
        asked: here.every(({ asked }) => asked),
        parcels: here.map(({ parcelId, orderId, sscc }) => ({ parcelId, orderId, sscc })),
      };
    }),
  });
}
