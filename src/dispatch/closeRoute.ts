import { ADJUSTMENT } from '../inventory/index.ts';
import { advance, returnShares } from '../orders/index.ts';
import { movesOf, moveParcels, parcelById } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { noteEvents } from '../shipping/index.ts';
import { routeClosed } from './events.ts';
import { heldRoute } from './heldRoute.ts';
import { shownAgain } from './shownAgain.ts';
import type { RouteShown } from './schema.ts';
import { changeRoute, setStopParcels, stopParcelsOf, type RouteRow } from './store.ts';
import { offVehicle } from './offVehicle.ts';

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
  const moved = await moveParcels(work, siteId, { parcelIds: [parcelId], from: ['failed', 'out'], to: 'lost' });
  if (moved.refused) return moved;
  const moves = await movesOf(work, parcel, ['shipped', 'cancelled']);
  const gone = await advance(work, { siteId, cause: 'lost', moves });
  if (gone.refused) return gone;
  await returnShares(work, { siteId, moves, lost: true });
  const posted = await offVehicle(work, route, { parcel, to: ADJUSTMENT, reason });
  if (posted.refused) return posted;
  await setStopParcels(work, siteId, { parcelIds: [parcelId], state: 'failed', reason, live: false });
  await noteEvents(work, siteId, [{ parcelId, eventId: `lost:${routeId}`, kind: 'lost', happenedAt: work.at }]);
  return done(undefined);
}
