import { arraysOf, send } from '../../platform/sql.ts';
import type { Work } from '../../platform/work.ts';
import type { Task } from './task.ts';

type NewTask = Pick<
  Task,
  'taskId' | 'sellerId' | 'orderId' | 'lineNo' | 'promiseId' | 'itemId' | 'binCode' | 'lot' | 'serial' | 'quantity'
>;

/** Tasks of a wave; with a batch they go to its end, each to the slot of its order. */
export function layTasks(
  work: Work,
  to: { siteId: string; waveId: string; batchId: string | null },
  tasks: NewTask[],
): void {
  if (tasks.length === 0) return;
  send(
    work.tx,
    `INSERT INTO pick_task (site_id, task_id, seller_id, order_id, line_no, promise_id, item_id, bin_code, lot, serial,
                            quantity, seq, wave_id, at, batch_id, slot)
     SELECT :siteId::uuid, t.task_id, t.seller_id, t.order_id, t.line_no, t.promise_id, t.item_id, t.bin_code, t.lot, t.serial,
            t.quantity, 99999 + t.no, :waveId::uuid, :at::timestamptz, s.batch_id, s.slot
       FROM unnest(:taskId::uuid[], :sellerId::uuid[], :orderId::uuid[], :lineNo::int[], :promiseId::uuid[], :itemId::uuid[],
                   :binCode::text[], :lot::text[], :serial::text[], :quantity::int[]) WITH ORDINALITY
         AS t(task_id, seller_id, order_id, line_no, promise_id, item_id, bin_code, lot, serial, quantity, no)
       LEFT JOIN batch_slot s ON s.site_id = :siteId::uuid AND s.batch_id = :batchId::uuid AND s.order_id = t.order_id`,
    {
      ...to,
      at: work.at,
      ...arraysOf(tasks, [
        'taskId',
        'sellerId',
        'orderId',
        'lineNo',
        'promiseId',
        'itemId',
        'binCode',
        'lot',
        'serial',
        'quantity',
      ]),
    },
  );
}
