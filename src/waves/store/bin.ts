import { rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';

export interface CountOfBin {
  countId: string;
  itemId: string | null;
  cause: string;
  state: 'open' | 'done' | 'cancelled';
  at: Date;
  actorId: string;
  endedAt: Date | null;
  endedBy: string | null;
}

/** Counts of a bin that wait, and those that were done, the latest first. */
export function countsOfBin(tx: Tx, siteId: string, binCode: string): Promise<CountOfBin[]> {
  return rows(
    tx,
    `SELECT count_id AS "countId", item_id AS "itemId", cause, state, at, actor_id AS "actorId", ended_at AS "endedAt",
            ended_by AS "endedBy"
       FROM count_request WHERE site_id = :siteId::uuid AND bin_code = :binCode
      ORDER BY at DESC, count_id DESC LIMIT 20`,
    { siteId, binCode },
  );
}

export interface PickOfBin {
  taskId: string;
  sellerId: string;
  orderId: string;
  itemId: string;
  lot: string;
  serial: string;
  /** Still to be fetched. */
  quantity: number;
  waveId: string | null;
  cartCode: string | null;
  pickerId: string | null;
}

/** What is still to be picked from a place and for whom, by the carts that it goes onto; what no wave has yet comes last. */
export function picksAt(tx: Tx, siteId: string, place: string): Promise<PickOfBin[]> {
  return rows(
    tx,
    `SELECT a.allocation_id AS "taskId", a.seller_id AS "sellerId", a.order_id AS "orderId", a.item_id AS "itemId", a.lot,
            a.serial, a.quantity - a.picked AS quantity, t.wave_id AS "waveId", b.cart_code AS "cartCode",
            b.picker_id AS "pickerId"
       FROM allocation a
       LEFT JOIN pick_task t ON t.site_id = a.site_id AND t.task_id = a.allocation_id
       LEFT JOIN batch b ON b.site_id = t.site_id AND b.batch_id = t.batch_id
      WHERE a.site_id = :siteId::uuid AND a.place = :place AND a.state = 'active'
      ORDER BY b.cart_code, t.wave_id, a.allocation_id LIMIT 500`,
    { siteId, place },
  );
}
