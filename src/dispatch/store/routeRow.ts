import type { RouteState } from '../rules.ts';
import type { TripEnds } from '../shiftEnds.ts';

export interface RouteRow extends TripEnds {
  siteId: string;
  routeId: string;
  /** Null: a proposal opened it. */
  planId: string | null;
  vehicleId: string;
  vehicleCode: string;
  driverId: string | null;
  state: RouteState;
  version: number;
  locked: boolean;
  departAt: Date;
  /** When it was planned to leave: earlier than it does where its vehicle was not back by then. */
  meantAt: Date;
  shiftToAt: Date;
  endAt: Date;
  distance_m: number;
  duration_s: number;
  departedAt: Date | null;
}

/** What its vehicle drives before or after it in the same shift; what has left comes first. */
export const otherOfShift = (side: '<' | '>') =>
  `SELECT 1 FROM route o
    WHERE o.site_id = r.site_id AND o.vehicle_id = r.vehicle_id AND o.shift_to_at = r.shift_to_at
      AND o.state <> 'cancelled' AND (o.departed_at IS NULL, o.depart_at, o.route_id) ${side} (r.departed_at IS NULL, r.depart_at, r.route_id)`;

/** The columns of a row; of a vehicle, what of them counts for this trip. */
export const ROUTE = `r.site_id AS "siteId", r.route_id AS "routeId", r.plan_id AS "planId", r.vehicle_id AS "vehicleId",
  v.code AS "vehicleCode", r.driver_id AS "driverId", r.state, r.version, r.locked, r.depart_at AS "departAt",
  coalesce(r.meant_at, r.depart_at) AS "meantAt",
  r.shift_to_at AS "shiftToAt", r.end_at AS "endAt", r.distance_m, r.duration_s, r.departed_at AS "departedAt",
  CASE WHEN v.home_lat IS NOT NULL THEN json_build_object('lat', v.home_lat, 'lon', v.home_lon) END AS home,
  CASE WHEN v.starts_from = 'home' AND NOT EXISTS (${otherOfShift('<')})
       THEN json_build_object('lat', v.home_lat, 'lon', v.home_lon) END AS "comesFrom",
  CASE WHEN v.returns_to <> 'site' AND EXISTS (${otherOfShift('>')}) THEN 'site' ELSE v.returns_to END AS "returnsTo"`;
export const FROM = `route r JOIN vehicle v ON v.site_id = r.site_id AND v.vehicle_id = r.vehicle_id`;
