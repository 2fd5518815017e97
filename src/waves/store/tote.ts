import { hasCodePart, rankOfCode, type PartAsked, type Ranked } from '../../platform/codePart.ts';
import { change, rows, send } from '../../platform/sql.ts';
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

/** The totes in slots of carts. */
export function slotTotes(
  tx: Tx,
  siteId: string,
  slots: { batchId: string; slot: number }[],
): Promise<{ batchId: string; slot: number; toteCode: string | null }[]> {
  return rows(
    tx,
    `SELECT batch_id AS "batchId", slot, tote_code AS "toteCode" FROM batch_slot
      WHERE site_id = :siteId::uuid
        AND (batch_id, slot) IN (SELECT * FROM unnest(:batchIds::uuid[], :slots::int[]))`,
    { siteId, batchIds: slots.map(({ batchId }) => batchId), slots: slots.map(({ slot }) => slot) },
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
  (SELECT b.lane_code FROM batch b WHERE b.site_id = u.site_id AND b.batch_id = u.batch_id) AS "laneCode"`;

export async function liveUse(tx: Tx, siteId: string, toteCode: string): Promise<ToteUse | undefined> {
  const [use] = await liveUses(tx, siteId, [toteCode]);
  return use;
}

/** What totes hold; nothing of those that are free. */
export function liveUses(tx: Tx, siteId: string, toteCodes: string[]): Promise<ToteUse[]> {
  return rows(
    tx,
    `SELECT ${USE} FROM tote_use u
      WHERE u.site_id = :siteId::uuid AND u.tote_code = ANY(:toteCodes::text[]) AND u.ended_at IS NULL`,
    { siteId, toteCodes },
  );
}

export function usesOfOrder(tx: Tx, siteId: string, orderId: string): Promise<ToteUse[]> {
  return rows(
    tx,
    `SELECT ${USE} FROM tote_use u
      WHERE u.site_id = :siteId::uuid AND u.order_id = :orderId::uuid AND u.ended_at IS NULL ORDER BY u.tote_code`,
    { siteId, orderId },
  );
}

export function usesOfBatch(tx: Tx, siteId: string, batchId: string): Promise<ToteUse[]> {
  return rows(
    tx,
    `SELECT ${USE} FROM tote_use u
      WHERE u.site_id = :siteId::uuid AND u.batch_id = :batchId::uuid AND u.ended_at IS NULL ORDER BY u.tote_code`,
    { siteId, batchId },
  );
}

/** Totes begin to hold orders and stand in their slots; the key of one that holds another by now makes the caller run again. */
export function beginUses(
  work: Work,
  siteId: string,
  uses: { useId: string; toteCode: string; batchId: string; slot: number }[],
): void {
  if (uses.length === 0) return;
  send(
    work.tx,
    `WITH asked AS (
       SELECT * FROM unnest(:useIds::uuid[], :toteCodes::text[], :batchIds::uuid[], :slots::int[])
         AS a(use_id, tote_code, batch_id, slot)
     ), begun AS (
       INSERT INTO tote_use (site_id, use_id, tote_code, batch_id, seller_id, order_id, at)
       SELECT s.site_id, a.use_id, a.tote_code, s.batch_id, s.seller_id, s.order_id, :at::timestamptz
         FROM asked a JOIN batch_slot s ON s.site_id = :siteId::uuid AND s.batch_id = a.batch_id AND s.slot = a.slot
        ORDER BY a.tote_code
     )
     UPDATE batch_slot s SET tote_code = a.tote_code FROM asked a
      WHERE s.site_id = :siteId::uuid AND s.batch_id = a.batch_id AND s.slot = a.slot`,
    {
      siteId,
      at: work.at,
      useIds: uses.map(({ useId }) => useId),
      toteCodes: uses.map(({ toteCode }) => toteCode),
      batchIds: uses.map(({ batchId }) => batchId),
      slots: uses.map(({ slot }) => slot),
    },
  );
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

/** Totes with goods of an order, by how their codes begin or end: there are no more of them than stand on carts and at lanes. */
export function totesByPart(tx: Tx, { part, sellerIds, siteId, limit }: PartAsked): Promise<(ToteUse & Ranked)[]> {
  return rows(
    tx,
    `SELECT ${USE}, ${rankOfCode('u.tote_code')} AS rank FROM tote_use u
      WHERE u.site_id = :siteId::uuid AND u.ended_at IS NULL AND u.seller_id = ANY(:sellerIds::uuid[])
        AND ${hasCodePart('u.tote_code')}
      ORDER BY rank, u.order_id DESC, u.tote_code LIMIT :limit`,
    { from: part.from, backFrom: part.backFrom, sellerIds, siteId, limit },
  );
}
