import { change, maybe, one, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

export interface CountRequest {
  countId: string;
  binCode: string;
  itemId: string | null;
  cause: string;
  at: Date;
}

const REQUEST = `count_id AS "countId", bin_code AS "binCode", item_id AS "itemId", cause, at`;

/** Asks for a count of a bin, or of one item in it; while one is open the same again is that one. */
export async function askCount(
  work: Work,
  ask: { siteId: string; countId: string; binCode: string; itemId: string | null; cause: string },
): Promise<string> {
  await change(
    work.tx,
    `INSERT INTO count_request (site_id, count_id, bin_code, item_id, cause, at, actor_id)
     VALUES (:siteId, :countId, :binCode, :itemId, :cause, :at, :actor) ON CONFLICT DO NOTHING`,
    { ...ask, at: work.at, actor: work.actor.userId },
  );
  const open = await one<{ countId: string }>(
    work.tx,
    `SELECT count_id AS "countId" FROM count_request
      WHERE site_id = :siteId::uuid AND bin_code = :binCode AND item_id IS NOT DISTINCT FROM :itemId::uuid
        AND state = 'open'`,
    { siteId: ask.siteId, binCode: ask.binCode, itemId: ask.itemId },
  );
  return open.countId;
}

export function openCounts(tx: Tx, siteId: string, binCode: string | undefined): Promise<CountRequest[]> {
  return rows(
    tx,
    `SELECT ${REQUEST} FROM count_request
      WHERE site_id = :siteId::uuid AND state = 'open' AND (:binCode::text IS NULL OR bin_code = :binCode)
      ORDER BY at, count_id LIMIT 200`,
    { siteId, binCode },
  );
}

/** The bin that has waited longest for its count. */
export function oldestCount(tx: Tx, siteId: string): Promise<CountRequest | undefined> {
  return maybe(
    tx,
    `SELECT ${REQUEST} FROM count_request WHERE site_id = :siteId::uuid AND state = 'open'
      ORDER BY at, count_id LIMIT 1`,
    { siteId },
  );
}

export function endCounts(work: Work, siteId: string, countIds: string[]): Promise<number> {
  return change(
    work.tx,
    `UPDATE count_request SET state = 'done', ended_at = :at, ended_by = :actor::uuid
      WHERE site_id = :siteId::uuid AND count_id = ANY(:countIds::uuid[]) AND state = 'open'`,
    { siteId, countIds, at: work.at, actor: work.actor.userId },
  );
}

export interface ShortUnits {
  itemId: string;
  lot: string;
  serial: string;
  units: number;
}

/** Units that short picks have put on hold and that no count has looked for yet; damaged ones are known to lie there. */
export function shortsUnder(tx: Tx, siteId: string, countIds: string[]): Promise<ShortUnits[]> {
  return rows(
    tx,
    `SELECT item_id AS "itemId", lot, serial, sum(short)::int AS units FROM pick_task
      WHERE site_id = :siteId::uuid AND count_id = ANY(:countIds::uuid[]) AND short_reason <> 'damaged'
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    { siteId, countIds },
  );
}
