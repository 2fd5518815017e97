import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { changeBoard } from './changeBoard.ts';
import { fromPool, type NewDoor } from './fromPool.ts';
import { fixedPart, lanesOf, type Lane } from './lanes.ts';
import { OPEN } from './rules.ts';
import type { Changed, Reassign } from './schema.ts';
import { routesShown } from './routesShown.ts';
import { lockRoutes, stopById, type RouteRow, type Stop } from './store.ts';

/**
 * Moves stops, in the order in which they are named, to a place among the stops to come of a route or back to the pool, and
 * doors of the pool after them, and tells what that costs. The move is based on the version that the board showed: `plan_moved` with the route as it is
 * where it changed meanwhile. Refuses `route_left`, `stop_locked`, `stop_loaded`.
 */
export async function reassign(work: Work, input: Reassign): Promise<Outcome<Changed>> {
  const seen: Stop[] = [];
  for (const stopId of new Set(input.stopIds)) {
    const stop = await stopById(work.tx, stopId);
    if (stop === undefined || mayUseSite(work, stop.siteId)) return notFound('stop', 'stopIds', stopId);
    seen.push(stop);
  }
  const siteId = seen[0]?.siteId ?? input.pool!.siteId;
  if (input.pool !== undefined && (input.pool.siteId !== siteId || mayUseSite(work, siteId))) {
    return notFound('site', 'pool.siteId', input.pool.siteId);
  }
  const routeIds = [...new Set([...seen.map(({ routeId }) => routeId), ...(input.to ? [input.to.routeId] : [])])];
  const routes = await lockRoutes(work.tx, siteId, routeIds);
  const target = routes.find(({ routeId }) => routeId === input.to?.routeId);
  if (input.to && target === undefined) return notFound('route', 'to.routeId', input.to.routeId);
  const refused = await refuseRoutes(work, siteId, { input, routes, target });
  if (refused) return refused;
  const added = input.pool === undefined ? done([]) : await fromPool(work, input.pool);
  if (added.refused) return added;
  const before = await lanesOf(work.tx, siteId, routes);
  const to = lanesAfter(before, input, added.value);
  return refuseStops(before, to, seen) ?? changeBoard(work, siteId, { kind: 'move', routes, to });
}

interface Asked {
  input: Reassign;
  routes: RouteRow[];
  target: RouteRow | undefined;
}

async function refuseRoutes(
  work: Work,
  siteId: string,
  { input, routes, target }: Asked,
): Promise<Refused | undefined> {
  const shut = refuseShut(routes);
  if (shut) return shut;
  if (target === undefined || target.version === input.to!.version) return undefined;
  const [now] = await routesShown(work, siteId, [target]);
  return refuse('plan_moved', 'The plan moved meanwhile', {
    got: input.to!.version,
    expected: target.version,
    details: { route: now },
  });
}

/** Nothing is moved by hand on a route that has left or is locked. */
export function refuseShut(routes: readonly RouteRow[]): Refused | undefined {
  const left = routes.find(({ state }) => !OPEN.includes(state));
  if (left !== undefined) return refuse('route_left', 'This route has left', { got: left.routeId });
  const locked = routes.find((route) => route.locked);
  return locked && refuse('stop_locked', 'This route is locked', { got: locked.routeId });
}

function lanesAfter(before: Lane[], { stopIds, to }: Reassign, added: NewDoor[]): Lane[] {
  const standing = new Map(before.flatMap(({ stops }) => stops.map((stop) => [stop.stopId, stop] as const)));
  const coming = added.map(({ stopId, parcelIds }) => ({ stopId, parcelIds, locked: false, pinned: false }));
  const moving = [...[...new Set(stopIds)].flatMap((stopId) => standing.get(stopId) ?? []), ...coming];
  return before.map((lane) => {
    const stops = lane.stops.filter((stop) => !moving.includes(stop));
    if (lane.routeId === to?.routeId) stops.splice((to.position ?? stops.length + 1) - 1, 0, ...moving);
    return { ...lane, stops };
  });
}

function refuseStops(before: Lane[], to: Lane[], seen: Stop[]): Refused | undefined {
  const routeOf = new Map(
    before.flatMap(({ routeId, stops }) => stops.map(({ stopId }) => [stopId, routeId] as const)),
  );
  const moved = seen.find(({ stopId, routeId }) => routeOf.get(stopId) !== routeId);
  if (moved !== undefined) return refuse('plan_moved', 'A stop moved meanwhile', { got: moved.stopId });
  for (const [at, lane] of before.entries()) {
    const staying = new Set(to[at]!.stops.map(({ stopId }) => stopId));
    const fixed = lane.stops.find(({ stopId, locked }) => locked && !staying.has(stopId));
    if (fixed !== undefined) return refuse('stop_locked', 'This stop is locked to its vehicle', { got: fixed.stopId });
    const displaced = fixedPart(lane).find(({ stopId }, place) => to[at]!.stops[place]?.stopId !== stopId);
    if (displaced !== undefined) {
      return refuse('stop_locked', 'This stop is locked to its place', { got: displaced.stopId });
    }
  }
  return undefined;
}
