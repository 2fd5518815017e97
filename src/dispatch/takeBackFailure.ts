import { noteTrouble } from '../orders/index.ts';
import { holdParcel, moveParcels, parcelsById } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { noteEvents } from '../shipping/index.ts';
import { screenOf, stopReopened } from './events.ts';
import { failureId } from './fail.ts';
import { heldStop } from './heldRoute.ts';
import { reckonEtas } from './reckonEtas.ts';
import { retime } from './retime.ts';
import type { StopDone } from './schema.ts';
import { openRest } from './openRest.ts';
import { keptAt, secondTry, slipOf } from './slip.ts';
import {
  backOnRoad,
  deleteStops,
  liveRoutes,
  reopenStop,
  reopenStopParcels,
  stopParcelsOf,
  stopsOf,
  type RouteRow,
  type Stop,
} from './store.ts';
import { whereabouts } from './whereabouts.ts';

/**
 * "Cannot deliver" was a slip: the door is open again as it was before, and what followed for its parcels is taken back. Where
 * some were handed over, that stays as it was proven, and the others are a stop of their own at that door.
 * Refuses `undo_too_late` once the driver was at another door since, a parcel is back at the site, or the desk has let it go.
 */
export async function takeBackFailure(work: Work, { stopId }: { stopId: string }): Promise<Outcome<StopDone>> {
  const held = await heldStop(work, stopId);
  if (held === undefined) return notFound('stop');
  const { stop, route } = held;
  const { siteId, routeId } = route;
  const stops = await stopsOf(work.tx, siteId, [routeId]);
  const lines = await stopParcelsOf(work.tx, siteId, [routeId]);
  const here = keptAt(stop, lines);
  const again = secondTry(stop, { lines, stops });
  const parcels = await parcelsById(
    work.tx,
    siteId,
    here.map(({ parcelId }) => parcelId),
  );
  const letGo = parcels.some(({ parcelId, holdReason }) => {
    const wasHeld = here.some((line) => line.parcelId === parcelId && line.afterFailure === 'held');
    return wasHeld && holdReason !== stop.reason;
  });
  if (letGo || slipOf({ route, stops, lines })?.stopId !== stopId || (await isElsewhere(work, route))) {
    return refuse('undo_too_late', 'This can no longer be taken back', { got: stop.state });
  }
  const staying = here.filter(({ afterFailure }) => afterFailure !== 'again').map(({ parcelId }) => parcelId);
  const moved = await moveParcels(work, siteId, { parcelIds: staying, from: ['failed'], to: 'out' });
  if (moved.refused) return moved;
  for (const { parcelId, holdReason } of parcels) {
    if (holdReason === stop.reason) await holdParcel(work, { siteId, parcelId, reason: null });
  }
  if (again !== undefined) await deleteStops(work.tx, siteId, [again.stopId]);
  const open = stop.state === 'partly' ? await openRest(work, stop, here.length) : await reopen(work, stop);
  await noteTrouble(
    work,
    parcels.map(({ sellerId, orderId }) => ({ sellerId, orderId, kind: 'delivery_reopened', cause: 'slip' })),
  );
  if (route.state === 'finished') await backOnRoad(work.tx, siteId, routeId);
  const happened = { eventId: `${failureId(stop, stop.doneAt!)}:slip`, corrects: failureId(stop, stop.doneAt!) };
  // what was so before is so since it began: a slip is no second departure
  const was =
    stop.arrivedAt === null
      ? { kind: 'out' as const, happenedAt: route.departedAt! }
      : { kind: 'arriving' as const, happenedAt: stop.arrivedAt };
  await noteEvents(
    work,
    siteId,
    here.map(({ parcelId }) => ({ parcelId, ...happened, ...was })),
  );
  const from = stop.arrivedAt === null ? await whereabouts(work, route) : { spot: stop, at: work.at };
  await retime(work, route, { from, tellCustomers: false });
  await reckonEtas(work, siteId, [route]);
  tell(work, stopReopened(siteId, routeId, { stopId: open, ...screenOf(work, route) }));
  return done({ stopId: open, state: stop.arrivedAt === null ? 'planned' : 'arrived', routeState: 'running' });
}

async function reopen(work: Work, stop: Stop): Promise<string> {
  await reopenStop(work.tx, stop);
  await reopenStopParcels(work, stop);
  return stop.stopId;
}

/** A vehicle on its next route takes nothing back on the one before. */
export async function isElsewhere(work: Work, { siteId, routeId, vehicleId }: RouteRow): Promise<boolean> {
  const live = await liveRoutes(work.tx, siteId);
  return live.some((other) => other.routeId !== routeId && other.vehicleId === vehicleId && other.state === 'running');
}
