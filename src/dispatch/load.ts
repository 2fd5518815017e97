import { moveParcels, parcelBySscc, parcelsById } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { noteEvents } from '../shipping/index.ts';
import { parcelLoaded } from './events.ts';
import type { LoadPlace } from './bay.ts';
import { heldRoute } from './heldRoute.ts';
import { LOADABLE, nextToLoad, refuseSequence, type LoadLine, type RouteState } from './rules.ts';
import { liveStopOf, loadPlacesOf, routeById, setStopParcels, stopParcelsOf, stopsOf, type RouteRow } from './store.ts';

export interface Loading {
  routeId: string;
  vehicle: string;
  state: RouteState;
  loaded: number;
  total: number;
  /** What goes in next: any of these. */
  next: { sscc: string; position: number; place: Omit<LoadPlace, 'parcelId' | 'turn'> | null }[];
  /** Not loaded yet. */
  missing: { parcelId: string; sscc: string; position: number }[];
}

/**
 * Loads a scanned parcel. The last stop goes in first: another order is refused with `load_sequence` unless a reason is
 * given. Refuses `load_route` (another vehicle's), `load_not_planned`, `load_cancelled`, `load_not_released`.
 */
export async function load(
  work: Work,
  input: { routeId: string; sscc: string; reason?: string | undefined },
): Promise<Outcome<Loading>> {
  const route = await heldRoute(work, input.routeId);
  if (route === undefined) return notFound('route');
  const { siteId } = route;
  const closed = refuseUnreleased(route);
  if (closed) return closed;
  const parcel = await parcelBySscc(work.tx, siteId, input.sscc);
  if (parcel === undefined) return notFound('parcel', 'sscc', input.sscc);
  if (parcel.cancelAsked)
    return refuse('load_cancelled', 'This order is cancelled: leave it here', { got: input.sscc });
  const line = await liveStopOf(work.tx, siteId, parcel.parcelId);
  if (line === undefined) return refuse('load_not_planned', 'This parcel is on no route', { got: input.sscc });
  if (line.routeId !== route.routeId) {
    const other = await routeById(work.tx, line.routeId);
    return refuse('load_route', `This parcel goes on ${other?.vehicleCode}`, {
      got: other?.vehicleCode,
      expected: route.vehicleCode,
    });
  }
  const lines = await loadLines(work, route);
  if (line.state !== 'loaded') {
    const wrong = refuseSequence(lines, parcel.parcelId, input.reason);
    if (wrong) return wrong;
    const moved = await moveParcels(work, siteId, { parcelIds: [parcel.parcelId], from: ['closed'], to: 'loaded' });
    if (moved.refused) return moved;
    await setStopParcels(work, siteId, { parcelIds: [parcel.parcelId], state: 'loaded', reason: input.reason });
    const eventId = `loaded:${route.routeId}`;
    await noteEvents(work, siteId, [{ parcelId: parcel.parcelId, eventId, kind: 'loaded', happenedAt: work.at }]);
    tell(work, parcelLoaded(siteId, route.routeId, { parcelId: parcel.parcelId }));
    lines.find(({ parcelId }) => parcelId === parcel.parcelId)!.state = 'loaded';
  }
  return done(progressOf(route, lines));
}

export function refuseUnreleased({ state, routeId }: RouteRow): Refused | undefined {
  if (LOADABLE.includes(state)) return undefined;
  if (state === 'planned') return refuse('load_not_released', 'This route is not released yet', { got: routeId });
  return refuse('route_left', 'This route has left', { got: state });
}

export async function loadingOf(work: Work, route: RouteRow): Promise<Loading> {
  return progressOf(route, await loadLines(work, route));
}

function progressOf(route: RouteRow, lines: LoadLine[]): Loading {
  const missing = lines.filter(({ state }) => state === 'planned');
  return {
    routeId: route.routeId,
    vehicle: route.vehicleCode,
    state: route.state,
    loaded: lines.length - missing.length,
    total: lines.length,
    next: nextToLoad(lines).map(({ sscc, position, place }) => ({ sscc, position, place: placeShown(place) })),
    missing: missing.map(({ parcelId, sscc, position }) => ({ parcelId, sscc, position })),
  };
}

const turnOf = ({ place }: LoadLine): number => place?.turn ?? Infinity;

function placeShown(place: LoadPlace | undefined): Loading['next'][number]['place'] {
  if (place === undefined) return null;
  const { depth, side, x_mm, y_mm, z_mm } = place;
  return { depth, side, x_mm, y_mm, z_mm };
}

async function loadLines(work: Work, { siteId, routeId }: RouteRow): Promise<LoadLine[]> {
  const positions = new Map((await stopsOf(work.tx, siteId, [routeId])).map((stop) => [stop.stopId, stop.position]));
  const lines = (await stopParcelsOf(work.tx, siteId, [routeId])).filter(({ live }) => live);
  const parcels = await parcelsById(
    work.tx,
    siteId,
    lines.map(({ parcelId }) => parcelId),
  );
  const places = new Map((await loadPlacesOf(work.tx, siteId, routeId)).map((place) => [place.parcelId, place]));
  const ssccs = new Map(parcels.map(({ parcelId, sscc }) => [parcelId, sscc]));
  return lines
    .map(({ parcelId, stopId, state }) => ({
      parcelId,
      sscc: ssccs.get(parcelId)!,
      position: positions.get(stopId)!,
      place: places.get(parcelId),
      state,
    }))
    .sort((a, b) => b.position - a.position || turnOf(a) - turnOf(b) || (a.sscc < b.sscc ? -1 : 1));
}
