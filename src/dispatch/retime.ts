import { layoutOf } from '../layout/index.ts';
import { parcelsById, type Parcel } from '../packing/index.ts';
import type { Work } from '../platform/work.ts';
import { setEtaWindows } from '../shipping/index.ts';
import { cargoOf, needsOf } from './needs.ts';
import { schedule, violationsOf, type Visit } from './schedule.ts';
import { tripFrom, tripOn } from './shiftEnds.ts';
import type { Spot } from './travel.ts';
import {
  changeRoute,
  keepViolations,
  placeStops,
  stopParcelsOf,
  stopsOf,
  vehicleById,
  type RouteChange,
  type RouteRow,
  type Stop,
} from './store.ts';

/** Half the window that a customer is told, around the time that we reckon with. */
const HALF_WINDOW_MS = 30 * 60_000;
/** Customers hear of a new window only where the time moved by more than this. */
const TELL_MS = 15 * 60_000;

export interface Retime {
  /** From here on, at this moment; absent: from the site, when the route departs. */
  from?: { spot: Spot; at: Date };
  /** Tell the customers: the route is published or on the road. */
  tellCustomers: boolean;
}

/**
 * Reckons the open stops of a held route anew, in the order in which they stand: their times, the route's end and
 * whatever limits it breaks now.
 */
export async function retime(
  work: Work,
  route: RouteRow,
  { from, tellCustomers }: Retime,
  to: RouteChange = {},
): Promise<void> {
  const { siteId, routeId } = route;
  const site = await layoutOf(work.tx, siteId);
  const all = await stopsOf(work.tx, siteId, [routeId]);
  const open = all.filter(({ state }) => state === 'planned');
  const trip = from ? tripOn(site, route, from.at) : tripFrom(site, route, to.departAt ?? route.departAt);
  const timed = schedule(trip, open, from?.spot);
  const places = open.map(({ stopId, position }) => ({ stopId, routeId, position, etaAt: timed.etas.get(stopId)! }));
  if (places.length > 0) await placeStops(work.tx, siteId, places);
  // on the road the way grows and shrinks with its stops, not with what is behind
  const whole = from ? schedule(tripFrom(site, route, route.departAt), all) : timed;
  const { distance_m, duration_s } = whole;
  await changeRoute(work.tx, siteId, routeId, { endAt: timed.endAt, distance_m, duration_s, ...to });
  const lines = (await stopParcelsOf(work.tx, siteId, [routeId])).filter(({ live }) => live);
  if (from === undefined) await reckonViolations(work, route, { lines, open, timed });
  if (tellCustomers) await tellEtas(work, siteId, { lines, open, timed });
}

interface Reckoned {
  lines: { parcelId: string; stopId: string }[];
  open: (Stop & Visit)[];
  timed: ReturnType<typeof schedule>;
}

async function reckonViolations(work: Work, route: RouteRow, { lines, open, timed }: Reckoned): Promise<void> {
  const { siteId, routeId, vehicleId, shiftToAt } = route;
  const vehicle = (await vehicleById(work.tx, siteId, vehicleId))!;
  const stopOf = new Map(lines.map(({ parcelId, stopId }) => [parcelId, stopId]));
  const doors = new Map(open.map((stop) => [stop.stopId, stop]));
  const parcels = await parcelsById(work.tx, siteId, [...stopOf.keys()]);
  const spotOf = ({ parcelId }: Parcel) => doors.get(stopOf.get(parcelId)!);
  const needs = await needsOf(work.tx, siteId, { parcels, spotOf });
  const cargo = parcels.map((parcel) => cargoOf(parcel, { stopId: stopOf.get(parcel.parcelId)!, needs }));
  await keepViolations(work.tx, siteId, routeId, violationsOf({ ...vehicle, shiftToAt }, cargo, timed, open));
}

async function tellEtas(work: Work, siteId: string, { lines, open, timed }: Reckoned): Promise<void> {
  const moved = new Set(
    open
      .filter(({ stopId, etaAt }) => Math.abs(timed.etas.get(stopId)!.getTime() - etaAt.getTime()) > TELL_MS)
      .map(({ stopId }) => stopId),
  );
  await setEtaWindows(
    work,
    siteId,
    lines
      .filter(({ stopId }) => moved.has(stopId))
      .map(({ parcelId, stopId }) => etaWindow(parcelId, timed.etas.get(stopId)!)),
  );
}

export function etaWindow(parcelId: string, eta: Date) {
  return {
    parcelId,
    etaFrom: new Date(eta.getTime() - HALF_WINDOW_MS),
    etaTo: new Date(eta.getTime() + HALF_WINDOW_MS),
  };
}
