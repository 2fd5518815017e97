import { change, maybe, rows } from '../../platform/sql.ts';
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
  state: 'waiting' | 'posted' | 'refused';
  askedBy: string;
  at: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
}

export async function insertAdjustment(
  work: Work,
  row: Omit<AdjustmentRow, 'askedBy' | 'at' | 'decidedBy' | 'decidedAt'> & { movementId?: string },
): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO adjustment (site_id, adjustment_id, seller_id, item_id, place, lot, serial, condition, quantity, reason,
                             state, asked_by, decided_by, decided_at, movement_id, at)
     VALUES (:siteId, :adjustmentId, :sellerId, :itemId, :place, :lot, :serial, :condition, :quantity, :reason, :state, :actor,
             CASE WHEN :state = 'waiting' THEN NULL ELSE :actor::uuid END,
             CASE WHEN :state = 'waiting' THEN NULL ELSE :at::timestamptz END, :movementId, :at)`,
    { ...row, movementId: row.movementId, actor: work.actor.userId, at: work.at },
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
