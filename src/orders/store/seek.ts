import { byCodePart, partParams, type PartAsked, type Ranked } from '../../platform/codePart.ts';
import { rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { OrderState } from '../rules.ts';
import type { OrderKey } from './hold.ts';

export interface Wanted {
  siteId: string | null;
  itemId: string | null;
  /** Those that come later than this order alone. */
  after: { promiseBy: string; orderId: string } | null;
}

/** `promiseBy`: to the microsecond, as it was written. */
export type WantingOrder = OrderKey & { promiseBy: string };

/**
 * Paid orders that still lack units of an item (of any where null) and for each of which there is all it lacks, soonest
 * promised first; those held are skipped. Who waits for what nobody brings keeps nobody else waiting.
 */
export function wantingOrders(tx: Tx, { siteId, itemId, after }: Wanted, limit: number): Promise<WantingOrder[]> {
  return rows(
    tx,
    `SELECT o.seller_id AS "sellerId", o.order_id AS "orderId", o.promise_by::text AS "promiseBy" FROM customer_order o
      WHERE o.ended_at IS NULL AND o.paid_at IS NOT NULL AND o.cancel_asked_at IS NULL
        AND (o.seller_id, o.order_id) IN (
          SELECT l.seller_id, l.order_id FROM order_line l
           WHERE (l.waiting > 0 OR l.back_ordered > 0) AND l.item_id IS NOT NULL
             AND (:siteId::uuid IS NULL OR l.site_id = :siteId::uuid)
             AND (:itemId::uuid IS NULL OR l.item_id = :itemId::uuid))
        AND (:itemId::uuid IS NULL OR EXISTS (
          SELECT 1 FROM item_stock s WHERE s.item_id = :itemId::uuid
             AND (:siteId::uuid IS NULL OR s.site_id = :siteId::uuid) AND s.on_hand - s.held - s.promised - s.allocated > 0))
        AND NOT EXISTS (
          SELECT 1 FROM order_line l LEFT JOIN item_stock s ON s.site_id = l.site_id AND s.item_id = l.item_id
           WHERE l.seller_id = o.seller_id AND l.order_id = o.order_id AND (l.waiting > 0 OR l.back_ordered > 0)
             AND l.item_id IS NOT NULL
           GROUP BY l.site_id, l.item_id
          HAVING sum(l.waiting + l.back_ordered) > coalesce(max(s.on_hand - s.held - s.promised - s.allocated), 0))
        AND (:afterId::uuid IS NULL OR (o.promise_by, o.order_id) > (:promiseBy::timestamptz, :afterId::uuid))
      ORDER BY o.promise_by, o.order_id LIMIT :limit FOR UPDATE SKIP LOCKED`,
    { siteId, itemId, limit, promiseBy: after?.promiseBy, afterId: after?.orderId },
  );
}

/** Orders whose payment or address has not come in time. */
export function overdueOrders(tx: Tx, at: Date, limit: number): Promise<OrderKey[]> {
  return rows(
    tx,
    `SELECT seller_id AS "sellerId", order_id AS "orderId" FROM customer_order
      WHERE ended_at IS NULL
        AND ((state IN ('accepted','unmapped') AND paid_at IS NULL AND pay_by <= :at::timestamptz)
          OR (state = 'awaiting_address' AND recipient IS NULL AND address_by <= :at::timestamptz))
      ORDER BY seller_id, order_id LIMIT :limit FOR UPDATE SKIP LOCKED`,
    { at, limit },
  );
}

/** Orders whose promise has passed while they are still under way, and whose log does not say so yet. */
export function lateOrders(tx: Tx, at: Date, limit: number): Promise<OrderKey[]> {
  return rows(
    tx,
    `SELECT seller_id AS "sellerId", order_id AS "orderId" FROM customer_order o
      WHERE promise_by < :at::timestamptz AND ended_at IS NULL AND paid_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM order_event e
                         WHERE e.seller_id = o.seller_id AND e.order_id = o.order_id AND e.kind = 'late')
      ORDER BY promise_by, order_id LIMIT :limit`,
    { at, limit },
  );
}

export interface OrderFound extends Ranked {
  sellerId: string;
  orderId: string;
  externalId: string;
  state: OrderState;
  placedAt: Date;
}

const BY_PART = byCodePart({
  table: 'customer_order',
  column: 'external_id',
  columns: `t.seller_id AS "sellerId", t.order_id AS "orderId", t.external_id AS "externalId", t.state, t.placed_at AS "placedAt"`,
  where: 't.site_id = :siteId::uuid',
  latestBy: 'order_id',
});

/** Orders by a part of the number that the shop gave them: the nearest to it, then the latest first. */
export function ordersByPart(tx: Tx, asked: PartAsked): Promise<OrderFound[]> {
  return rows(tx, `${BY_PART} ORDER BY rank, "orderId" DESC LIMIT :limit`, partParams(asked));
}
