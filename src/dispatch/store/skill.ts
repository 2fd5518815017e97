import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { Skill } from '../schema.ts';

export function skillsOf(tx: Tx, siteId: string): Promise<Skill[]> {
  return rows(
    tx,
    `SELECT code, name, from_weight_g, item_ids AS "itemIds", zone_ids AS "zoneIds" FROM delivery_skill
      WHERE site_id = :siteId ORDER BY code`,
    { siteId },
  );
}

/** A second one of the same code says anew what it is called and what demands it. @returns whether it is new */
export async function keepSkill(tx: Tx, siteId: string, skill: Skill): Promise<boolean> {
  const kept = await maybe<{ isNew: boolean }>(
    tx,
    `INSERT INTO delivery_skill (site_id, code, name, from_weight_g, item_ids, zone_ids)
     VALUES (:siteId, :code, :name, :from_weight_g, :itemIds::uuid[], :zoneIds::uuid[])
     ON CONFLICT (site_id, code) DO UPDATE
       SET name = excluded.name, from_weight_g = excluded.from_weight_g, item_ids = excluded.item_ids,
           zone_ids = excluded.zone_ids
     RETURNING xmax = 0 AS "isNew"`,
    { siteId, ...skill },
  );
  return kept!.isNew;
}

/** Those of these codes that the site has named; they stay so until the transaction ends. */
export function keptSkills(tx: Tx, siteId: string, codes: string[]): Promise<{ code: string }[]> {
  return rows(
    tx,
    `SELECT code FROM delivery_skill WHERE site_id = :siteId AND code = ANY(:codes::text[]) ORDER BY code FOR KEY SHARE`,
    { siteId, codes },
  );
}

/** Nothing demands it from here on, and no vehicle has it. @returns whether there was one */
export async function dropSkill(tx: Tx, siteId: string, code: string): Promise<boolean> {
  const dropped = await change(tx, `DELETE FROM delivery_skill WHERE site_id = :siteId AND code = :code`, {
    siteId,
    code,
  });
  return dropped === 1;
}
