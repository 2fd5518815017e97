import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { LoadPlace } from '../bay.ts';

/** What a load plan is made for: the parcels of a route in the order in which they go in. */
const MADE_FOR = `(SELECT md5(string_agg(p.parcel_id::text, ' ' ORDER BY s.position DESC, p.parcel_id))
                     FROM stop_parcel p JOIN stop s ON s.site_id = p.site_id AND s.stop_id = p.stop_id
                    WHERE p.site_id = r.site_id AND p.route_id = r.route_id AND p.live)`;

export async function loadMadeFor(tx: Tx, siteId: string, routeId: string): Promise<string | null> {
  const found = await maybe<{ madeFor: string | null }>(
    tx,
    `SELECT ${MADE_FOR} AS "madeFor" FROM route r WHERE r.site_id = :siteId AND r.route_id = :routeId`,
    { siteId, routeId },
  );
  return found?.madeFor ?? null;
}

/** A released route whose load nobody has planned as it stands now. */
export function routeToLoad(tx: Tx): Promise<{ siteId: string; routeId: string } | undefined> {
  return maybe(
    tx,
    `SELECT r.site_id AS "siteId", r.route_id AS "routeId"
       FROM route r LEFT JOIN load_plan l ON l.site_id = r.site_id AND l.route_id = r.route_id
      WHERE r.state IN ('offered','assigned','accepted') AND l.made_for IS DISTINCT FROM ${MADE_FOR}
      ORDER BY r.depart_at LIMIT 1`,
    {},
  );
}

export interface LoadPlan {
  siteId: string;
  routeId: string;
  madeFor: string;
  isWhole: boolean;
  places: LoadPlace[];
}

export async function keepLoadPlan(work: Work, { siteId, routeId, madeFor, isWhole, places }: LoadPlan): Promise<void> {
  const { tx, at } = work;
  await change(tx, `DELETE FROM load_plan WHERE site_id = :siteId AND route_id = :routeId`, { siteId, routeId });
  await change(
    tx,
    `INSERT INTO load_plan (site_id, route_id, made_for, is_whole, at)
     VALUES (:siteId, :routeId, :madeFor, :isWhole, :at)`,
    { siteId, routeId, madeFor, isWhole, at },
  );
  await change(
    tx,
    `INSERT INTO load_place (site_id, route_id, parcel_id, turn, x_mm, y_mm, z_mm, depth, side)
     SELECT :siteId, :routeId, p."parcelId", p.turn, p.x_mm, p.y_mm, p.z_mm, p.depth, p.side
       FROM jsonb_to_recordset(:places::jsonb)
         AS p("parcelId" uuid, turn int, x_mm int, y_mm int, z_mm int, depth text, side text)`,
    { siteId, routeId, places: JSON.stringify(places) },
  );
}

/** They are made anew: their vehicle holds something else. */
export async function forgetLoadPlans(tx: Tx, siteId: string, routeIds: string[]): Promise<void> {
  await change(tx, `DELETE FROM load_plan WHERE site_id = :siteId AND route_id = ANY(:routeIds::uuid[])`, {
    siteId,
    routeIds,
  });
}

/** Where the parcels of a route go; nothing where its stops changed since that was planned. */
export function loadPlacesOf(tx: Tx, siteId: string, routeId: string): Promise<(LoadPlace & { isWhole: boolean })[]> {
  return rows(
    tx,
    `SELECT x.parcel_id AS "parcelId", x.turn, x.x_mm, x.y_mm, x.z_mm, x.depth, x.side, l.is_whole AS "isWhole"
       FROM route r
       JOIN load_plan l ON l.site_id = r.site_id AND l.route_id = r.route_id AND l.made_for = ${MADE_FOR}
       JOIN load_place x ON x.site_id = l.site_id AND x.route_id = l.route_id
      WHERE r.site_id = :siteId AND r.route_id = :routeId ORDER BY x.turn`,
    { siteId, routeId },
  );
}
