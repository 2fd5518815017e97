import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

export interface Slot {
  slot: number;
  sellerId: string;
  orderId: string;
  toteCode: string | null;
  /** Lines of the order still to fetch, and whether any of it has been picked. */
  open: number;
  loaded: boolean;
}

/** The slots of a cart, left to right as its picture shows them. */
export function slotsOf(tx: Tx, siteId: string, batchId: string): Promise<Slot[]> {
  return rows(
    tx,
    `SELECT s.slot, s.seller_id AS "sellerId", s.order_id AS "orderId", s.tote_code AS "toteCode",
            count(t.task_id) FILTER (WHERE t.state = 'ready')::int AS open,
            coalesce(bool_or(t.picked > 0), false) AS loaded
       FROM batch_slot s
       LEFT JOIN pick_task t ON t.site_id = s.site_id AND t.batch_id = s.batch_id AND t.slot = s.slot
      WHERE s.site_id = :siteId::uuid AND s.batch_id = :batchId::uuid GROUP BY s.site_id, s.batch_id, s.slot
      ORDER BY s.slot`,
    { siteId, batchId },
  );
}

export interface ToteUse {
  toteCode: string;
  batchId: string;
  sellerId: string;
  orderId: string;
  /** Where the cart was left; null while it is on its way. */
  laneCode: string | null;
}

const USE = `u.tote_code AS "toteCode", u.batch_id AS "batchId", u.seller_id AS "sellerId", u.order_id AS "orderId",
  b.lane_code AS "laneCode"`;

export function liveUse(tx: Tx, siteId: string, toteCode: string): Promise<ToteUse | undefined> {
  return maybe(
    tx,
    `SELECT ${USE} FROM tote_use u JOIN batch b USING (site_id, batch_id)
      WHERE u.site_id = :siteId::uuid AND u.tote_code = :toteCode AND u.ended_at IS NULL`,
    { siteId, toteCode },
  );
}

export function usesOfOrder(tx: Tx, siteId: string, orderId: string): Promise<ToteUse[]> {
  return rows(
    tx,
    `SELECT ${USE} FROM tote_use u JOIN batch b USING (site_id, batch_id)
      WHERE u.site_id = :siteId::uuid AND u.order_id = :orderId::uuid AND u.ended_at IS NULL ORDER BY u.tote_code`,
    { siteId, orderId },
  );
}

export function usesOfBatch(tx: Tx, siteId: string, batchId: string): Promise<ToteUse[]> {
  return rows(
    tx,
    `SELECT ${USE} FROM tote_use u JOIN batch b USING (site_id, batch_id)
      WHERE u.site_id = :siteId::uuid AND u.batch_id = :batchId::uuid AND u.ended_at IS NULL ORDER BY u.tote_code`,
    { siteId, batchId },
  );
}

/** A tote begins to hold an order and stands in its slot; false where it holds one already. */
export async function beginUse(
  work: Work,
  use: { siteId: string; useId: string; toteCode: string; batchId: string; slot: number },
): Promise<boolean> {
  const begun = await change(
    work.tx,
    `WITH begun AS (
       INSERT INTO tote_use (site_id, use_id, tote_code, batch_id, seller_id, order_id, at)
       SELECT s.site_id, :useId::uuid, :toteCode, s.batch_id, s.seller_id, s.order_id, :at::timestamptz
         FROM batch_slot s WHERE s.site_id = :siteId::uuid AND s.batch_id = :batchId::uuid AND s.slot = :slot
       ON CONFLICT (site_id, tote_code) WHERE ended_at IS NULL DO NOTHING
       RETURNING batch_id
     )
     UPDATE batch_slot s SET tote_code = :toteCode FROM begun
      WHERE s.site_id = :siteId::uuid AND s.batch_id = begun.batch_id AND s.slot = :slot`,
    { ...use, at: work.at },
  );
  return begun === 1;
}

/** Totes are free for the next order; they leave their slots where they still stood in one. */
export async function endUses(work: Work, siteId: string, toteCodes: string[]): Promise<number> {
  return change(
    work.tx,
    `WITH ended AS (
       UPDATE tote_use SET ended_at = :at::timestamptz
        WHERE site_id = :siteId::uuid AND tote_code = ANY(:toteCodes::text[]) AND ended_at IS NULL
       RETURNING site_id, batch_id, tote_code
     ), cleared AS (
       UPDATE batch_slot s SET tote_code = NULL FROM ended e
        WHERE s.site_id = e.site_id AND s.batch_id = e.batch_id AND s.tote_code = e.tote_code
     )
     SELECT 1 FROM ended`,
    { siteId, toteCodes, at: work.at },
  );
}
