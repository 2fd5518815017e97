import { vehiclePlace } from '../inventory/index.ts';
import { parcelById } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { routeClosed } from './events.ts';
import { heldRoute } from './heldRoute.ts';
import { loseParcel } from './loseParcel.ts';
import { shownAgain } from './shownAgain.ts';
import type { RouteShown } from './schema.ts';
import { changeRoute, setStopParcels, stopParcelsOf, type RouteRow } from './store.ts';

/**
 * Ends a route once every parcel is delivered or back; what is not is lost, with its reason. Refuses `route_parcels_out`
 * with what is still to be scanned in, `route_not_finished`.
 */
export async function closeRoute(
  work: Work,
  input: { routeId: string; lost: { parcelId: string; reason: string }[] },
): Promise<Outcome<RouteShown>> {
  const route = await heldRoute(work, input.routeId);
  if (route === undefined) return notFound('route');
  const { siteId, routeId } = route;
  if (route.state === 'closed') return shownAgain(work, siteId, routeId);
  if (route.state !== 'finished') return refuse('route_not_finished', 'Stops are still open', { got: route.state });
  const open = (await stopParcelsOf(work.tx, siteId, [routeId])).filter(({ live }) => live);
  const lost = new Map(input.lost.map(({ parcelId, reason }) => [parcelId, reason]));
  const out = open.filter(({ parcelId }) => !lost.has(parcelId));
  if (out.length > 0) {
    const details = out.slice(0, 100).map(({ parcelId, reason }) => ({ parcelId, reason }));
    return refuse('route_parcels_out', `${out.length} to be scanned back in`, { got: out.length, details });
  }
  for (const { parcelId } of open) {
    const written = await writeOff(work, route, { parcelId, reason: lost.get(parcelId)! });
    if (written.refused) return written;
  }
  await changeRoute(work.tx, siteId, routeId, { state: 'closed', closedAt: work.at });
  tell(work, routeClosed(siteId, routeId));
  return shownAgain(work, siteId, routeId);
}

async function writeOff(
  work: Work,
  route: RouteRow,
  { parcelId, reason }: { parcelId: string; reason: string },
): Promise<Outcome<undefined>> {
  const { siteId, routeId } = route;
  const parcel = (await parcelById(work.tx, siteId, parcelId))!;
  const where = { from: ['failed' as const, 'out' as const], column: 'shipped' as const, place: vehiclePlace(routeId) };
  const gone = await loseParcel(work, parcel, { ...where, reason, eventId: `lost:${routeId}` });
  if (gone.refused) return gone;
  await setStopParcels(work, siteId, { parcelIds: [parcelId], state: 'failed', reason, live: false });
  return done(undefined);
}
