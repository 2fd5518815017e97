import { maybe, rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import { THERE } from '../there.shared.ts';
import { FROM, ROUTE, type RouteRow } from './routeRow.ts';

/** Of a route that has left. */
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
    `SELECT ${ROUTE}, r.finished_at AS "finishedAt", r.closed_at AS "closedAt",
            s.stops, s.delivered, s.partly, s.failed, s.late, p.parcels, p.back
       FROM ${FROM}
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

export interface Ended {
  routeId: string;
  lat: number;
  lon: number;
}

/** When phones of drivers were first seen where their routes end, once the last door was done. */
export function backsSeen(tx: Tx, siteId: string, ends: Ended[]): Promise<{ routeId: string; at: Date }[]> {
  return rows(
    tx,
    `SELECT r.route_id AS "routeId", b.at
       FROM jsonb_to_recordset(:ends::jsonb) AS e("routeId" uuid, lat float8, lon float8)
       JOIN route r ON r.site_id = :siteId::uuid AND r.route_id = e."routeId"
       CROSS JOIN LATERAL (
         SELECT min(f.at) AS at FROM position f
          WHERE f.site_id = r.site_id AND f.driver_id = r.driver_id
            AND f.at >= r.finished_at AND f.at < r.finished_at + interval '6 hours'
            AND abs(f.lat - e.lat) < ${THERE.lat} AND abs(f.lon - e.lon) < ${THERE.lon}) b
      WHERE b.at IS NOT NULL`,
    { siteId, ends: JSON.stringify(ends) },
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
