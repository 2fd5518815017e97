import { arraysOf, change, maybe, one, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { Condition } from '../place.ts';

export type AdjustmentState = 'waiting' | 'posted' | 'refused' | 'superseded' | 'withdrawn';

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
  state: AdjustmentState;
  askedBy: string;
  at: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  /** Of a count: units that it did not find, held where they are booked while it waits, and of which serials. */
  held: number;
  heldSerials: string[];
}

export interface AdjustmentShown extends AdjustmentRow {
  /** Of one that waits to write off: units of the kind that lie there by now. */
  there: number | null;
}

export async function insertAdjustment(
  work: Work,
  row: Omit<AdjustmentRow, 'askedBy' | 'at' | 'decidedBy' | 'decidedAt' | 'held' | 'heldSerials'> & {
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
  decided_at AS "decidedAt", held, held_serials AS "heldSerials"`;

export function lockAdjustment(tx: Tx, adjustmentId: string): Promise<AdjustmentRow | undefined> {
  return maybe(tx, `SELECT ${ADJUSTMENT_ROW} FROM adjustment WHERE adjustment_id = :adjustmentId::uuid FOR UPDATE`, {
    adjustmentId,
  });
}

const THERE = `(
  SELECT coalesce(sum(b.quantity), 0)::int FROM balance b
   WHERE b.site_id = a.site_id AND b.place = a.place AND b.item_id = a.item_id AND b.lot = a.lot
     AND (a.serial = '' AND a.seen_at IS NOT NULL OR b.serial = a.serial)
     AND (a.condition IS NULL OR b.condition = a.condition))`;

/** Those that wait, the oldest first, or those that were posted or refused, the latest first. */
export function adjustmentsAt(
  tx: Tx,
  siteId: string,
  { state, limit }: { state: AdjustmentRow['state']; limit: number },
): Promise<AdjustmentShown[]> {
  const order = state === 'waiting' ? 'at, adjustment_id' : 'at DESC, adjustment_id DESC';
  return rows(
    tx,
    `SELECT ${ADJUSTMENT_ROW}, CASE WHEN state = 'waiting' AND quantity < 0 THEN ${THERE} END AS there
       FROM adjustment a WHERE site_id = :siteId::uuid AND state = :state ORDER BY ${order} LIMIT :limit`,
    { siteId, state, limit },
  );
}

export async function decideAdjustment(
  work: Work,
  row: AdjustmentRow,
  state: 'posted' | 'refused' | 'withdrawn',
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

/**
 * Units of an item that who acts has written off at a site since its day began, without a second person. Whoever writes off more of
 * them holds the sum of the item, so that of two at once the later sees the earlier.
 */
export async function writtenOffAlone(work: Work, { siteId, itemId }: { siteId: string; itemId: string }) {
  const found = await one<{ units: number }>(
    work.tx,
    `SELECT coalesce(sum(-a.quantity), 0)::int AS units
       FROM adjustment a JOIN site s ON s.site_id = a.site_id
      WHERE a.site_id = :siteId::uuid AND a.item_id = :itemId::uuid AND a.asked_by = :by::uuid AND a.decided_by = :by::uuid
        AND a.state = 'posted' AND a.quantity < 0
        AND a.at >= date_trunc('day', :at::timestamptz AT TIME ZONE s.time_zone) AT TIME ZONE s.time_zone`,
    { siteId, itemId, by: work.actor.userId, at: work.at },
  );
  return found.units;
}

/** Units that a count did not find are held for it. The caller holds their balances. */
export async function noteUnseen(
  work: Work,
  { siteId, adjustmentId }: { siteId: string; adjustmentId: string },
  { held, serials }: { held: number; serials: string[] },
): Promise<void> {
  await change(
    work.tx,
    `UPDATE adjustment SET held = :held, held_serials = :serials::text[]
      WHERE site_id = :siteId::uuid AND adjustment_id = :adjustmentId::uuid AND state = 'waiting'`,
    { siteId, adjustmentId, held, serials },
  );
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

/** The count that waits and has units held at a place, if there is one. */
export function unseenAt(
  tx: Tx,
  siteId: string,
  key: CountedKey,
): Promise<Pick<AdjustmentRow, 'adjustmentId' | 'held' | 'heldSerials'> | undefined> {
  return maybe(
    tx,
    `SELECT adjustment_id AS "adjustmentId", held, held_serials AS "heldSerials" FROM adjustment
      WHERE ${WAITING_COUNTS} AND held > 0`,
    { siteId, ...arraysOf([key], ['place', 'itemId', 'lot']) },
  );
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
