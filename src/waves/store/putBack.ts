import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

export interface PutBackTask {
  putBackId: string;
  sellerId: string;
  orderId: string;
  itemId: string;
  lot: string;
  serial: string;
  toteCode: string;
  quantity: number;
  put: number;
}

const TASK = `put_back_id AS "putBackId", seller_id AS "sellerId", order_id AS "orderId", item_id AS "itemId", lot, serial,
  tote_code AS "toteCode", quantity, put`;

/** What lies in an order's totes is to go back to the shelves; asked twice it is asked once. */
export async function insertPutBacks(
  work: Work,
  siteId: string,
  cause: string,
  tasks: Omit<PutBackTask, 'put'>[],
): Promise<void> {
  if (tasks.length === 0) return;
  await change(
    work.tx,
    `INSERT INTO put_back_task (site_id, put_back_id, seller_id, order_id, item_id, lot, serial, tote_code, quantity, cause, at)
     SELECT :siteId::uuid, t."putBackId", t."sellerId", t."orderId", t."itemId", t.lot, t.serial, t."toteCode", t.quantity,
            :cause, :at::timestamptz
       FROM jsonb_to_recordset(:tasks::jsonb) AS t("putBackId" uuid, "sellerId" uuid, "orderId" uuid, "itemId" uuid, lot text,
            serial text, "toteCode" text, quantity int)
     ON CONFLICT (site_id, order_id, tote_code, item_id, lot, serial) DO NOTHING`,
    { siteId, cause, tasks: JSON.stringify(tasks), at: work.at },
  );
}

export function lockPutBack(tx: Tx, siteId: string, putBackId: string): Promise<PutBackTask | undefined> {
  return maybe(
    tx,
    `SELECT ${TASK} FROM put_back_task
      WHERE site_id = :siteId::uuid AND put_back_id = :putBackId::uuid AND state = 'open' FOR UPDATE`,
    { siteId, putBackId },
  );
}

/** What is still to be put back, of one tote or of all. */
export function openPutBacks(tx: Tx, siteId: string, toteCode: string | undefined): Promise<PutBackTask[]> {
  return rows(
    tx,
    `SELECT ${TASK} FROM put_back_task
      WHERE site_id = :siteId::uuid AND state = 'open' AND (:toteCode::text IS NULL OR tote_code = :toteCode)
      ORDER BY at, put_back_id LIMIT 200`,
    { siteId, toteCode },
  );
}

export async function addPut(work: Work, siteId: string, putBackId: string, quantity: number): Promise<void> {
  await change(
    work.tx,
    `UPDATE put_back_task
        SET put = put + :quantity::int,
            state = CASE WHEN put + :quantity::int = quantity THEN 'done' ELSE state END,
            ended_at = CASE WHEN put + :quantity::int = quantity THEN :at::timestamptz END
      WHERE site_id = :siteId::uuid AND put_back_id = :putBackId::uuid AND state = 'open'`,
    { siteId, putBackId, quantity, at: work.at },
  );
}
