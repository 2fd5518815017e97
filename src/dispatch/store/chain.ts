import { maybe, rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { RouteState } from '../rules.ts';
import type { Spot } from '../travel.ts';
import { FROM, otherOfShift, ROUTE, type RouteRow } from './routeRow.ts';

/** Vehicles that have a trip before them, after another one of the same shift, which is not over. */
export function vehiclesAgain(tx: Tx, at: Date): Promise<{ siteId: string; vehicleId: string }[]> {
  return rows(
    tx,
    `SELECT DISTINCT r.site_id AS "siteId", r.vehicle_id AS "vehicleId" FROM route r
      WHERE r.state IN ('planned','offered','assigned','accepted') AND r.shift_to_at > :at::timestamptz
        AND EXISTS (${otherOfShift('<')})
      ORDER BY 1, 2`,
    { at },
  );
}

/** Shifts not over at a moment, of vehicles that have a trip in them, driven or not, beside some routes. */
export function begunShifts(
  tx: Tx,
  siteId: string,
  { at, except }: { at: Date; except: string[] },
): Promise<{ vehicleId: string; shiftToAt: Date }[]> {
  return rows(
    tx,
    `SELECT DISTINCT vehicle_id AS "vehicleId", shift_to_at AS "shiftToAt" FROM route
      WHERE site_id = :siteId AND state <> 'cancelled' AND shift_to_at > :at::timestamptz
        AND NOT route_id = ANY(:except::uuid[])`,
    { siteId, at, except },
  );
}

/** A route that lies in a shift, by the vehicle that drives it. */
export interface InShift {
  routeId: string;
  vehicle: string;
  departAt: Date;
}

/** A route that a vehicle has before it, or drove in a shift that is not over. */
export function routeInShift(
  tx: Tx,
  siteId: string,
  { vehicleId, at }: { vehicleId: string; at: Date },
): Promise<Omit<InShift, 'vehicle'> | undefined> {
  return maybe(
    tx,
    `SELECT route_id AS "routeId", depart_at AS "departAt" FROM route
      WHERE site_id = :siteId AND vehicle_id = :vehicleId AND state <> 'cancelled'
        AND (shift_to_at > :at::timestamptz OR state NOT IN ('finished','closed'))
      ORDER BY depart_at, route_id LIMIT 1`,
    { siteId, vehicleId, at },
  );
}

/** A route of a vehicle that is neither closed nor given up. */
export interface Use {
  routeId: string;
  departAt: Date;
  state: RouteState;
}

export function usesOf(tx: Tx, siteId: string, vehicleId: string): Promise<Use[]> {
  return rows(
    tx,
    `SELECT route_id AS "routeId", depart_at AS "departAt", state FROM route
      WHERE site_id = :siteId AND vehicle_id = :vehicleId AND state NOT IN ('closed','cancelled')
      ORDER BY depart_at, route_id LIMIT 100`,
    { siteId, vehicleId },
  );
}

/** The last door of the last of its routes that each vehicle has before it, and when that is done. */
export function lastDoors(
  tx: Tx,
  siteId: string,
  { vehicleIds, except }: { vehicleIds: string[]; except: string[] },
): Promise<({ vehicleId: string; doneAt: Date } & Spot)[]> {
  return rows(
    tx,
    `SELECT DISTINCT ON (r.vehicle_id) r.vehicle_id AS "vehicleId", s.lat, s.lon,
            coalesce(s.done_at, s.eta_at + s.service_s * interval '1 second') AS "doneAt"
       FROM route r JOIN stop s USING (site_id, route_id)
      WHERE r.site_id = :siteId AND r.vehicle_id = ANY(:vehicleIds::uuid[]) AND NOT r.route_id = ANY(:except::uuid[])
        AND r.state NOT IN ('finished','closed','cancelled')
      ORDER BY r.vehicle_id, r.depart_at DESC, s.position DESC`,
    { siteId, vehicleIds, except },
  );
}

/** What vehicles drive in the shifts that are not long over, vehicle by vehicle, the first to leave first. */
export function routesOfShifts(
  tx: Tx,
  siteId: string,
  { vehicleIds, since }: { vehicleIds: string[]; since: Date },
): Promise<RouteRow[]> {
  return rows(
    tx,
    `SELECT ${ROUTE} FROM ${FROM}
      WHERE r.site_id = :siteId AND r.vehicle_id = ANY(:vehicleIds::uuid[]) AND r.state <> 'cancelled'
        AND r.shift_to_at > :since::timestamptz
      ORDER BY r.vehicle_id, r.departed_at IS NULL, r.depart_at, r.route_id`,
    { siteId, vehicleIds, since },
  );
}

/** Held unless somebody else holds it: who follows another does not wait for whoever changes it. */
export function lockIfFree(tx: Tx, siteId: string, routeId: string): Promise<RouteRow | undefined> {
  return maybe(
    tx,
    `SELECT ${ROUTE} FROM ${FROM} WHERE r.site_id = :siteId AND r.route_id = :routeId FOR UPDATE OF r SKIP LOCKED`,
    { siteId, routeId },
  );
}

/** What vehicles have before them or are out with, held. */
export function lockRoutesOf(tx: Tx, siteId: string, vehicleIds: string[]): Promise<RouteRow[]> {
  return rows(
    tx,
    `SELECT ${ROUTE} FROM ${FROM}
      WHERE r.site_id = :siteId AND r.vehicle_id = ANY(:vehicleIds::uuid[])
        AND r.state IN ('planned','offered','assigned','accepted','running')
      ORDER BY r.route_id FOR UPDATE OF r`,
    { siteId, vehicleIds },
  );
}

/** The same, not held. */
export function openRoutesOf(tx: Tx, siteId: string, vehicleId: string): Promise<{ routeId: string }[]> {
  return rows(
    tx,
    `SELECT route_id AS "routeId" FROM route
      WHERE site_id = :siteId AND vehicle_id = :vehicleId
        AND state IN ('planned','offered','assigned','accepted','running')`,
    { siteId, vehicleId },
  );
}
