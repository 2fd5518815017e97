import { mayUseSite } from '../auth/index.ts';
import { done, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { layoutOf } from '../layout/index.ts';
import { refuseRetired } from './changeVehicle.ts';
import { arrange, lanesOf, sameLane } from './lanes.ts';
import { routesShown } from './routesShown.ts';
import type { Undone } from './schema.ts';
import {
  lastChange,
  lockRoutes,
  lockVehicles,
  markUndone,
  routesById,
  vehiclesById,
  type PlanChange,
  type RouteRow,
} from './store.ts';
import { unfitForAdded } from './unfit.ts';

/**
 * Takes back the caller's last change that still stands; asked again, the one before it. Refuses `nothing_to_undo`, `plan_moved`
 * where one of its routes was changed since, or a vehicle lost what a proposal’s stops need that would come back to it, and `vehicle_retired` for
 * a route that would come back without one.
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
  await lockVehicles(work.tx, siteId, revivedVehicles(last, routes));
  const refused = await refuseVehicles(work, last, routes);
  if (refused) return refused;
  const back = await arrange(work, siteId, { routes, to: last.before });
  if (back.refused) return back;
  await markUndone(work, last);
  const shown = await routesShown(work, siteId, await routesById(work.tx, siteId, routeIds));
  return done({ changeId: last.changeId, kind: last.kind, routes: shown });
}

/**
 * A route that is over holds no vehicle: one that would come back finds its own still driven, or not at all. A move by hand is
 * flagged with what its vehicle cannot do or hold, and so is one that is taken back; of a proposal only what was so before it.
 */
export async function refuseVehicles(work: Work, last: PlanChange, routes: RouteRow[]): Promise<Refused | undefined> {
  const { siteId, kind, before } = last;
  const vehicleIds = revivedVehicles(last, routes);
  const retired = (await vehiclesById(work.tx, siteId, vehicleIds)).find(({ state }) => state === 'retired');
  if (retired !== undefined) return refuseRetired(retired);
  const unfit = kind === 'accept' ? await unfitForAdded(work.tx, siteId, { routes, to: before }) : undefined;
  return unfit === undefined ? undefined : refuse('plan_moved', 'A vehicle was changed meanwhile', { got: unfit });
}

/** Of the routes that would come back. */
function revivedVehicles({ before }: PlanChange, routes: RouteRow[]): string[] {
  const living = new Set(before.filter(({ state }) => state !== 'cancelled').map(({ routeId }) => routeId));
  const revived = routes.filter(({ routeId, state }) => state === 'cancelled' && living.has(routeId));
  return [...new Set(revived.map(({ vehicleId }) => vehicleId))];
}
