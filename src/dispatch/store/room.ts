import { maybe, rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { Driven } from '../room.ts';

/** Of the routes that came back last, so many. */
const LATELY = 50;
/** Where none has been driven yet: two and a half hours, a door every five minutes. */
const USUAL: Driven = { tour_s: 9_000, stop_s: 300 };

export async function drivenLately(tx: Tx, siteId: string): Promise<Driven> {
  const found = await maybe<{ tour_s: number; stop_s: number }>(
    tx,
    `SELECT avg(seconds)::float8 AS tour_s, (sum(seconds) / nullif(sum(stops), 0))::float8 AS stop_s
       FROM (SELECT extract(epoch FROM r.finished_at - r.departed_at)::float8 AS seconds,
                    (SELECT count(*) FROM stop s WHERE s.site_id = r.site_id AND s.route_id = r.route_id) AS stops
               FROM route r
              WHERE r.site_id = :siteId::uuid AND r.finished_at > r.departed_at
              ORDER BY r.route_id DESC LIMIT ${LATELY}) tours`,
    { siteId },
  );
  return found?.stop_s == null ? USUAL : found;
}

/** Parcels on routes that have not left, by when they are due. */
export function plannedByDue(tx: Tx, siteId: string): Promise<{ dueAt: Date; parcels: number }[]> {
  return rows(
    tx,
    `SELECT s.due_at AS "dueAt", count(*)::int AS parcels
       FROM route r JOIN stop s USING (site_id, route_id) JOIN stop_parcel p USING (site_id, stop_id)
      WHERE r.site_id = :siteId::uuid AND r.state IN ('planned','offered','assigned','accepted') AND p.live
        AND s.due_at IS NOT NULL
      GROUP BY 1`,
    { siteId },
  );
}

/** How many parcels more the last route of each vehicle takes, where that has not left and is not locked. */
export function spareOf(tx: Tx, siteId: string): Promise<{ vehicleId: string; parcels: number }[]> {
  return rows(
    tx,
    `SELECT DISTINCT ON (r.vehicle_id) r.vehicle_id AS "vehicleId",
            greatest(0, v.capacity_parcels - (SELECT count(*) FROM stop_parcel p
                                               WHERE p.site_id = r.site_id AND p.route_id = r.route_id AND p.live))::int
              AS parcels
       FROM route r JOIN vehicle v USING (site_id, vehicle_id)
      WHERE r.site_id = :siteId::uuid AND r.state IN ('planned','offered','assigned','accepted') AND NOT r.locked
      ORDER BY r.vehicle_id, r.end_at DESC`,
    { siteId },
  );
}
