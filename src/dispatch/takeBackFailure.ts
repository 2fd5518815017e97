import { noteTrouble } from '../orders/index.ts';
import { holdParcel, moveParcels, parcelsById } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { noteEvents } from '../shipping/index.ts';
import { stopReopened } from './events.ts';
import { failureId } from './fail.ts';
import { heldStop } from './heldRoute.ts';
import { reckonEtas } from './reckonEtas.ts';
import { retime } from './retime.ts';
import type { StopDone } from './schema.ts';
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
  type StopParcel,
} from './store.ts';
import { whereabouts } from './whereabouts.ts';

/**
 * "Cannot deliver" was a slip: the door is open again as it was before, and what followed for its parcels is taken back.
 * Refuses `undo_too_late` once the driver was at another door since, a parcel is back at the site, or the desk has let it go.
 */
export async function takeBackFailure(work: Work, { stopId }: { stopId: string }): Promise<Outcome<StopDone>> {
  const held = await heldStop(work, stopId);
  if (held === undefined) return notFound('stop');
  const { stop, route } = held;
  const { siteId, routeId } = route;
  const stops = await stopsOf(work.tx, siteId, [routeId]);
  const lines = await stopParcelsOf(work.tx, siteId, [routeId]);
  // what was left at the dock never came to the door
  const here = lines.filter((line) => line.stopId === stopId && line.state !== 'left');
  const again = stopOfSecondTry(here, { lines, stops });
  const parcels = await parcelsById(
    work.tx,
    siteId,
    here.map(({ parcelId }) => parcelId),
  );
  const letGo = parcels.some(({ parcelId, holdReason }) => {
    const wasHeld = here.some((line) => line.parcelId === parcelId && line.afterFailure === 'held');
    return wasHeld && holdReason !== stop.reason;
  });
  if (letGo || (await isPast(work, route, { stop, stops, here, again }))) {
    return refuse('undo_too_late', 'This can no longer be taken back', { got: stop.state });
  }
  const staying = here.filter(({ afterFailure }) => afterFailure !== 'again').map(({ parcelId }) => parcelId);
  const moved = await moveParcels(work, siteId, { parcelIds: staying, from: ['failed'], to: 'out' });
  if (moved.refused) return moved;
  for (const { parcelId, holdReason } of parcels) {
    if (holdReason === stop.reason) await holdParcel(work, { siteId, parcelId, reason: null });
  }
  if (again !== undefined) await deleteStops(work.tx, siteId, [again.stopId]);
  await reopenStop(work.tx, stop);
  await reopenStopParcels(work, stop);
  await noteTrouble(
    work,
    parcels.map(({ sellerId, orderId }) => ({ sellerId, orderId, kind: 'delivery_reopened', cause: 'slip' })),
  );
  if (route.state === 'finished') await backOnRoad(work.tx, siteId, routeId);
  const happened = { eventId: `${failureId(stop, stop.doneAt!)}:slip`, corrects: failureId(stop, stop.doneAt!) };
  const kind = stop.arrivedAt === null ? ('out' as const) : ('arriving' as const);
  await noteEvents(
    work,
    siteId,
    here.map(({ parcelId }) => ({ parcelId, ...happened, kind, happenedAt: work.at })),
  );
  const from = stop.arrivedAt === null ? await whereabouts(work, route) : { spot: stop, at: work.at };
  await retime(work, route, { from, tellCustomers: false });
  await reckonEtas(work, siteId, [route]);
  tell(work, stopReopened(siteId, routeId, { stopId }));
  return done({ stopId, state: stop.arrivedAt === null ? 'planned' : 'arrived', routeState: 'running' });
}

interface Since {
  stop: Stop;
  stops: Stop[];
  here: StopParcel[];
  again: Stop | undefined;
}

async function isPast(work: Work, route: RouteRow, { stop, stops, here, again }: Since): Promise<boolean> {
  if (stop.state !== 'failed' || !['running', 'finished'].includes(route.state)) return true;
  const wasLater = ({ doneAt, position }: Stop): boolean =>
    doneAt !== null && (doneAt.getTime() - stop.doneAt!.getTime() || position - stop.position) > 0;
  const goneOn = stops.some((other) => other.state === 'arrived' || wasLater(other));
  const isLeft = here.some(({ state, afterFailure }) => {
    return state !== 'failed' || (afterFailure === 'again' && again?.state !== 'planned');
  });
  const others = await liveRoutes(work.tx, route.siteId);
  const isElsewhere = others.some(
    ({ routeId, vehicleId, state }) =>
      routeId !== route.routeId && vehicleId === route.vehicleId && state === 'running',
  );
  return goneOn || isLeft || isElsewhere;
}

/** The door at the end of the route where parcels of this one were to be tried once more. */
function stopOfSecondTry(
  here: StopParcel[],
  { lines, stops }: { lines: StopParcel[]; stops: Stop[] },
): Stop | undefined {
  const parcelIds = new Set(here.filter((line) => line.afterFailure === 'again').map(({ parcelId }) => parcelId));
  const second = lines.find(({ parcelId, live, stopId }) => {
    return live && parcelIds.has(parcelId) && stopId !== here[0]!.stopId;
  });
  return stops.find(({ stopId }) => stopId === second?.stopId);
}
