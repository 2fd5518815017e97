import { parcelPlace, post, vehiclePlace } from '../inventory/index.ts';
import { advance, noteTrouble, type Move } from '../orders/index.ts';
import { holdParcel, linesOf, moveParcels, parcelsById, type Parcel } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { noteEvents, setEtaWindows } from '../shipping/index.ts';
import { routeDeparted } from './events.ts';
import { followTrips } from './followTrips.ts';
import { grouped } from './grouped.ts';
import { heldRoute } from './heldRoute.ts';
import { refuseUnreleased } from './load.ts';
import { shownAgain } from './shownAgain.ts';
import { retime } from './retime.ts';
import type { RouteShown } from './schema.ts';
import { acceptViolations, markDone, setStopParcels, stopParcelsOf, type RouteRow, type StopParcel } from './store.ts';

/** Left for these, a parcel goes on no further route before somebody has looked for it or at it. */
const LOOK_FIRST: readonly string[] = ['not_found', 'damaged'];
/** What an order's log may say of it: the words of whoever loads could name people. */
const TOLD: readonly string[] = [...LOOK_FIRST, 'no_room', 'cancelled'];

export interface Left {
  parcelId: string;
  reason: string;
}

/**
 * The vehicle leaves with what is loaded: its stops' parcels, and every difference named. Refuses `load_missing` with the
 * parcels that are neither loaded nor left with a reason, `load_cancelled`, `load_nothing`, `route_no_driver`.
 */
export async function depart(work: Work, input: { routeId: string; left: Left[] }): Promise<Outcome<RouteShown>> {
  const route = await heldRoute(work, input.routeId);
  if (route === undefined) return notFound('route');
  const { siteId, routeId } = route;
  const closed = refuseUnreleased(route);
  if (closed) return closed;
  if (route.driverId === null) return refuse('route_no_driver', 'No driver has this route yet');
  const lines = (await stopParcelsOf(work.tx, siteId, [routeId])).filter(({ live }) => live);
  const parcels = new Map(
    (
      await parcelsById(
        work.tx,
        siteId,
        lines.map(({ parcelId }) => parcelId),
      )
    ).map((one) => [one.parcelId, one]),
  );
  const staying = new Map(input.left.map(({ parcelId, reason }) => [parcelId, reason]));
  const going = lines.filter(({ parcelId, state }) => state === 'loaded' && !staying.has(parcelId));
  const missing = lines.filter(({ parcelId, state }) => state !== 'loaded' && !staying.has(parcelId));
  if (missing.length > 0) {
    const details = missing.slice(0, 100).map(({ parcelId }) => ({ parcelId, sscc: parcels.get(parcelId)!.sscc }));
    return refuse('load_missing', `${missing.length} not loaded; load them or say why`, {
      got: missing.length,
      details,
    });
  }
  const cancelled = going.find(({ parcelId }) => parcels.get(parcelId)!.cancelAsked);
  if (cancelled !== undefined) {
    const { sscc } = parcels.get(cancelled.parcelId)!;
    return refuse('load_cancelled', 'An order was cancelled: take this parcel out', { got: sscc });
  }
  if (going.length === 0) return refuse('load_nothing', 'Nothing is loaded', { got: staying.size });
  const behind = await leaveBehind(work, { route, lines, parcels, staying });
  if (behind.refused) return behind;
  const out = await takeOut(
    work,
    route,
    going.map(({ parcelId }) => parcels.get(parcelId)!),
  );
  if (out.refused) return out;
  await noteTrouble(
    work,
    input.left.flatMap(({ parcelId, reason }) => {
      const parcel = parcels.get(parcelId);
      if (parcel === undefined) return [];
      const { sellerId, orderId } = parcel;
      return [{ sellerId, orderId, kind: 'left_behind', cause: TOLD.includes(reason) ? reason : 'left_behind' }];
    }),
  );
  await retime(work, route, { tellCustomers: true }, { state: 'running', departAt: work.at, departedAt: work.at });
  // leaving late may make stops late: whoever sends the vehicle off answers for it
  await acceptViolations(work, siteId, routeId);
  await followTrips(work, siteId, [route.vehicleId]);
  tell(work, routeDeparted(siteId, routeId, { parcels: going.length, left: staying.size }));
  return shownAgain(work, siteId, routeId);
}

interface Behind {
  route: RouteRow;
  lines: StopParcel[];
  parcels: Map<string, Parcel>;
  staying: Map<string, string>;
}

/** What stays is free for another route; a stop that nothing is taken to is over before it began. */
async function leaveBehind(work: Work, { route, lines, parcels, staying }: Behind): Promise<Outcome<undefined>> {
  const { siteId } = route;
  const left = lines.filter(({ parcelId }) => staying.has(parcelId));
  const loaded = left.filter(({ state }) => state === 'loaded').map(({ parcelId }) => parcelId);
  const unloaded = await moveParcels(work, siteId, { parcelIds: loaded, from: ['loaded'], to: 'closed' });
  if (unloaded.refused) return unloaded;
  for (const { parcelId } of left) {
    const reason = staying.get(parcelId)!;
    await setStopParcels(work, siteId, { parcelIds: [parcelId], state: 'left', reason, live: false });
    // what somebody holds for another reason stays held for that, and what is cancelled is in somebody's hands
    const { holdReason, cancelAsked } = parcels.get(parcelId)!;
    const isLookedFor = LOOK_FIRST.includes(reason) && holdReason === null && !cancelAsked;
    if (isLookedFor) await holdParcel(work, { siteId, parcelId, reason });
  }
  await setEtaWindows(
    work,
    siteId,
    left.map(({ parcelId }) => ({ parcelId, etaFrom: null, etaTo: null })),
  );
  for (const [stopId, ofStop] of grouped(lines, (line) => line.stopId)) {
    if (ofStop.every(({ parcelId }) => staying.has(parcelId))) {
      await markDone(work, { siteId, stopId }, { state: 'failed', reason: 'left_behind' });
    }
  }
  return done(undefined);
}

async function takeOut(work: Work, { siteId, routeId }: RouteRow, going: Parcel[]): Promise<Outcome<undefined>> {
  const parcelIds = going.map(({ parcelId }) => parcelId);
  const moved = await moveParcels(work, siteId, { parcelIds, from: ['loaded'], to: 'out' });
  if (moved.refused) return moved;
  await setStopParcels(work, siteId, { parcelIds, state: 'out' });
  const owners = new Map(going.map((parcel) => [parcel.parcelId, parcel]));
  const units = await linesOf(work.tx, siteId, parcelIds);
  const shipped = await advance(work, {
    siteId,
    moves: units.map(({ parcelId, lineNo, quantity }): Move => {
      const { sellerId, orderId } = owners.get(parcelId)!;
      return { sellerId, orderId, lineNo, from: 'packed', to: 'shipped', quantity };
    }),
  });
  if (shipped.refused) return shipped;
  const posted = await post(work, {
    siteId,
    kind: 'depart',
    legs: units.map(({ parcelId, itemId, lot, serial, quantity }) => ({
      sellerId: owners.get(parcelId)!.sellerId,
      itemId,
      lot,
      serial,
      from: parcelPlace(parcelId),
      to: vehiclePlace(routeId),
      quantity,
    })),
  });
  if (posted.refused) return posted;
  const happened = { eventId: `out:${routeId}`, kind: 'out' as const, happenedAt: work.at };
  await noteEvents(
    work,
    siteId,
    parcelIds.map((parcelId) => ({ parcelId, ...happened })),
  );
  return done(undefined);
}
