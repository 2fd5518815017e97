import { newId } from '../../platform/ids.ts';
import { change, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { Parcel } from './parcel.ts';

/** Flags the parcels of a cancelled order that are still in the house or on the road; answers them. */
export function flagCancelled(
  tx: Tx,
  orderId: string,
): Promise<Pick<Parcel, 'siteId' | 'parcelId' | 'sellerId' | 'state'>[]> {
  return rows(
    tx,
    `UPDATE parcel SET cancel_asked = true
      WHERE order_id = :orderId AND NOT cancel_asked
        AND state IN ('open','verified','weighed','labelled','closed','loaded','out','failed')
      RETURNING site_id AS "siteId", parcel_id AS "parcelId", seller_id AS "sellerId", state`,
    { orderId },
  );
}

export async function addOpenTask(work: Work, siteId: string, parcelId: string, reason: string): Promise<number> {
  return change(
    work.tx,
    `INSERT INTO open_parcel_task (site_id, task_id, parcel_id, reason, state, at)
     VALUES (:siteId, :taskId, :parcelId, :reason, 'ready', :at)
     ON CONFLICT (site_id, parcel_id) WHERE state = 'ready' DO NOTHING`,
    { siteId, taskId: newId(), parcelId, reason, at: work.at },
  );
}

export async function finishOpenTask(work: Work, siteId: string, parcelId: string): Promise<void> {
  await change(
    work.tx,
    `UPDATE open_parcel_task SET state = 'done', done_by = :actor, done_at = :at
      WHERE site_id = :siteId AND parcel_id = :parcelId AND state = 'ready'`,
    { siteId, parcelId, actor: work.actor.userId, at: work.at },
  );
}

export interface OpenTask {
  taskId: string;
  parcelId: string;
  sscc: string;
  reason: string;
  at: Date;
}

export function readyOpenTasks(tx: Tx, siteId: string): Promise<OpenTask[]> {
  return rows(
    tx,
    `SELECT t.task_id AS "taskId", t.parcel_id AS "parcelId", p.sscc, t.reason, t.at
       FROM open_parcel_task t JOIN parcel p ON p.site_id = t.site_id AND p.parcel_id = t.parcel_id
      WHERE t.site_id = :siteId AND t.state = 'ready' ORDER BY t.at, t.task_id LIMIT 200`,
    { siteId },
  );
}
