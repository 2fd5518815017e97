import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { setEtaWindows } from '../shipping/index.ts';
import { routeChanged } from './events.ts';
import { retime } from './retime.ts';
import { OPEN } from './rules.ts';
import type { Reassign, RouteShown } from './schema.ts';
import { routesShown } from './routesShown.ts';
import {
  changeRoute,
  deleteStops,
  lockRoutes,
  placeStops,
  routesById,
  stopById,
  stopParcelsOf,
  stopsOf,
  type RouteRow,
  type Stop,
} from './store.ts';

/**
 * Moves stops, in the order in which they are named, to a place in a route or back to the pool. The move is based on the
 * version that the board showed: `plan_moved` with the route as it is where it changed meanwhile. Refuses `route_left`,
 * `stop_locked`, `stop_loaded`.
 */
export async function reassign(work: Work, input: Reassign): Promise<Outcome<{ routes: RouteShown[] }>> {
  const seen: Stop[] = [];
  for (const stopId of new Set(input.stopIds)) {
    const stop = await stopById(work.tx, stopId);
    if (stop === undefined || mayUseSite(work, stop.siteId)) return notFound('stop', 'stopIds', stopId);
    seen.push(stop);
  }
  const { siteId } = seen[0]!;
  const routeIds = [...new Set([...seen.map(({ routeId }) => routeId), ...(input.to ? [input.to.routeId] : [])])];
  const routes = await lockRoutes(work.tx, siteId, routeIds);
  const target = routes.find(({ routeId }) => routeId === input.to?.routeId);
  if (input.to && target === undefined) return notFound('route', 'to.routeId', input.to.routeId);
  const refused = await refuseMove(work, { input, seen, routes, target });
  if (refused) return refused;
  const stops = await stopsOf(work.tx, siteId, routeIds);
  const moving = seen.map(({ stopId }) => stops.find((stop) => stop.stopId === stopId)!);
  if (target === undefined) await toPool(work, siteId, moving);
  await renumber(work, siteId, { routes, stops, moving, target, position: input.to?.position });
  for (const route of routes) {
    const empty =
      target?.routeId !== route.routeId &&
      stops.every((stop) => stop.routeId !== route.routeId || moving.includes(stop));
    if (empty) await changeRoute(work.tx, siteId, route.routeId, { state: 'cancelled' });
    else await retime(work, route, { tellCustomers: route.state !== 'planned' });
    tell(work, routeChanged(siteId, route.routeId));
  }
  return done({ routes: await routesShown(work, siteId, await routesById(work.tx, siteId, routeIds)) });
}

interface Asked {
  input: Reassign;
  seen: Stop[];
  routes: RouteRow[];
  target: RouteRow | undefined;
}

async function refuseMove(work: Work, { input, seen, routes, target }: Asked): Promise<Refused | undefined> {
  const { siteId } = seen[0]!;
  const left = routes.find(({ state }) => !OPEN.includes(state));
  if (left !== undefined) return refuse('route_left', 'This route has left', { got: left.routeId });
  const locked = routes.find((route) => route.locked);
  if (locked !== undefined) return refuse('stop_locked', 'This route is locked', { got: locked.routeId });
  if (target !== undefined && target.version !== input.to!.version) {
    const [now] = await routesShown(work, siteId, [target]);
    return refuse('plan_moved', 'The plan moved meanwhile', {
      got: input.to!.version,
      expected: target.version,
      details: { route: now },
    });
  }
  const now = await stopsOf(
    work.tx,
    siteId,
    routes.map(({ routeId }) => routeId),
  );
  const standing = new Map(now.map((stop) => [stop.stopId, stop]));
  const moved = seen.find(({ stopId, routeId }) => standing.get(stopId)?.routeId !== routeId);
  if (moved !== undefined) return refuse('plan_moved', 'A stop moved meanwhile', { got: moved.stopId });
  const fixed = seen.find(({ stopId, routeId }) => standing.get(stopId)!.locked && routeId !== target?.routeId);
  if (fixed !== undefined) return refuse('stop_locked', 'This stop is locked to its vehicle', { got: fixed.stopId });
  const lines = await stopParcelsOf(
    work.tx,
    siteId,
    routes.map(({ routeId }) => routeId),
  );
  const ids = new Set(seen.map(({ stopId }) => stopId));
  const loaded = lines.find(({ stopId, state }) => ids.has(stopId) && state === 'loaded');
  return loaded && refuse('stop_loaded', 'Its parcels are on the vehicle already', { got: loaded.stopId });
}

async function toPool(work: Work, siteId: string, moving: Stop[]): Promise<void> {
  const routeIds = [...new Set(moving.map(({ routeId }) => routeId))];
  const ids = new Set(moving.map(({ stopId }) => stopId));
  const lines = (await stopParcelsOf(work.tx, siteId, routeIds)).filter(({ stopId }) => ids.has(stopId));
  await setEtaWindows(
    work,
    siteId,
    lines.map(({ parcelId }) => ({ parcelId, etaFrom: null, etaTo: null })),
  );
  await deleteStops(work.tx, siteId, [...ids]);
}

interface Renumber {
  routes: RouteRow[];
  stops: Stop[];
  moving: Stop[];
  target: RouteRow | undefined;
  position: number | undefined;
}

/** Positions are 1, 2, 3 … without holes in every route touched. */
async function renumber(
  work: Work,
  siteId: string,
  { routes, stops, moving, target, position }: Renumber,
): Promise<void> {
  const places = routes.flatMap(({ routeId }) => {
    const staying = stops.filter((stop) => stop.routeId === routeId && !moving.includes(stop));
    if (routeId === target?.routeId) staying.splice((position ?? staying.length + 1) - 1, 0, ...moving);
    return staying.map(({ stopId, etaAt }, at) => ({ stopId, routeId, position: at + 1, etaAt }));
  });
  if (places.length > 0) await placeStops(work.tx, siteId, places);
}
