import { arraysOf, change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { Condition } from '../place.ts';

export interface AdjustmentRow {
  siteId: string;
  adjustmentId: string;
  sellerId: string;
  itemId: string;
  place: string;
  lot: string;
  serial: string;
  /** Null: of every condition, those on sale first. */
  condition: Condition | null;
  quantity: number;
  reason: string;
  state: 'waiting' | 'posted' | 'refused' | 'superseded';
  askedBy: string;
  at: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
}

export async function insertAdjustment(
  work: Work,
  row: Omit<AdjustmentRow, 'askedBy' | 'at' | 'decidedBy' | 'decidedAt'> & {
    movementId?: string;
    seenAt?: Date | undefined;
  },
): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO adjustment (site_id, adjustment_id, seller_id, item_id, place, lot, serial, condition, quantity, reason,
                             state, asked_by, decided_by, decided_at, movement_id, at, seen_at)
     VALUES (:siteId, :adjustmentId, :sellerId, :itemId, :place, :lot, :serial, :condition, :quantity, :reason, :state, :actor,
             CASE WHEN :state = 'waiting' THEN NULL ELSE :actor::uuid END,
             CASE WHEN :state = 'waiting' THEN NULL ELSE :at::timestamptz END, :movementId, :at, :seenAt)`,
    { ...row, movementId: row.movementId, seenAt: row.seenAt, actor: work.actor.userId, at: work.at },
  );
}

const ADJUSTMENT_ROW = `site_id AS "siteId", adjustment_id AS "adjustmentId", seller_id AS "sellerId", item_id AS "itemId",
  place, lot, serial, condition, quantity, reason, state, asked_by AS "askedBy", at, decided_by AS "decidedBy",
  decided_at AS "decidedAt"`;

export function lockAdjustment(tx: Tx, adjustmentId: string): Promise<AdjustmentRow | undefined> {
  return maybe(tx, `SELECT ${ADJUSTMENT_ROW} FROM adjustment WHERE adjustment_id = :adjustmentId::uuid FOR UPDATE`, {
    adjustmentId,
  });
}

/** Those that wait, the oldest first, or those that were posted or refused, the latest first. */
export function adjustmentsAt(
  tx: Tx,
  siteId: string,
  { state, limit }: { state: AdjustmentRow['state']; limit: number },
): Promise<AdjustmentRow[]> {
  const order = state === 'waiting' ? 'at, adjustment_id' : 'at DESC, adjustment_id DESC';
  return rows(
    tx,
    `SELECT ${ADJUSTMENT_ROW} FROM adjustment WHERE site_id = :siteId::uuid AND state = :state ORDER BY ${order} LIMIT :limit`,
    { siteId, state, limit },
  );
}

export async function decideAdjustment(
  work: Work,
  row: AdjustmentRow,
  state: 'posted' | 'refused',
  movementId?: string,
): Promise<boolean> {
  const decided = await change(
    work.tx,
    `UPDATE adjustment SET state = :state, decided_by = :actor::uuid, decided_at = :at::timestamptz,
            movement_id = :movementId::uuid
      WHERE site_id = :siteId::uuid AND adjustment_id = :adjustmentId::uuid AND state = 'waiting'`,
    {
      siteId: row.siteId,
      adjustmentId: row.adjustmentId,
      state,
      actor: work.actor.userId,
      at: work.at,
      movementId,
    },
  );
  return decided === 1;
}

/** What counts are about: units of every condition, under whatever serial. */
export interface CountedKey {
  place: string;
  itemId: string;
  lot: string;
}

const WAITING_COUNTS = `site_id = :siteId::uuid AND state = 'waiting' AND seen_at IS NOT NULL
  AND (place, item_id, lot) IN (SELECT * FROM unnest(:place::text[], :itemId::uuid[], :lot::text[]))`;

/** Counts that wait for a second person: whoever decides one holds it before the stock, and so does who counts anew. */
export async function lockWaitingCounts(tx: Tx, siteId: string, keys: CountedKey[]): Promise<void> {
  await rows(tx, `SELECT 1 FROM adjustment WHERE ${WAITING_COUNTS} ORDER BY adjustment_id FOR UPDATE`, {
    siteId,
    ...arraysOf(keys, ['place', 'itemId', 'lot']),
  });
}

/** When the units were seen of which a count waits for a second person. */
export async function waitingCount(tx: Tx, siteId: string, key: CountedKey): Promise<Date | undefined> {
  const keys = arraysOf([key], ['place', 'itemId', 'lot']);
  const sql = `SELECT seen_at AS "seenAt" FROM adjustment WHERE ${WAITING_COUNTS}`;
  return (await maybe<{ seenAt: Date }>(tx, sql, { siteId, ...keys }))?.seenAt;
}

/**
 * Ends a count that waits: another has taken its place. It waits for nobody, since the stock is held: one that came after
 * `lockWaitingCounts` and that somebody is deciding stays.
 */
export function supersedeCount(work: Work, siteId: string, key: CountedKey): Promise<AdjustmentRow | undefined> {
  return maybe(
    work.tx,
    `UPDATE adjustment SET state = 'superseded', decided_by = :actor::uuid, decided_at = :at::timestamptz
      WHERE site_id = :siteId::uuid AND adjustment_id IN (
              SELECT adjustment_id FROM adjustment WHERE ${WAITING_COUNTS} FOR UPDATE SKIP LOCKED)
      RETURNING ${ADJUSTMENT_ROW}`,
    { siteId, actor: work.actor.userId, at: work.at, ...arraysOf([key], ['place', 'itemId', 'lot']) },
  );
}
