import { destinationsOf, orderFacts } from '../orders/index.ts';
import { parcelsById, type Parcel } from '../packing/index.ts';
import { done, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { tell, type Tx, type Work } from '../platform/work.ts';
import { setEtaWindows } from '../shipping/index.ts';
import { routeCancelled, routeChanged, routeRevived } from './events.ts';
import { followTrips } from './followTrips.ts';
import { grouped } from './grouped.ts';
import { reckonEtas } from './reckonEtas.ts';
import { retime } from './retime.ts';
import { OPEN, type RouteState } from './rules.ts';
import { service_s } from './schedule.ts';
import {
  changeRoute,
  deleteStops,
  insertStopParcels,
  insertStops,
  onLiveRoute,
  placeStops,
  stopParcelsOf,
  stopsOf,
  type NewStop,
  type RouteRow,
  type Stop,
  type StopParcel,
} from './store.ts';
import { whereabouts } from './whereabouts.ts';

/** A stop to come, where it stands. What is behind its door is told by its parcels, so that nothing of it is kept twice. */
export interface Standing {
  stopId: string;
  parcelIds: string[];
  locked: boolean;
  pinned: boolean;
}

/** The part of a route that may still be arranged: its stops to come, in the order in which they are driven. */
export interface Lane {
  routeId: string;
  state: RouteState;
  locked: boolean;
  stops: Standing[];
}

export async function lanesOf(tx: Tx, siteId: string, routes: RouteRow[]): Promise<Lane[]> {
  const routeIds = routes.map(({ routeId }) => routeId);
  const stops = await stopsOf(tx, siteId, routeIds);
  return lanesFrom(routes, stops, await stopParcelsOf(tx, siteId, routeIds));
}

export function lanesFrom(routes: readonly RouteRow[], stops: readonly Stop[], lines: readonly StopParcel[]): Lane[] {
  const stopsBy = grouped(
    stops.filter(({ state }) => state === 'planned'),
    ({ routeId }) => routeId,
  );
  const linesBy = grouped(
    lines.filter(({ live }) => live),
    ({ stopId }) => stopId,
  );
  return routes.map(({ routeId, state, locked }) => ({
    routeId,
    state,
    locked,
    stops: (stopsBy.get(routeId) ?? []).map(({ stopId, locked, pinned }) => ({
      stopId,
      parcelIds: (linesBy.get(stopId) ?? []).map(({ parcelId }) => parcelId),
      locked,
      pinned,
    })),
  }));
}

/** Whether two arrangements are the same; a route that was only given to somebody meanwhile still is. */
export function sameLane(one: Lane, other: Lane): boolean {
  return JSON.stringify(picture(one)) === JSON.stringify(picture(other));
}

const picture = ({ routeId, state, locked, stops }: Lane) => ({
  routeId,
  isOver: state === 'cancelled',
  locked,
  stops: stops.map(({ stopId, locked, pinned }) => [stopId, locked, pinned]),
});

interface Arranged {
  /** Held by the caller. */
  routes: RouteRow[];
  to: Lane[];
}

/**
 * Brings the stops to come of held routes into an arrangement: what stands elsewhere moves, what is nowhere in it goes to
 * the pool, what is not on a route is taken from there. A route that is emptied is over. Refuses `plan_moved` where a stop
 * was begun or a parcel taken meanwhile, `stop_loaded` and `route_left` for what cannot change its vehicle any more.
 */
export async function arrange(work: Work, siteId: string, { routes, to }: Arranged): Promise<Outcome<undefined>> {
  const routeIds = routes.map(({ routeId }) => routeId);
  const stops = await stopsOf(work.tx, siteId, routeIds);
  const lines = await stopParcelsOf(work.tx, siteId, routeIds);
  const standing = new Map(stops.map((stop) => [stop.stopId, stop]));
  const wanted = wantedIn(to);
  const refused = refuseArrangement({ routes, stops, lines, wanted });
  if (refused) return refused;
  const kept = new Set(wanted.map(({ stopId }) => stopId));
  const leaving = stops.filter(({ stopId, state }) => state === 'planned' && !kept.has(stopId));
  await putAside(work, siteId, { leaving, lines });
  const coming = wanted.filter(({ stopId }) => !standing.has(stopId));
  const added = await takeIn(work, siteId, coming);
  if (added.refused) return added;
  await placeStops(
    work.tx,
    siteId,
    to.flatMap(({ routeId, stops: ordered }) => {
      const begun = stops.filter((stop) => stop.routeId === routeId && stop.state !== 'planned');
      const behind = begun.map((stop) => ({ stopId: stop.stopId, locked: stop.locked, pinned: stop.pinned }));
      return [...behind, ...ordered].map(({ stopId, locked, pinned }, at) => {
        return { stopId, routeId, position: at + 1, etaAt: standing.get(stopId)?.etaAt ?? work.at, locked, pinned };
      });
    }),
  );
  const before = new Map(lanesFrom(routes, stops, lines).map((lane) => [lane.routeId, lane]));
  for (const lane of to) {
    const route = routes.find(({ routeId }) => routeId === lane.routeId)!;
    await settle(work, route, { lane, isRearranged: !sameOrder(lane, before.get(lane.routeId)!) });
  }
  await followTrips(
    work,
    siteId,
    routes.map(({ vehicleId }) => vehicleId),
  );
  return done(undefined);
}

const sameOrder = (one: Lane, other: Lane): boolean =>
  one.stops.map(({ stopId }) => stopId).join() === other.stops.map(({ stopId }) => stopId).join();

/** The stops that keep their place: the last one that is pinned, and all that is driven before it. */
export const fixedPart = ({ stops }: Lane): Standing[] =>
  stops.slice(0, stops.findLastIndex(({ pinned }) => pinned) + 1);

type Wanted = Standing & { routeId: string };

const wantedIn = (to: readonly Lane[]): Wanted[] =>
  to.flatMap(({ routeId, stops }) => stops.map((stop) => ({ ...stop, routeId })));

/** What `arrange` would refuse, with nothing held and nothing changed. */
export async function whyNotArranged(tx: Tx, siteId: string, { routes, to }: Arranged): Promise<Refused | undefined> {
  const routeIds = routes.map(({ routeId }) => routeId);
  const stops = await stopsOf(tx, siteId, routeIds);
  const lines = await stopParcelsOf(tx, siteId, routeIds);
  const wanted = wantedIn(to);
  const refused = refuseArrangement({ routes, stops, lines, wanted });
  if (refused) return refused;
  const standing = new Set(stops.map(({ stopId }) => stopId));
  const coming = wanted.filter(({ stopId }) => !standing.has(stopId)).flatMap(({ parcelIds }) => parcelIds);
  if (coming.length === 0) return undefined;
  // what stands on these routes now is put aside first
  const here = new Set(lines.filter(({ live }) => live).map(({ parcelId }) => parcelId));
  const parcels = await parcelsById(tx, siteId, coming);
  const spots = await destinationsOf(
    tx,
    parcels.map(({ orderId }) => orderId),
  );
  const gone = parcels.find((parcel) => isGone(parcel) || !spots.has(parcel.orderId));
  const taken = (await onLiveRoute(tx, siteId, coming)).find(({ parcelId }) => !here.has(parcelId));
  const moved = gone ?? taken;
  return moved && refuse('plan_moved', 'A parcel was taken meanwhile', { got: moved.parcelId });
}

/** No route may take it: it is not at the dock any more, its order is cancelled, or somebody has to look at it first. */
const isGone = ({ state, cancelAsked, holdReason }: Parcel): boolean =>
  state !== 'closed' || cancelAsked || holdReason !== null;

interface Judged {
  routes: RouteRow[];
  stops: Stop[];
  lines: StopParcel[];
  wanted: Wanted[];
}

function refuseArrangement({ routes, stops, lines, wanted }: Judged): Refused | undefined {
  const routeOf = new Map(wanted.map(({ stopId, routeId }) => [stopId, routeId]));
  const begun = stops.find(({ stopId, state }) => state !== 'planned' && routeOf.has(stopId));
  if (begun !== undefined) return refuse('plan_moved', 'A stop was begun meanwhile', { got: begun.stopId });
  const open = new Map(routes.map((route) => [route.routeId, OPEN.includes(route.state)]));
  const changing = stops.filter(({ stopId, routeId, state }) => state === 'planned' && routeOf.get(stopId) !== routeId);
  const left = changing.find(({ routeId }) => !open.get(routeId));
  if (left !== undefined) return refuse('route_left', 'This route has left', { got: left.routeId });
  const known = new Set(stops.map(({ stopId }) => stopId));
  const late = wanted.find(({ stopId, routeId }) => {
    const moves = !known.has(stopId) || changing.some((stop) => stop.stopId === stopId);
    return moves && routes.find((route) => route.routeId === routeId)?.departedAt != null;
  });
  if (late !== undefined) return refuse('route_left', 'This route has left', { got: late.routeId });
  const ids = new Set(changing.map(({ stopId }) => stopId));
  const loaded = lines.find(({ stopId, live, state }) => ids.has(stopId) && live && state === 'loaded');
  return loaded && refuse('stop_loaded', 'Its parcels are on the vehicle already', { got: loaded.stopId });
}

async function putAside(
  work: Work,
  siteId: string,
  { leaving, lines }: { leaving: Stop[]; lines: StopParcel[] },
): Promise<void> {
  if (leaving.length === 0) return;
  const ids = new Set(leaving.map(({ stopId }) => stopId));
  await setEtaWindows(
    work,
    siteId,
    lines
      .filter(({ stopId, live }) => live && ids.has(stopId))
      .map(({ parcelId }) => ({ parcelId, etaFrom: null, etaTo: null })),
  );
  await deleteStops(work.tx, siteId, [...ids]);
}

/** Doors from the pool onto their routes; their positions follow with all the others. */
async function takeIn(work: Work, siteId: string, coming: Wanted[]): Promise<Outcome<undefined>> {
  if (coming.length === 0) return done(undefined);
  const moved = (parcelId?: string) => refuse('plan_moved', 'A parcel was taken meanwhile', { got: parcelId });
  const parcels = new Map(
    (
      await parcelsById(
        work.tx,
        siteId,
        coming.flatMap(({ parcelIds }) => parcelIds),
      )
    ).map((one) => [one.parcelId, one]),
  );
  const orderIds = [...new Set([...parcels.values()].map(({ orderId }) => orderId))];
  const spots = await destinationsOf(work.tx, orderIds);
  const orders = await orderFacts(work.tx, orderIds);
  const stops: NewStop[] = [];
  for (const [at, { stopId, routeId, parcelIds, locked, pinned }] of coming.entries()) {
    const here = parcelIds.flatMap((parcelId) => parcels.get(parcelId) ?? []);
    const spot = here[0] && spots.get(here[0].orderId);
    const gone = here.find(isGone);
    if (gone !== undefined || spot === undefined) return moved(gone?.parcelId ?? parcelIds[0]);
    const dueAt = new Date(Math.min(...here.map(({ orderId }) => orders.get(orderId)!.promiseBy.getTime())));
    const place = { siteId, stopId, routeId, position: 100_000 + at, ...spot, etaAt: work.at };
    stops.push({ ...place, service_s: service_s(here.length), dueAt, locked, pinned });
  }
  await insertStops(work.tx, stops);
  const lines = coming.flatMap(({ stopId, routeId, parcelIds }) =>
    parcelIds.map((parcelId) => ({ stopId, parcelId, routeId, state: 'planned' as const })),
  );
  if ((await insertStopParcels(work, siteId, lines)) !== lines.length) return moved();
  return done(undefined);
}

/** The route as its stops now say: over where none is left, its times reckoned anew where some are. */
async function settle(
  work: Work,
  route: RouteRow,
  { lane, isRearranged }: { lane: Lane; isRearranged: boolean },
): Promise<void> {
  const { siteId, routeId } = route;
  const { state, locked, stops } = lane;
  if (!isRearranged) await changeRoute(work.tx, siteId, routeId, { locked });
  else if (stops.length === 0 && OPEN.includes(route.state)) {
    await changeRoute(work.tx, siteId, routeId, { state: 'cancelled', locked });
    tell(work, routeCancelled(siteId, routeId));
  } else {
    const back = route.state === 'cancelled' ? { state } : {};
    const isRunning = route.state === 'running';
    const tellCustomers = !isRunning && (back.state ?? route.state) !== 'planned';
    const from = isRunning ? { from: await whereabouts(work, route) } : {};
    await retime(work, route, { ...from, tellCustomers }, { locked, ...back });
    if (isRunning) await reckonEtas(work, siteId, [route]);
    if (route.state === 'cancelled') tell(work, routeRevived(siteId, routeId));
  }
  tell(work, routeChanged(siteId, routeId));
}
