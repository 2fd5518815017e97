import { mayUseSite } from '../auth/index.ts';
import type { Work } from '../platform/work.ts';
import { maySee } from './routesShown.ts';
import { lockRoute, routeById, stopById, type RouteRow, type Stop } from './store.ts';

/** The route under its lock; nothing where it is absent or not the caller's to see. */
export async function heldRoute(work: Work, routeId: string): Promise<RouteRow | undefined> {
  const seen = await routeById(work.tx, routeId);
  if (seen === undefined || mayUseSite(work, seen.siteId)) return undefined;
  const route = await lockRoute(work.tx, seen.siteId, routeId);
  return route !== undefined && maySee(work, route) ? route : undefined;
}

/** A stop and its route, under the route's lock; drivers get those of their own routes only. */
export async function heldStop(work: Work, stopId: string): Promise<{ route: RouteRow; stop: Stop } | undefined> {
  const seen = await stopById(work.tx, stopId);
  const route = seen && (await heldRoute(work, seen.routeId));
  if (route === undefined || (work.actor.role === 'driver' && route.driverId !== work.actor.userId)) return undefined;
  const stop = await stopById(work.tx, stopId);
  return stop === undefined || stop.routeId !== route.routeId ? undefined : { route, stop };
}
