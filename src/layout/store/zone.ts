import { change, maybe, one, rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { CutOff, Zone } from '../schema.ts';

const ZONE = `zone_id AS "zoneId", name, polygon, coalesce(carrier, 'own') AS carrier, cut_off_ids AS "cutOffIds"`;

/** Keeps a zone under its name: a second one of the same name draws the first anew. @returns its id, and if it is new */
export async function keepZone(tx: Tx, siteId: string, zone: Zone): Promise<{ zoneId: string; isNew: boolean }> {
  const { zoneId, name, cutOffIds } = zone;
  const polygon = JSON.stringify(zone.polygon);
  const carrier = zone.carrier === 'own' ? null : zone.carrier;
  const known = await maybe<{ zoneId: string }>(
    tx,
    `UPDATE delivery_zone SET polygon = :polygon::jsonb, carrier = :carrier, cut_off_ids = :cutOffIds::uuid[]
      WHERE site_id = :siteId AND name = :name RETURNING zone_id AS "zoneId"`,
    { siteId, name, polygon, carrier, cutOffIds },
  );
  if (known !== undefined) return { zoneId: known.zoneId, isNew: false };
  await change(
    tx,
    `INSERT INTO delivery_zone (site_id, zone_id, name, polygon, carrier, cut_off_ids)
     VALUES (:siteId, :zoneId, :name, :polygon::jsonb, :carrier, :cutOffIds::uuid[])`,
    { siteId, zoneId, name, polygon, carrier, cutOffIds },
  );
  return { zoneId, isNew: true };
}

/** @returns the site that it was of; undefined where there is none at these sites */
export async function dropZone(tx: Tx, zoneId: string, siteIds: string[] | undefined): Promise<string | undefined> {
  const row = await maybe<{ siteId: string }>(
    tx,
    `DELETE FROM delivery_zone
      WHERE zone_id = :zoneId::uuid AND (:siteIds::uuid[] IS NULL OR site_id = ANY(:siteIds::uuid[]))
      RETURNING site_id AS "siteId"`,
    { zoneId, siteIds },
  );
  return row?.siteId;
}

export function zonesOf(tx: Tx, siteId: string): Promise<Zone[]> {
  return rows<Zone>(tx, `SELECT ${ZONE} FROM delivery_zone WHERE site_id = :siteId ORDER BY name, zone_id`, {
    siteId,
  });
}

const CUT_OFF = `cut_off_id AS "cutOffId", name, order_by_minute AS "orderByMinute",
  deliver_by_minute AS "deliverByMinute"`;

/** Keeps a cut-off under its name: a second one of the same name changes the first. */
export async function keepCutOff(tx: Tx, siteId: string, cutOff: CutOff): Promise<CutOff> {
  const kept = await maybe<CutOff>(
    tx,
    `UPDATE cut_off SET order_by_minute = :orderByMinute, deliver_by_minute = :deliverByMinute
      WHERE site_id = :siteId AND name = :name RETURNING ${CUT_OFF}`,
    { siteId, ...cutOff },
  );
  if (kept !== undefined) return kept;
  return one<CutOff>(
    tx,
    `INSERT INTO cut_off (site_id, cut_off_id, name, order_by_minute, deliver_by_minute)
     VALUES (:siteId, :cutOffId, :name, :orderByMinute, :deliverByMinute) RETURNING ${CUT_OFF}`,
    { siteId, ...cutOff },
  );
}

export function cutOffsOf(tx: Tx, siteId: string): Promise<CutOff[]> {
  return rows<CutOff>(tx, `SELECT ${CUT_OFF} FROM cut_off WHERE site_id = :siteId ORDER BY order_by_minute, name`, {
    siteId,
  });
}
