import { change } from '../../platform/sql.ts';
import type { Work } from '../../platform/work.ts';

/**
 * Tasks of a wave, each written from the allocation that it is to fetch; with a batch they go to its end, each to the slot
 * of its order.
 */
export async function layTasks(
  work: Work,
  to: { siteId: string; waveId: string; batchId: string | null },
  allocationIds: string[],
): Promise<void> {
  if (allocationIds.length === 0) return;
  const laid = await change(
    work.tx,
    `INSERT INTO pick_task (site_id, task_id, wave_id, batch_id, slot, seq, seller_id, order_id, line_no, promise_id, item_id,
                            bin_code, lot, serial, quantity, at)
     SELECT a.site_id, a.allocation_id, w.wave_id, s.batch_id, s.slot, 99999 + n.no, a.seller_id, a.order_id, a.line_no,
            a.promise_id, a.item_id, substr(a.place, 5), a.lot, a.serial, a.quantity, :at::timestamptz
       FROM unnest(:allocationIds::uuid[]) WITH ORDINALITY AS n(allocation_id, no)
       JOIN allocation a ON a.site_id = :siteId::uuid AND a.allocation_id = n.allocation_id
       JOIN wave w ON w.site_id = :siteId::uuid AND w.wave_id = :waveId::uuid
       LEFT JOIN batch_slot s ON s.site_id = :siteId::uuid AND s.batch_id = :batchId::uuid AND s.order_id = a.order_id`,
    { ...to, allocationIds, at: work.at },
  );
  if (laid !== allocationIds.length) throw new Error(`${laid} tasks for ${allocationIds.length} allocations`);
}
