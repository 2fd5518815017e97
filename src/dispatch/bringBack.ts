import { ADJUSTMENT, parcelPlace, post, vehiclePlace } from '../inventory/index.ts';
import { advance } from '../orders/index.ts';
import { linesOf, movesOf, moveParcels, parcelById, parcelBySscc, type Parcel } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { noteEvents } from '../shipping/index.ts';
import { parcelBroughtBack, routeClosed } from './events.ts';
import { heldRoute } from './heldRoute.ts';
import { shownAgain } from './publishRoute.ts';
import { afterFailure, type FailReason } from './rules.ts';
import type { RouteShown } from './schema.ts';
import { changeRoute, failedAttempts, setStopParcels, stopParcelsOf, type RouteRow, type StopParcel } from './store.ts';

export interface BroughtBack {
  parcelId: string;
  /** `closed`: goes on a later route; `returning`: to the returns desk. */
  state: 'closed' | 'returning';
  /** Still to be scanned in. */
  left: number;
}

/** An undelivered parcel is scanned back in at the site. Refuses `back_not_expected`. */
export async function bringBack(work: Work, input: { routeId: string; sscc: string }): Promise<Outcome<BroughtBack>> {
  const route = await heldRoute(work, input.routeId);
  if (route === undefined) return notFound('route');
  const { siteId, routeId } = route;
  const parcel = await parcelBySscc(work.tx, siteId, input.sscc);
  if (parcel === undefined) return notFound('parcel', 'sscc', input.sscc);
  const lines = await stopParcelsOf(work.tx, siteId, [routeId]);
  const line = lines.find(({ parcelId, live, state }) => parcelId === parcel.parcelId && live && state === 'failed');
  if (line === undefined) return refuse('back_not_expected', 'This parcel is not due back', { got: input.sscc });
  const state = await stateBack(work, parcel, line);
  const moved = await moveParcels(work, siteId, { parcelIds: [parcel.parcelId], from: ['failed'], to: state });
  if (moved.refused) return moved;
  if (state === 'closed') {
    const again = await advance(work, { siteId, moves: await movesOf(work, parcel, ['shipped', 'packed']) });
    if (again.refused) return again;
  }
  const posted = await offVehicle(work, route, { parcel, to: parcelPlace(parcel.parcelId), reason: line.reason });
  if (posted.refused) return posted;
  await setStopParcels(work, siteId, { parcelIds: [parcel.parcelId], state: 'back', live: false });
  tell(work, parcelBroughtBack(siteId, routeId, { parcelId: parcel.parcelId, state }));
  const left = lines.filter(({ live, parcelId }) => live && parcelId !== parcel.parcelId).length;
  return done({ parcelId: parcel.parcelId, state, left });
}

async function stateBack(work: Work, parcel: Parcel, line: StopParcel): Promise<BroughtBack['state']> {
  if (parcel.cancelAsked) return 'returning';
  const [tried] = await failedAttempts(work.tx, parcel.siteId, [parcel.parcelId]);
  const reason = line.reason as FailReason;
  const before = (tried?.attempts ?? 0) - (reason === 'nobody_home' || reason === 'access_code' ? 1 : 0);
  return afterFailure(reason, Math.max(0, before)) === 'returning' ? 'returning' : 'closed';
}

async function offVehicle(
  work: Work,
  { siteId, routeId }: RouteRow,
  { parcel, to, reason }: { parcel: Parcel; to: string; reason: string | null },
): Promise<Outcome<unknown>> {
  return post(work, {
    siteId,
    kind: 'bringBack',
    ...(reason === null ? {} : { reason }),
    legs: (await linesOf(work.tx, siteId, [parcel.parcelId])).map(({ itemId, lot, serial, quantity }) => ({
      sellerId: parcel.sellerId,
      itemId,
      lot,
      serial,
      from: vehiclePlace(routeId),
      to,
      quantity,
    })),
  });
}

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
  const gone = await advance(work, {
    siteId,
    cause: 'lost',
    moves: await movesOf(work, parcel, ['shipped', 'cancelled']),
  });
  if (gone.refused) return gone;
  const posted = await offVehicle(work, route, { parcel, to: ADJUSTMENT, reason });
  if (posted.refused) return posted;
  await setStopParcels(work, siteId, { parcelIds: [parcelId], state: 'back', reason, live: false });
  await noteEvents(work, siteId, [{ parcelId, eventId: `lost:${routeId}`, kind: 'lost', happenedAt: work.at }]);
  return done(undefined);
}
