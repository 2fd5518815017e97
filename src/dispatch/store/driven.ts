import { maybe, rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { RouteRow } from './route.ts';

export interface DrivenTimes {
  departedAt: Date;
  finishedAt: Date | null;
  closedAt: Date | null;
}

export type DrivenRow = RouteRow &
  DrivenTimes & {
    stops: number;
    delivered: number;
    partly: number;
    failed: number;
    late: number;
    parcels: number;
    back: number;
  };

/** Routes that left within a span, with how their doors and parcels ended; the first to leave first. */
export function drivenBetween(tx: Tx, asked: { siteId: string; from: Date; to: Date }): Promise<DrivenRow[]> {
  return rows(
    tx,
    `SELECT r.site_id AS "siteId", r.route_id AS "routeId", r.vehicle_id AS "vehicleId", v.code AS "vehicleCode",
            r.driver_id AS "driverId", r.state, r.version, r.locked, r.depart_at AS "departAt", r.end_at AS "endAt",
            r.distance_m, r.duration_s, r.departed_at AS "departedAt", r.finished_at AS "finishedAt",
            r.closed_at AS "closedAt", s.stops, s.delivered, s.partly, s.failed, s.late, p.parcels, p.back
       FROM route r JOIN vehicle v ON v.site_id = r.site_id AND v.vehicle_id = r.vehicle_id
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS stops, count(*) FILTER (WHERE state = 'delivered')::int AS delivered,
                count(*) FILTER (WHERE state = 'partly')::int AS partly,
                count(*) FILTER (WHERE state = 'failed')::int AS failed,
                count(*) FILTER (WHERE state IN ('delivered','partly') AND done_at > due_at)::int AS late
           FROM stop WHERE site_id = r.site_id AND route_id = r.route_id) s
       CROSS JOIN LATERAL (
         SELECT count(DISTINCT parcel_id)::int AS parcels, count(*) FILTER (WHERE state = 'back')::int AS back
           FROM stop_parcel WHERE site_id = r.site_id AND route_id = r.route_id AND state <> 'left') p
      WHERE r.site_id = :siteId::uuid AND r.departed_at >= :from::timestamptz AND r.departed_at < :to::timestamptz
      ORDER BY r.departed_at, v.code LIMIT 500`,
    asked,
  );
}

export function drivenTimes(tx: Tx, siteId: string, routeId: string): Promise<DrivenTimes | undefined> {
  return maybe(
    tx,
    `SELECT departed_at AS "departedAt", finished_at AS "finishedAt", closed_at AS "closedAt" FROM route
      WHERE site_id = :siteId::uuid AND route_id = :routeId::uuid AND departed_at IS NOT NULL`,
    { siteId, routeId },
  );
}

export interface DoorRow {
  stopId: string;
  arrivedAt: Date | null;
  away_m: number | null;
  awayReason: string | null;
  byFence: boolean;
  photoId: string | null;
  signatureId: string | null;
  code: boolean;
}

/** What the driver left behind at each door. */
export function doorsOf(tx: Tx, siteId: string, routeId: string): Promise<DoorRow[]> {
  return rows(
    tx,
    `SELECT stop_id AS "stopId", arrived_at AS "arrivedAt", distance_m AS "away_m", away_reason AS "awayReason",
            by_fence AS "byFence",
            photo_id AS "photoId", signature_id AS "signatureId", door_code IS NOT NULL AS code
       FROM stop WHERE site_id = :siteId::uuid AND route_id = :routeId::uuid`,
    { siteId, routeId },
  );
}
