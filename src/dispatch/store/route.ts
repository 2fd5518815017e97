import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { RouteState } from '../rules.ts';
import type { Unassigned } from '../schema.ts';
import { FROM, ROUTE, type RouteRow } from './routeRow.ts';

export type { RouteRow } from './routeRow.ts';

export async function insertPlan(
  work: Work,
  plan: { siteId: string; planId: string; asked: unknown; summary: unknown; unassigned: unknown },
): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO route_plan (site_id, plan_id, asked, summary, unassigned, planned_by, at)
     VALUES (:siteId, :planId, :asked::jsonb, :summary::jsonb, :unassigned::jsonb, :actor, :at)`,
    {
      siteId: plan.siteId,
      planId: plan.planId,
      asked: JSON.stringify(plan.asked),
      summary: JSON.stringify(plan.summary),
      unassigned: JSON.stringify(plan.unassigned),
      actor: work.actor.userId,
      at: work.at,
    },
  );
}

/** What the latest plan of a site left, as it was written. */
export function lastUnassigned(tx: Tx, siteId: string): Promise<{ at: Date; unassigned: Unassigned[] } | undefined> {
  return maybe(
    tx,
    `SELECT at, unassigned FROM route_plan WHERE site_id = :siteId::uuid ORDER BY plan_id DESC LIMIT 1`,
    { siteId },
  );
}

export type NewRoute = Pick<
  RouteRow,
  'siteId' | 'routeId' | 'planId' | 'vehicleId' | 'departAt' | 'shiftToAt' | 'endAt' | 'distance_m' | 'duration_s'
>;

export async function insertRoutes(work: Work, routes: NewRoute[]): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO route (site_id, route_id, plan_id, vehicle_id, state, depart_at, shift_to_at, end_at, distance_m,
                        duration_s, at)
     SELECT r."siteId", r."routeId", r."planId", r."vehicleId", 'planned', r."departAt", r."shiftToAt", r."endAt",
            r.distance_m, r.duration_s, :at
       FROM jsonb_to_recordset(:routes::jsonb)
         AS r("siteId" uuid, "routeId" uuid, "planId" uuid, "vehicleId" uuid, "departAt" timestamptz,
              "shiftToAt" timestamptz, "endAt" timestamptz, distance_m int, duration_s int)`,
    { routes: JSON.stringify(routes), at: work.at },
  );
}

/** Whoever changes a route or its stops holds this row. */
export async function lockRoutes(tx: Tx, siteId: string, routeIds: string[]): Promise<RouteRow[]> {
  return rows(
    tx,
    `SELECT ${ROUTE} FROM ${FROM} WHERE r.site_id = :siteId AND r.route_id = ANY(:routeIds::uuid[])
      ORDER BY r.route_id FOR UPDATE OF r`,
    { siteId, routeIds },
  );
}

/** Routes that should have left before an instant and of whom nobody was told yet; they count as told now. */
export function takeLateRoutes(
  work: Work,
  before: Date,
  limit: number,
): Promise<Pick<RouteRow, 'siteId' | 'routeId' | 'state' | 'driverId'>[]> {
  return rows(
    work.tx,
    `UPDATE route SET late_told_at = :at::timestamptz
      WHERE (site_id, route_id) IN
            (SELECT site_id, route_id FROM route
              WHERE late_told_at IS NULL AND state IN ('planned','offered','assigned','accepted')
                AND depart_at < :before::timestamptz
              ORDER BY depart_at, route_id LIMIT :limit FOR UPDATE SKIP LOCKED)
      RETURNING site_id AS "siteId", route_id AS "routeId", state, driver_id AS "driverId"`,
    { at: work.at, before, limit },
  );
}

export async function lockRoute(tx: Tx, siteId: string, routeId: string): Promise<RouteRow | undefined> {
  return (await lockRoutes(tx, siteId, [routeId]))[0];
}

export function routeById(tx: Tx, routeId: string): Promise<RouteRow | undefined> {
  return maybe(tx, `SELECT ${ROUTE} FROM ${FROM} WHERE r.route_id = :routeId`, { routeId });
}

export function routesById(tx: Tx, siteId: string, routeIds: string[]): Promise<RouteRow[]> {
  return rows(
    tx,
    `SELECT ${ROUTE} FROM ${FROM} WHERE r.site_id = :siteId AND r.route_id = ANY(:routeIds::uuid[]) ORDER BY r.route_id`,
    { siteId, routeIds },
  );
}

/** Routes whose stops are still to be driven, the first to leave first. */
export function liveRoutes(tx: Tx, siteId: string): Promise<RouteRow[]> {
  return rows(
    tx,
    `SELECT ${ROUTE} FROM ${FROM}
      WHERE r.site_id = :siteId AND r.state IN ('planned','offered','assigned','accepted','running')
      ORDER BY r.depart_at, r.route_id LIMIT 500`,
    { siteId },
  );
}

export function routesPage(
  tx: Tx,
  asked: {
    siteId: string;
    driverId: string | undefined;
    states: string[] | undefined;
    planId: string | undefined;
    /** A driver sees what was dissolved under him if it would have ended since then. */
    since: Date;
    limit: number;
  },
): Promise<RouteRow[]> {
  return rows(
    tx,
    `SELECT ${ROUTE} FROM ${FROM}
      WHERE r.site_id = :siteId
        AND (:driverId::uuid IS NULL OR r.state = 'offered'
             OR (r.driver_id = :driverId AND (r.state <> 'cancelled' OR r.end_at > :since::timestamptz)))
        AND (:states::text[] IS NULL OR r.state = ANY(:states::text[]))
        AND (:planId::uuid IS NULL OR r.plan_id = :planId)
      ORDER BY r.depart_at DESC, r.route_id LIMIT :limit`,
    { ...asked },
  );
}

/** The route that a vehicle at the dock is for: the one that leaves first of those not yet on the road. */
export function routeOfVehicle(tx: Tx, siteId: string, vehicleId: string): Promise<RouteRow | undefined> {
  return maybe(
    tx,
    `SELECT ${ROUTE} FROM ${FROM}
      WHERE r.site_id = :siteId AND r.vehicle_id = :vehicleId AND r.state IN ('planned','offered','assigned','accepted')
      ORDER BY r.depart_at, r.route_id LIMIT 1`,
    { siteId, vehicleId },
  );
}

/** The route that is a driver's own and not on the road yet: the first to leave. */
export function nextRouteOfDriver(tx: Tx, siteId: string, driverId: string): Promise<RouteRow | undefined> {
  return maybe(
    tx,
    `SELECT ${ROUTE} FROM ${FROM}
      WHERE r.site_id = :siteId AND r.driver_id = :driverId AND r.state IN ('assigned','accepted')
      ORDER BY r.depart_at, r.route_id LIMIT 1`,
    { siteId, driverId },
  );
}

/** What any driver may take, the first to leave first. */
export function routesOnOffer(tx: Tx, siteId: string, limit: number): Promise<RouteRow[]> {
  return rows(
    tx,
    `SELECT ${ROUTE} FROM ${FROM} WHERE r.site_id = :siteId AND r.state = 'offered'
      ORDER BY r.depart_at, r.route_id LIMIT :limit`,
    { siteId, limit },
  );
}

/** The route that a driver is on, or else comes back from. */
export function routeOfDriver(tx: Tx, siteId: string, driverId: string): Promise<RouteRow | undefined> {
  return maybe(
    tx,
    `SELECT ${ROUTE} FROM ${FROM}
      WHERE r.site_id = :siteId AND r.driver_id = :driverId AND r.state IN ('running','finished')
      ORDER BY r.state DESC, r.departed_at DESC LIMIT 1`,
    { siteId, driverId },
  );
}

/** A route whose last door is open again. The caller holds it. */
export async function backOnRoad(tx: Tx, siteId: string, routeId: string): Promise<void> {
  await change(
    tx,
    `UPDATE route SET version = version + 1, state = 'running', finished_at = NULL
      WHERE site_id = :siteId AND route_id = :routeId AND state = 'finished'`,
    { siteId, routeId },
  );
}

/** Running routes whose arrivals were not reckoned since a moment, held; those that somebody holds come the next time. */
export function routesToReckon(work: Work, before: Date, limit: number): Promise<RouteRow[]> {
  return rows(
    work.tx,
    `SELECT ${ROUTE} FROM ${FROM}
      WHERE r.state = 'running' AND (r.eta_reckoned_at IS NULL OR r.eta_reckoned_at < :before::timestamptz)
      ORDER BY r.eta_reckoned_at NULLS FIRST, r.route_id LIMIT :limit FOR UPDATE OF r SKIP LOCKED`,
    { before, limit },
  );
}

/** Routes of drivers that left since a moment, over or not, the earliest first. */
export function leftSince(
  tx: Tx,
  siteId: string,
  { driverIds, since }: { driverIds: string[]; since: Date },
): Promise<RouteRow[]> {
  return rows(
    tx,
    `SELECT ${ROUTE} FROM ${FROM}
      WHERE r.site_id = :siteId AND r.driver_id = ANY(:driverIds::uuid[]) AND r.departed_at >= :since::timestamptz
      ORDER BY r.departed_at, r.route_id`,
    { siteId, driverIds, since },
  );
}

/** When routes on the road are back, as it is reckoned now: no change of their plan, so the version stays. */
export async function markReckoned(
  work: Work,
  siteId: string,
  routes: { routeId: string; endAt: Date }[],
): Promise<void> {
  await change(
    work.tx,
    `UPDATE route t SET end_at = r."endAt", eta_reckoned_at = :at::timestamptz
       FROM jsonb_to_recordset(:routes::jsonb) AS r("routeId" uuid, "endAt" timestamptz)
      WHERE t.site_id = :siteId AND t.route_id = r."routeId"`,
    { siteId, routes: JSON.stringify(routes), at: work.at },
  );
}

export interface RouteChange {
  state?: RouteState;
  driverId?: string | null;
  locked?: boolean;
  departAt?: Date;
  endAt?: Date;
  distance_m?: number;
  duration_s?: number;
  departedAt?: Date;
  finishedAt?: Date;
  closedAt?: Date;
  /** Times alone moved: who looks at the plan still sees what it is. */
  keepsVersion?: boolean;
}

/** What is not named stays; the version goes up by one. The caller holds the route. */
export async function changeRoute(tx: Tx, siteId: string, routeId: string, to: RouteChange): Promise<void> {
  await change(
    tx,
    `UPDATE route SET version = version + CASE WHEN :keepsVersion::boolean THEN 0 ELSE 1 END, state = coalesce(:state, state),
            driver_id = coalesce(:driverId::uuid, driver_id), locked = coalesce(:locked::boolean, locked),
            meant_at = CASE WHEN :departAt::timestamptz IS NULL THEN meant_at ELSE coalesce(meant_at, depart_at) END,
            depart_at = coalesce(:departAt::timestamptz, depart_at), end_at = coalesce(:endAt::timestamptz, end_at),
            distance_m = coalesce(:distance_m::int, distance_m), duration_s = coalesce(:duration_s::int, duration_s),
            departed_at = coalesce(:departedAt::timestamptz, departed_at),
            finished_at = coalesce(:finishedAt::timestamptz, finished_at),
            closed_at = coalesce(:closedAt::timestamptz, closed_at)
      WHERE site_id = :siteId AND route_id = :routeId`,
    {
      siteId,
      routeId,
      state: to.state,
      driverId: to.driverId,
      locked: to.locked,
      departAt: to.departAt,
      endAt: to.endAt,
      distance_m: to.distance_m,
      duration_s: to.duration_s,
      departedAt: to.departedAt,
      finishedAt: to.finishedAt,
      closedAt: to.closedAt,
      keepsVersion: to.keepsVersion ?? false,
    },
  );
}

/** The guard of "exactly one driver" on an offered route. */
export async function takeRoute(work: Work, siteId: string, routeId: string): Promise<number> {
  return change(
    work.tx,
    `UPDATE route SET state = 'accepted', driver_id = :driverId, version = version + 1
      WHERE site_id = :siteId AND route_id = :routeId
        AND (state = 'offered' OR (state = 'assigned' AND driver_id = :driverId))`,
    { siteId, routeId, driverId: work.actor.userId },
  );
}
