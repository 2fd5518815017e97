import { arraysOf, change, rows, send } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

export type TaskState = 'ready' | 'picked' | 'short' | 'broken' | 'cancelled';

export interface Task {
  taskId: string;
  waveId: string;
  batchId: string | null;
  slot: number | null;
  seq: number;
  skips: number;
  sellerId: string;
  orderId: string;
  lineNo: number;
  promiseId: string;
  itemId: string;
  binCode: string;
  lot: string;
  serial: string;
  quantity: number;
  picked: number;
  state: TaskState;
}

const TASK = `t.task_id AS "taskId", t.wave_id AS "waveId", t.batch_id AS "batchId", t.slot, t.seq, t.skips,
  t.seller_id AS "sellerId", t.order_id AS "orderId", t.line_no AS "lineNo", t.promise_id AS "promiseId",
  t.item_id AS "itemId", t.bin_code AS "binCode", t.lot, t.serial, t.quantity, t.picked, t.state`;

/**
 * Tasks of a wave, each written from the allocation that it is to fetch; with a batch they go to its end, each to the slot
 * of its order.
 */
export async function insertTasks(
  work: Work,
  to: { siteId: string; waveId: string; batchId: string | null },
  allocations: { allocationId: string }[],
): Promise<void> {
  if (allocations.length === 0) return;
  const laid = await change(
    work.tx,
    `INSERT INTO pick_task (site_id, task_id, wave_id, batch_id, slot, seq, seller_id, order_id, line_no, promise_id, item_id,
                            bin_code, lot, serial, quantity, at)
     SELECT a.site_id, a.allocation_id, w.wave_id, s.batch_id, s.slot, 99999 + n.no, a.seller_id, a.order_id, a.line_no,
            a.promise_id, a.item_id, substr(a.place, 5), a.lot, a.serial, a.quantity, :at::timestamptz
       FROM unnest(:allocationId::uuid[]) WITH ORDINALITY AS n(allocation_id, no)
       JOIN allocation a ON a.site_id = :siteId::uuid AND a.allocation_id = n.allocation_id
       JOIN wave w ON w.site_id = :siteId::uuid AND w.wave_id = :waveId::uuid
       LEFT JOIN batch_slot s ON s.site_id = :siteId::uuid AND s.batch_id = :batchId::uuid AND s.order_id = a.order_id`,
    { ...to, at: work.at, ...arraysOf(allocations, ['allocationId']) },
  );
  if (laid !== allocations.length) throw new Error(`${laid} tasks for ${allocations.length} allocations`);
}

/** Tasks of waves whose planner died between allocating and batching move to a new wave; those waves are given up. */
export async function takeOverLoose(work: Work, siteId: string, waveId: string, before: Date): Promise<void> {
  await change(
    work.tx,
    `WITH dead AS (
       UPDATE wave SET state = 'cancelled', ended_at = :at::timestamptz
        WHERE site_id = :siteId::uuid AND state = 'planned' AND wave_id <> :waveId::uuid AND planned_at < :before::timestamptz
       RETURNING wave_id
     ), loose AS (
       SELECT t.task_id FROM pick_task t JOIN wave w USING (site_id, wave_id)
        WHERE t.site_id = :siteId::uuid AND t.batch_id IS NULL AND t.state = 'ready'
          AND (w.state IN ('released','done','cancelled') OR w.wave_id IN (SELECT wave_id FROM dead))
        ORDER BY t.task_id FOR UPDATE OF t SKIP LOCKED
     )
     UPDATE pick_task t SET wave_id = w.wave_id FROM loose, wave w
      WHERE t.site_id = :siteId::uuid AND t.task_id = loose.task_id
        AND w.site_id = :siteId::uuid AND w.wave_id = :waveId::uuid`,
    { siteId, waveId, before, at: work.at },
  );
}

export function tasksToBatch(tx: Tx, siteId: string, waveId: string): Promise<Task[]> {
  return rows(
    tx,
    `SELECT ${TASK} FROM pick_task t
      WHERE t.site_id = :siteId::uuid AND t.wave_id = :waveId::uuid AND t.batch_id IS NULL AND t.state = 'ready'
      ORDER BY t.order_id, t.task_id`,
    { siteId, waveId },
  );
}

export async function lockTask(tx: Tx, siteId: string, taskId: string): Promise<Task | undefined> {
  const [task] = await lockTasks(tx, siteId, [taskId]);
  return task;
}

/** A task and all others of its order, locked in key order: what ends one of them may find that all have ended. */
export function lockTasksBeside(tx: Tx, siteId: string, taskId: string): Promise<Task[]> {
  return rows(
    tx,
    `SELECT ${TASK} FROM pick_task t
      WHERE t.site_id = :siteId::uuid
        AND t.order_id = (SELECT order_id FROM pick_task WHERE site_id = :siteId::uuid AND task_id = :taskId::uuid)
      ORDER BY t.task_id FOR UPDATE`,
    { siteId, taskId },
  );
}

/** Tasks of one site, locked in key order. */
export function lockTasks(tx: Tx, siteId: string, taskIds: string[]): Promise<Task[]> {
  return rows(
    tx,
    `SELECT ${TASK} FROM pick_task t WHERE t.site_id = :siteId::uuid AND t.task_id = ANY(:taskIds::uuid[])
      ORDER BY t.task_id FOR UPDATE`,
    { siteId, taskIds },
  );
}

/** The caller holds the tasks and knows that they have as much left. */
export function addPicked(work: Work, siteId: string, picked: { taskId: string; quantity: number }[]): void {
  if (picked.length === 0) return;
  send(
    work.tx,
    `UPDATE pick_task t SET picked = t.picked + p.quantity,
            state = CASE WHEN t.picked + p.quantity = t.quantity THEN 'picked' ELSE t.state END
       FROM (SELECT id, sum(n)::int AS quantity FROM unnest(:ids::uuid[], :quantities::int[]) AS u(id, n) GROUP BY id) p
      WHERE t.site_id = :siteId::uuid AND t.task_id = p.id`,
    { siteId, ids: picked.map(({ taskId }) => taskId), quantities: picked.map(({ quantity }) => quantity) },
  );
}

export async function skipTask(work: Work, siteId: string, taskId: string): Promise<boolean> {
  const skipped = await change(
    work.tx,
    `UPDATE pick_task t SET skips = 1 + (SELECT max(skips) FROM pick_task o
                                         WHERE o.site_id = t.site_id AND o.batch_id = t.batch_id)
      WHERE site_id = :siteId::uuid AND task_id = :taskId::uuid AND state = 'ready'`,
    { siteId, taskId },
  );
  return skipped === 1;
}

export async function markShort(
  work: Work,
  siteId: string,
  task: { taskId: string; short: number; reason: string; countId: string },
): Promise<void> {
  await change(
    work.tx,
    `UPDATE pick_task SET state = 'short', short = :short, short_reason = :reason, count_id = :countId::uuid
      WHERE site_id = :siteId::uuid AND task_id = :taskId::uuid AND state = 'ready'`,
    { siteId, ...task },
  );
}

/** Ends tasks before they are fetched: cancelled by the order, or broken by a hold on their units. */
export async function endTasks(
  work: Work,
  ended: { siteId: string; taskIds?: string[]; orderId?: string; state: 'cancelled' | 'broken' },
): Promise<void> {
  await change(
    work.tx,
    `WITH ready AS MATERIALIZED (
       SELECT task_id FROM pick_task
        WHERE site_id = :siteId::uuid AND state = 'ready'
          AND (task_id = ANY(:taskIds::uuid[]) OR order_id = :orderId::uuid)
        ORDER BY task_id FOR UPDATE
     )
     UPDATE pick_task t SET state = :state FROM ready WHERE t.site_id = :siteId::uuid AND t.task_id = ready.task_id`,
    { siteId: ended.siteId, taskIds: ended.taskIds ?? [], orderId: ended.orderId, state: ended.state },
  );
}
