import { maybe } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { OpenTask } from './task.ts';
import type { Slot } from './tote.ts';

export interface TourRow {
  state: string;
  pickerId: string | null;
  slots: Slot[];
  /** In walking order, `limit` of them; what was skipped comes last. */
  tasks: OpenTask[];
  open: number;
  total: number;
}

/** All that a picker's screen shows of a cart, in one round trip: it is read with every scan of the floor. */
export function tourRow(tx: Tx, siteId: string, batchId: string, limit: number): Promise<TourRow | undefined> {
  return maybe(
    tx,
    `WITH task AS MATERIALIZED (
       SELECT * FROM pick_task WHERE site_id = :siteId::uuid AND batch_id = :batchId::uuid
     )
     SELECT b.state, b.picker_id AS "pickerId",
            (SELECT count(*) FILTER (WHERE state = 'ready')::int FROM task) AS open,
            (SELECT count(*)::int FROM task) AS total,
            (SELECT coalesce(jsonb_agg(jsonb_build_object(
                      'slot', s.slot, 'sellerId', s.seller_id, 'orderId', s.order_id, 'toteCode', s.tote_code,
                      'open', (SELECT count(*) FROM task t WHERE t.slot = s.slot AND t.state = 'ready'),
                      'loaded', EXISTS (SELECT 1 FROM task t WHERE t.slot = s.slot AND t.picked > 0)) ORDER BY s.slot), '[]')
               FROM batch_slot s WHERE s.site_id = b.site_id AND s.batch_id = b.batch_id) AS slots,
            (SELECT coalesce(jsonb_agg(next.task ORDER BY next.skips, next.seq, next.task_id), '[]') FROM (
               SELECT t.skips, t.seq, t.task_id, jsonb_build_object(
                        'taskId', t.task_id, 'waveId', t.wave_id, 'batchId', t.batch_id, 'slot', t.slot, 'seq', t.seq,
                        'skips', t.skips, 'sellerId', t.seller_id, 'orderId', t.order_id, 'lineNo', t.line_no,
                        'promiseId', t.promise_id, 'itemId', t.item_id, 'binCode', t.bin_code, 'lot', t.lot,
                        'serial', t.serial, 'quantity', t.quantity, 'picked', t.picked, 'state', t.state,
                        'toteCode', s.tote_code, 'itemCode', i.code, 'itemName', i.name) AS task
                 FROM task t
                 JOIN batch_slot s ON s.site_id = t.site_id AND s.batch_id = t.batch_id AND s.slot = t.slot
                 JOIN item i ON i.seller_id = t.seller_id AND i.item_id = t.item_id
                WHERE t.state = 'ready' ORDER BY t.skips, t.seq, t.task_id LIMIT :limit) next) AS tasks
       FROM batch b WHERE b.site_id = :siteId::uuid AND b.batch_id = :batchId::uuid`,
    { siteId, batchId, limit },
  );
}
