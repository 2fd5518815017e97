import { hasCodePart, partParams, rankOfCode, type PartAsked, type Ranked } from '../../platform/codePart.ts';
import { change, maybe, rows, send } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

export type BatchState = 'ready' | 'claimed' | 'delivered' | 'cancelled';

export interface Batch {
  siteId: string;
  batchId: string;
  waveId: string;
  state: BatchState;
  dueBy: Date | null;
  slots: number;
  walk_mm: number;
  cartCode: string | null;
  pickerId: string | null;
  leaseUntil: Date | null;
  laneCode: string | null;
}

const BATCH = `b.site_id AS "siteId", b.batch_id AS "batchId", b.wave_id AS "waveId", b.state, b.due_by AS "dueBy", b.slots,
  b.walk_mm, b.cart_code AS "cartCode", b.picker_id AS "pickerId", b.lease_until AS "leaseUntil", b.lane_code AS "laneCode"`;

export interface NewBatch {
  batchId: string;
  dueBy: Date | null;
  slots: number;
  walk_mm: number;
  orders: { slot: number; sellerId: string; orderId: string }[];
  tasks: { taskId: string; slot: number; seq: number }[];
}

/** Carts' work in three statements: batches, their slots, and the tasks in walking order. */
export async function insertBatches(work: Work, siteId: string, waveId: string, batches: NewBatch[]): Promise<void> {
  const given = { siteId, waveId, batches: JSON.stringify(batches) };
  await change(
    work.tx,
    `INSERT INTO batch (site_id, batch_id, wave_id, state, due_by, slots, walk_mm)
     SELECT :siteId::uuid, b."batchId", :waveId::uuid, 'ready', b."dueBy", b.slots, b.walk_mm
       FROM jsonb_to_recordset(:batches::jsonb) AS b("batchId" uuid, "dueBy" timestamptz, slots int, walk_mm bigint)`,
    given,
  );
  await change(
    work.tx,
    `INSERT INTO batch_slot (site_id, batch_id, slot, seller_id, order_id)
     SELECT :siteId::uuid, b."batchId", o.slot, o."sellerId", o."orderId"
       FROM jsonb_to_recordset(:batches::jsonb) AS b("batchId" uuid, orders jsonb),
            jsonb_to_recordset(b.orders) AS o(slot int, "sellerId" uuid, "orderId" uuid)`,
    given,
  );
  await change(
    work.tx,
    `WITH held AS MATERIALIZED (
       SELECT task_id FROM pick_task
        WHERE site_id = :siteId::uuid AND wave_id = :waveId::uuid AND batch_id IS NULL ORDER BY task_id FOR UPDATE
     )
     UPDATE pick_task t SET batch_id = n."batchId", slot = n.slot, seq = n.seq
       FROM held, (SELECT b."batchId", k.* FROM jsonb_to_recordset(:batches::jsonb) AS b("batchId" uuid, tasks jsonb),
                    jsonb_to_recordset(b.tasks) AS k("taskId" uuid, slot int, seq int)) n
      WHERE t.site_id = :siteId::uuid AND t.task_id = n."taskId" AND held.task_id = n."taskId"`,
    given,
  );
}

/** Carts are claimed one after another: two pickers scanning one cart at once must not both get work for it. */
export function lockCart(tx: Tx, siteId: string, cartCode: string): void {
  send(tx, `SELECT pg_advisory_xact_lock(hashtextextended(:lock, 0))`, { lock: `cart ${siteId} ${cartCode}` });
}

/** The batch that a picker has claimed and the one that stands on a cart, in key order: they may be one, two or none. */
export function lockBatchesFor(
  tx: Tx,
  claim: { siteId: string; pickerId: string; cartCode: string },
): Promise<Batch[]> {
  return rows(
    tx,
    `SELECT ${BATCH} FROM batch b
      WHERE b.site_id = :siteId::uuid AND b.state IN ('ready','claimed') AND b.batch_id IN (
        SELECT batch_id FROM batch WHERE site_id = :siteId::uuid AND picker_id = :pickerId::uuid AND state = 'claimed'
         UNION ALL
        SELECT batch_id FROM batch
         WHERE site_id = :siteId::uuid AND cart_code = :cartCode AND state IN ('ready','claimed'))
      ORDER BY b.batch_id FOR UPDATE OF b`,
    claim,
  );
}

/** The next cart's work: what is due first, among that which still has something to fetch. */
export function lockNextBatch(tx: Tx, siteId: string): Promise<Batch | undefined> {
  return maybe(
    tx,
    `SELECT ${BATCH} FROM batch b
      WHERE b.site_id = :siteId::uuid AND b.state = 'ready' AND b.cart_code IS NULL
        AND EXISTS (SELECT 1 FROM pick_task t
                     WHERE t.site_id = b.site_id AND t.batch_id = b.batch_id AND t.state = 'ready')
      ORDER BY b.due_by NULLS LAST, b.batch_id LIMIT 1 FOR UPDATE OF b SKIP LOCKED`,
    { siteId },
  );
}

export function lockBatch(tx: Tx, siteId: string, batchId: string): Promise<Batch | undefined> {
  return maybe(
    tx,
    `SELECT ${BATCH} FROM batch b WHERE b.site_id = :siteId::uuid AND b.batch_id = :batchId::uuid FOR UPDATE`,
    { siteId, batchId },
  );
}

export function batchById(tx: Tx, siteId: string, batchId: string): Promise<Batch | undefined> {
  return maybe(tx, `SELECT ${BATCH} FROM batch b WHERE b.site_id = :siteId::uuid AND b.batch_id = :batchId::uuid`, {
    siteId,
    batchId,
  });
}

export interface HeldSlot extends Pick<Batch, 'state' | 'pickerId'> {
  taskId: string;
  toteCode: string | null;
}

/** Of tasks the claims of their carts, which stay as they are until the commit, with the totes in their slots. */
export function holdSlots(tx: Tx, siteId: string, taskIds: string[]): Promise<HeldSlot[]> {
  return rows(
    tx,
    `SELECT t.task_id AS "taskId", b.state, b.picker_id AS "pickerId", s.tote_code AS "toteCode"
       FROM pick_task t
       JOIN batch b ON b.site_id = t.site_id AND b.batch_id = t.batch_id
       LEFT JOIN batch_slot s ON s.site_id = t.site_id AND s.batch_id = t.batch_id AND s.slot = t.slot
      WHERE t.site_id = :siteId::uuid AND t.task_id = ANY(:taskIds::uuid[])
      ORDER BY b.batch_id FOR SHARE OF b`,
    { siteId, taskIds },
  );
}

export function claimBatch(
  work: Work,
  batch: { siteId: string; batchId: string; cartCode: string; leaseUntil: Date },
): void {
  send(
    work.tx,
    `UPDATE batch SET state = 'claimed', cart_code = :cartCode, picker_id = :picker::uuid, lease_until = :leaseUntil,
            claimed_at = coalesce(claimed_at, :at)
      WHERE site_id = :siteId::uuid AND batch_id = :batchId::uuid AND state IN ('ready','claimed')`,
    { ...batch, picker: work.actor.userId, at: work.at },
  );
}

/** A heartbeat; false where the batch is no longer this picker's. */
export async function renewLease(work: Work, siteId: string, batchId: string, leaseUntil: Date): Promise<boolean> {
  const { userId } = work.actor;
  const renewed = await renewLeases(work.tx, siteId, [{ batchId, pickerId: userId, leaseUntil }]);
  return renewed.length === 1;
}

/** Those batches that are still their pickers' live on. */
export function renewLeases(
  tx: Tx,
  siteId: string,
  held: { batchId: string; pickerId: string; leaseUntil: Date }[],
): Promise<{ batchId: string; pickerId: string }[]> {
  return rows(
    tx,
    `WITH locked AS MATERIALIZED (
       SELECT batch_id FROM batch WHERE site_id = :siteId::uuid AND batch_id = ANY(:batchIds::uuid[])
        ORDER BY batch_id FOR UPDATE
     )
     UPDATE batch b SET lease_until = h.lease_until
       FROM unnest(:batchIds::uuid[], :pickerIds::uuid[], :leases::timestamptz[]) AS h(batch_id, picker_id, lease_until)
       JOIN locked USING (batch_id)
      WHERE b.site_id = :siteId::uuid AND b.batch_id = h.batch_id AND b.state = 'claimed' AND b.picker_id = h.picker_id
     RETURNING b.batch_id AS "batchId", b.picker_id AS "pickerId"`,
    {
      siteId,
      batchIds: held.map(({ batchId }) => batchId),
      pickerIds: held.map(({ pickerId }) => pickerId),
      leases: held.map(({ leaseUntil }) => leaseUntil),
    },
  );
}

/** Claims whose heartbeat has stopped, locked. */
export function lockLapsed(tx: Tx, at: Date, limit: number): Promise<(Batch & { loaded: boolean })[]> {
  return rows(
    tx,
    `SELECT ${BATCH}, EXISTS (SELECT 1 FROM pick_task t WHERE t.site_id = b.site_id AND t.batch_id = b.batch_id
                                 AND t.picked > 0) AS loaded
       FROM batch b WHERE b.state = 'claimed' AND b.lease_until < :at::timestamptz
      ORDER BY b.site_id, b.batch_id LIMIT :limit FOR UPDATE OF b SKIP LOCKED`,
    { at, limit },
  );
}

/** Nobody's again. The cart stays with it where `keepCart`, since units lie in its totes. */
export async function freeBatch(work: Work, siteId: string, batchId: string, keepCart: boolean): Promise<void> {
  await change(
    work.tx,
    `UPDATE batch SET state = 'ready', picker_id = NULL, lease_until = NULL,
            cart_code = CASE WHEN :keepCart::boolean THEN cart_code END
      WHERE site_id = :siteId::uuid AND batch_id = :batchId::uuid AND state = 'claimed'`,
    { siteId, batchId, keepCart },
  );
}

export function deliverBatch(work: Work, siteId: string, batchId: string, laneCode: string): void {
  send(
    work.tx,
    `UPDATE batch SET state = 'delivered', lane_code = :laneCode, picker_id = NULL, lease_until = NULL, ended_at = :at
      WHERE site_id = :siteId::uuid AND batch_id = :batchId::uuid AND state = 'claimed'`,
    { siteId, batchId, laneCode, at: work.at },
  );
}

/** Batches that nobody has begun and that have nothing left to fetch: their orders were cancelled. */
export function cancelEmptyBatches(work: Work, siteId: string, orderId: string): Promise<{ waveId: string }[]> {
  return rows(
    work.tx,
    `UPDATE batch b SET state = 'cancelled', ended_at = :at
      WHERE b.site_id = :siteId::uuid AND b.state = 'ready' AND b.cart_code IS NULL
        AND b.batch_id IN (SELECT s.batch_id FROM batch_slot s
                            WHERE s.site_id = :siteId::uuid AND s.order_id = :orderId::uuid)
        AND NOT EXISTS (SELECT 1 FROM pick_task t
                         WHERE t.site_id = b.site_id AND t.batch_id = b.batch_id AND t.state = 'ready')
     RETURNING b.wave_id AS "waveId"`,
    { siteId, orderId, at: work.at },
  );
}

export interface BatchShown {
  batchId: string;
  state: BatchState;
  cartCode: string | null;
  pickerId: string | null;
  laneCode: string | null;
  walk_mm: number;
  orders: number;
  tasks: number;
  open: number;
}

export function batchesOfWave(tx: Tx, siteId: string, waveId: string): Promise<BatchShown[]> {
  return rows(
    tx,
    `SELECT b.batch_id AS "batchId", b.state, b.cart_code AS "cartCode", b.picker_id AS "pickerId",
            b.lane_code AS "laneCode", b.walk_mm, b.slots AS orders, count(t.task_id)::int AS tasks,
            count(t.task_id) FILTER (WHERE t.state = 'ready')::int AS open
       FROM batch b LEFT JOIN pick_task t ON t.site_id = b.site_id AND t.batch_id = b.batch_id
      WHERE b.site_id = :siteId::uuid AND b.wave_id = :waveId::uuid
      GROUP BY b.site_id, b.batch_id ORDER BY b.batch_id LIMIT 2000`,
    { siteId, waveId },
  );
}

export interface CartFound extends Ranked {
  cartCode: string;
  waveId: string;
  state: BatchState;
  laneCode: string | null;
}

/** Carts on their way, and those at a lane whose totes nobody has emptied yet, by a part of their codes. */
export function cartsByPart(tx: Tx, { part, siteId, limit }: PartAsked): Promise<CartFound[]> {
  return rows(
    tx,
    `SELECT b.cart_code AS "cartCode", b.wave_id AS "waveId", b.state, b.lane_code AS "laneCode",
            ${rankOfCode('b.cart_code')} AS rank
       FROM batch b
      WHERE b.site_id = :siteId::uuid AND ${hasCodePart('b.cart_code')} AND b.batch_id IN (
        SELECT batch_id FROM batch
         WHERE site_id = :siteId::uuid AND state IN ('ready','claimed') AND cart_code IS NOT NULL
         UNION
        SELECT batch_id FROM tote_use WHERE site_id = :siteId::uuid AND ended_at IS NULL)
      ORDER BY rank, b.batch_id DESC LIMIT :limit`,
    partParams({ part, siteId, limit }),
  );
}
