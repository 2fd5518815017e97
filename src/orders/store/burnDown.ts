import { rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { OrderState } from '../rules.ts';

/** How many of an order's dues a floor looks at. */
const DUES = 6;
const COLUMNS = 'seller_id, order_id, promise_by, cut_off_id, state, placed_at';
/** An order without a promise it could keep does not burn down: it waits for a person. */
const OPEN = `customer_order WHERE site_id = :siteId::uuid AND ended_at IS NULL AND paid_at IS NOT NULL`;
/** Of the next dues all that is open, and what has reached its door: the whole of a due stays the same as it is served. */
const ORDERS = `(
    SELECT ${COLUMNS} FROM ${OPEN} AND promise_by IN (SELECT promise_by FROM due)
    UNION ALL
    SELECT ${COLUMNS} FROM customer_order WHERE site_id = :siteId::uuid AND ended_at IS NOT NULL
       AND state IN ('delivered','closed') AND promise_by IN (SELECT promise_by FROM due)) o`;
const NEXT = `WITH due AS MATERIALIZED (SELECT DISTINCT promise_by FROM ${OPEN} ORDER BY promise_by LIMIT ${DUES})`;

export interface DueRow {
  promiseBy: Date;
  cutOffId: string | null;
  state: OrderState;
  orders: number;
  units: number;
}

/** Orders of the next dues by state. */
export function openByDue(tx: Tx, siteId: string): Promise<DueRow[]> {
  return rows(
    tx,
    `${NEXT}
     SELECT o.promise_by AS "promiseBy", o.cut_off_id AS "cutOffId", o.state, count(*)::int AS orders,
            sum((SELECT sum(l.ordered - l.cancelled) FROM order_line l
                  WHERE l.seller_id = o.seller_id AND l.order_id = o.order_id))::bigint AS units
       FROM ${ORDERS}
      GROUP BY o.promise_by, o.cut_off_id, o.state ORDER BY o.promise_by, o.state`,
    { siteId },
  );
}

export interface TurnRow {
  promiseBy: Date;
  at: Date;
  /** More orders, or fewer, that are still to be packed. */
  change: number;
}

/** When the orders of the next dues came, and when they were packed, by steps of five minutes. */
export function turnsByDue(tx: Tx, siteId: string): Promise<TurnRow[]> {
  return rows(
    tx,
    `${NEXT}, whole AS (SELECT o.* FROM ${ORDERS}),
          turn AS (
            SELECT promise_by, placed_at AS at, 1 AS change FROM whole
            UNION ALL
            SELECT d.promise_by, min(e.at), -1 FROM whole d JOIN order_event e USING (seller_id, order_id)
             WHERE e.kind IN ('packed','shipped') GROUP BY d.seller_id, d.order_id, d.promise_by)
     SELECT promise_by AS "promiseBy", date_bin('5 minutes', at, 'epoch') AS at, sum(change)::int AS change
       FROM turn GROUP BY 1, 2 ORDER BY 1, 2`,
    { siteId },
  );
}

export function packedSince(tx: Tx, siteId: string, since: Date): Promise<{ promiseBy: Date; orders: number }[]> {
  return rows(
    tx,
    `${NEXT}
     SELECT o.promise_by AS "promiseBy", count(*)::int AS orders
       FROM ${ORDERS} WHERE EXISTS (
         SELECT 1 FROM order_event e WHERE e.seller_id = o.seller_id AND e.order_id = o.order_id AND e.kind = 'packed'
            AND e.at > :since)
      GROUP BY 1`,
    { siteId, since },
  );
}

export interface Backlog {
  promiseBy: Date;
  /** Paid orders that are still to be picked, packed, loaded; and of these last the ones that our vehicles drive. */
  toPick: number;
  toPack: number;
  toLoad: number;
  ours: number;
}

const TO_PICK = `o.state IN ('promised','awaiting_address','shortfall','released','allocated','picking')`;

/** What the floor has before it, by when it has to be at its doors. */
export function backlogOf(tx: Tx, siteId: string): Promise<Backlog[]> {
  return rows(
    tx,
    `SELECT o.promise_by AS "promiseBy", count(*) FILTER (WHERE ${TO_PICK})::int AS "toPick",
            count(*) FILTER (WHERE ${TO_PICK} OR o.state = 'picked')::int AS "toPack",
            count(*) FILTER (WHERE ${TO_PICK} OR o.state IN ('picked','packed'))::int AS "toLoad",
            count(*) FILTER (WHERE (${TO_PICK} OR o.state IN ('picked','packed')) AND o.carrier IS NULL)::int AS ours
       FROM customer_order o
      WHERE o.site_id = :siteId::uuid AND o.ended_at IS NULL AND o.paid_at IS NOT NULL
      GROUP BY 1 ORDER BY 1`,
    { siteId },
  );
}
