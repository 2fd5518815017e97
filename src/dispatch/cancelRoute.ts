import { moveParcels } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { setEtaWindows } from '../shipping/index.ts';
import { routeCancelled } from './events.ts';
import { followTrips } from './followTrips.ts';
import { heldRoute } from './heldRoute.ts';
import { OPEN } from './rules.ts';
import { changeRoute, freeStopParcels, stopParcelsOf, type RouteRow } from './store.ts';

/** Gives a route up before it leaves; its parcels wait for another plan. Refuses `route_left`. */
export async function cancelRoute(work: Work, { routeId }: { routeId: string }): Promise<Outcome<{ routeId: string }>> {
  const route = await heldRoute(work, routeId);
  if (route === undefined) return notFound('route');
  if (!OPEN.includes(route.state)) return refuse('route_left', 'This route has left', { got: route.state });
  const cancelled = await cancelHeldRoute(work, route);
  if (cancelled.refused) return cancelled;
  await followTrips(work, route.siteId, [route.vehicleId]);
  return done({ routeId });
}

/** The same for a route that the caller holds. */
export async function cancelHeldRoute(work: Work, route: RouteRow): Promise<Outcome<undefined>> {
  const { siteId, routeId } = route;
  const lines = (await stopParcelsOf(work.tx, siteId, [routeId])).filter(({ live }) => live);
  const loaded = lines.filter(({ state }) => state === 'loaded').map(({ parcelId }) => parcelId);
  const unloaded = await moveParcels(work, siteId, { parcelIds: loaded, from: ['loaded'], to: 'closed' });
  if (unloaded.refused) return unloaded;
  await freeStopParcels(work.tx, siteId, routeId);
  await setEtaWindows(
    work,
    siteId,
    lines.map(({ parcelId }) => ({ parcelId, etaFrom: null, etaTo: null })),
  );
  await changeRoute(work.tx, siteId, routeId, { state: 'cancelled' });
  tell(work, routeCancelled(siteId, routeId));
  return done(undefined);
}
