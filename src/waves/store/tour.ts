import { maybe } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { OpenTask } from './task.ts';
import type { Slot } from './tote.ts';

export interface TourRow {
  state: string;
  pickerId: string | null;
  /** Until when the claim holds, in ms since 1970. */
  leaseUntil: number | null;
  slots: Slot[];
  /** The next in walking order; what was skipped comes last. Null: nothing is left to fetch. */
  task: OpenTask | null;
  /** The bin after that task's. */
  nextBin: string | null;
  open: number;
  total: number;
}

/** All that a picker's screen shows of a cart, in one round trip: it is read with every scan of the floor. */
export function tourRow(tx: Tx, siteId: string, batchId: string): Promise<TourRow | undefined> {
  return maybe(
    tx,
    `WITH task AS MATERIALIZED (
       SELECT task_id, slot, seq, skips, state, picked, bin_code FROM pick_task
        WHERE site_id = :siteId::uuid AND batch_id = :batchId::uuid
     ), next AS MATERIALIZED (
       SELECT task_id, bin_code FROM task WHERE state = 'ready' ORDER BY skips, seq, task_id LIMIT 1
     ), of_slot AS (
       SELECT slot, count(*) FILTER (WHERE state = 'ready')::int AS open, bool_or(picked > 0) AS loaded
         FROM task GROUP BY slot
     )
     SELECT b.state, b.picker_id AS "pickerId", extract(epoch FROM b.lease_until)::float8 * 1000 AS "leaseUntil",
            (SELECT count(*) FILTER (WHERE state = 'ready')::int FROM task) AS open,
            (SELECT count(*)::int FROM task) AS total,
            (SELECT coalesce(jsonb_agg(jsonb_build_object(
                      'slot', s.slot, 'sellerId', s.seller_id, 'orderId', s.order_id, 'toteCode', s.tote_code,
                      'open', coalesce(o.open, 0), 'loaded', coalesce(o.loaded, false)) ORDER BY s.slot), '[]')
               FROM batch_slot s LEFT JOIN of_slot o ON o.slot = s.slot
              WHERE s.site_id = b.site_id AND s.batch_id = b.batch_id) AS slots,
            (SELECT jsonb_build_object(
                      'taskId', t.task_id, 'waveId', t.wave_id, 'batchId', t.batch_id, 'slot', t.slot, 'seq', t.seq,
                      'skips', t.skips, 'sellerId', t.seller_id, 'orderId', t.order_id, 'lineNo', t.line_no,
                      'promiseId', t.promise_id, 'itemId', t.item_id, 'binCode', t.bin_code, 'lot', t.lot,
                      'serial', t.serial, 'quantity', t.quantity, 'picked', t.picked, 'state', t.state,
                      'toteCode', s.tote_code, 'itemCode', i.code, 'itemName', i.name)
               FROM next
               JOIN pick_task t ON t.site_id = b.site_id AND t.task_id = next.task_id
               JOIN batch_slot s ON s.site_id = t.site_id AND s.batch_id = t.batch_id AND s.slot = t.slot
               JOIN item i ON i.seller_id = t.seller_id AND i.item_id = t.item_id) AS task,
            (SELECT t.bin_code FROM task t, next WHERE t.state = 'ready' AND t.bin_code <> next.bin_code
              ORDER BY t.skips, t.seq, t.task_id LIMIT 1) AS "nextBin"
       FROM batch b WHERE b.site_id = :siteId::uuid AND b.batch_id = :batchId::uuid`,
    { siteId, batchId },
  );
}
