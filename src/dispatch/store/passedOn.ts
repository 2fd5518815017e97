import { change, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import { FROM, ROUTE, type RouteRow } from './routeRow.ts';

/** Notes who had a route that is given to somebody else, or to whoever is first. */
export async function notePassedOn(work: Work, route: { siteId: string; routeId: string; driverId: string }) {
  await change(
    work.tx,
    `INSERT INTO route_passed_on (site_id, route_id, driver_id, at) VALUES (:siteId, :routeId, :driverId, :at)
     ON CONFLICT (site_id, route_id, driver_id) DO UPDATE SET at = excluded.at`,
    { ...route, at: work.at },
  );
}

/** Routes that a driver had and another has; who, is nothing to him. Not what he has again, or may take still. */
export async function passedOnFrom(
  tx: Tx,
  asked: { siteId: string; driverId: string; since: Date; limit: number },
): Promise<RouteRow[]> {
  const found = await rows<RouteRow>(
    tx,
    `SELECT ${ROUTE} FROM ${FROM} JOIN route_passed_on p ON p.site_id = r.site_id AND p.route_id = r.route_id
      WHERE r.site_id = :siteId AND p.driver_id = :driverId AND r.driver_id <> :driverId AND r.state <> 'offered'
        AND r.end_at > :since::timestamptz
      ORDER BY r.depart_at DESC, r.route_id LIMIT :limit`,
    asked,
  );
  return found.map((route) => ({ ...route, driverId: null }));
}
