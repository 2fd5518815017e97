import { mayUseSite } from '../auth/index.ts';
import { done, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { layoutOf } from '../layout/index.ts';
import { refuseRetired } from './changeVehicle.ts';
import { arrange, lanesOf, sameLane, type Lane } from './lanes.ts';
import { routesShown } from './routesShown.ts';
import type { Undone } from './schema.ts';
import { lastChange, lockRoutes, lockVehicles, markUndone, routesById, vehiclesById, type RouteRow } from './store.ts';

/**
 * Takes back the caller's last change that still stands; asked again, the one before it. Refuses `nothing_to_undo`, and
 * `plan_moved` where one of its routes was changed since, with the route, and `vehicle_retired` for a route that was given up with its
 * vehicle.
 */
export async function undo(work: Work, { siteId }: { siteId: string }): Promise<Outcome<Undone>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  await layoutOf(work.tx, siteId);
  const last = await lastChange(work, siteId);
  if (last === undefined) return refuse('nothing_to_undo', 'Nothing is left to take back');
  const routeIds = last.before.map(({ routeId }) => routeId);
  const routes = await lockRoutes(work.tx, siteId, routeIds);
  const now = new Map((await lanesOf(work.tx, siteId, routes)).map((lane) => [lane.routeId, lane]));
  const moved = last.after.find((lane) => !sameLane(lane, now.get(lane.routeId)!));
  if (moved !== undefined) return refuse('plan_moved', 'The plan moved meanwhile', { got: moved.routeId });
  const retired = await refuseRevived(work, siteId, { routes, before: last.before });
  if (retired) return retired;
  const back = await arrange(work, siteId, { routes, to: last.before });
  if (back.refused) return back;
  await markUndone(work, last);
  const shown = await routesShown(work, siteId, await routesById(work.tx, siteId, routeIds));
  return done({ changeId: last.changeId, kind: last.kind, routes: shown });
}

interface Undoing {
  /** Held. */
  routes: RouteRow[];
  before: Lane[];
}

/** A route that is over holds no vehicle: one that would come back finds its own still driven, or not at all. */
async function refuseRevived(work: Work, siteId: string, { routes, before }: Undoing): Promise<Refused | undefined> {
  const living = new Set(before.filter(({ state }) => state !== 'cancelled').map(({ routeId }) => routeId));
  const revived = routes.filter(({ routeId, state }) => state === 'cancelled' && living.has(routeId));
  const vehicleIds = [...new Set(revived.map(({ vehicleId }) => vehicleId))];
  await lockVehicles(work.tx, siteId, vehicleIds);
  const retired = (await vehiclesById(work.tx, siteId, vehicleIds)).find(({ state }) => state === 'retired');
  return retired && refuseRetired(retired);
}
