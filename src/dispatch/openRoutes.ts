import { done, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import type { Van } from './problem.ts';
import type { Scope, Scoped } from './scope.ts';
import { busyUntil, idleOf, insertRoutes, lockRoutes, lockVehicles, type Opening, type RouteRow } from './store.ts';

/** Lanes without stops for vehicles on shift that have no route before them. */
export async function idleLanes(work: Work, { site }: Scope, vans: readonly Van[]): Promise<Scoped[]> {
  const { siteId } = site;
  const busy = new Set((await busyUntil(work.tx, siteId, [])).map(({ vehicleId }) => vehicleId));
  const idle = vans.filter(({ vehicleId }) => !busy.has(vehicleId));
  return idle.map((vehicle) => {
    const { vehicleId, code, freeAt, shiftToAt } = vehicle;
    const opening = { siteId, ...unopened({ routeId: newId(), vehicleId, departAt: freeAt, shiftToAt }) };
    const route: RouteRow = {
      ...opening,
      vehicleCode: code,
      driverId: null,
      state: 'planned',
      version: 0,
      locked: false,
      departedAt: null,
      meantAt: freeAt,
      home: vehicle.home,
      comesFrom: vehicle.comesFrom,
      returnsTo: vehicle.returnsTo,
    };
    return { route, vehicle, from: { spot: site, at: freeAt }, until: shiftToAt, stops: [], pace: 1, opens: true };
  });
}

const unopened = (opening: Opening) => ({
  ...opening,
  planId: null,
  endAt: opening.departAt,
  distance_m: 0,
  duration_s: 0,
});

/** Gives idle vehicles their routes, which have no stops yet. Refuses `plan_moved` where one of them has another by now. */
export async function openRoutes(work: Work, siteId: string, opens: readonly Opening[]): Promise<Outcome<RouteRow[]>> {
  const over = opens.find(({ shiftToAt }) => shiftToAt <= work.at);
  if (over !== undefined) return refuse('plan_moved', 'The shift of a vehicle is over', { got: over.vehicleId });
  const vehicleIds = opens.map(({ vehicleId }) => vehicleId);
  await lockVehicles(work.tx, siteId, vehicleIds);
  const idle = await idleOf(work.tx, siteId, vehicleIds);
  const busy = opens.find(({ vehicleId }) => !idle.some((one) => one.vehicleId === vehicleId));
  if (busy !== undefined) return refuse('plan_moved', 'A vehicle has got a route meanwhile', { got: busy.vehicleId });
  await insertRoutes(
    work,
    opens.map((opening) => {
      const departAt = opening.departAt > work.at ? opening.departAt : work.at;
      return { siteId, ...unopened({ ...opening, departAt }) };
    }),
  );
  return done(
    await lockRoutes(
      work.tx,
      siteId,
      opens.map(({ routeId }) => routeId),
    ),
  );
}
