import { change, rows, send } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import { columns, type Line, type Order } from '../rules.ts';
import type { OrderKey } from './hold.ts';

export interface NewOrder extends Omit<Order, 'lines'> {
  cutOffId: string | null;
  addressBy: Date | null;
}

/** Heads of new orders as they stand. A purchase that is known already violates its key: a twin was faster. */
export async function insertOrders(work: Work, orders: NewOrder[]): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO customer_order (seller_id, order_id, site_id, channel, mall, external_id, version, state, paid_at, pay_by,
                                 recipient, address_by, cut_off_id, promise_by, first_promise_by, placed_at)
     SELECT "sellerId", "orderId", "siteId", channel, mall, "externalId", version, state, "paidAt", "payBy",
            recipient, "addressBy", "cutOffId", "promiseBy", "promiseBy", :at::timestamptz
       FROM jsonb_to_recordset(:orders::jsonb) AS o("sellerId" uuid, "orderId" uuid, "siteId" uuid, channel text, mall text,
            "externalId" text, version int, state text, "paidAt" timestamptz, "payBy" timestamptz, recipient int,
            "addressBy" timestamptz, "cutOffId" uuid, "promiseBy" timestamptz)`,
    { orders: JSON.stringify(orders), at: work.at },
  );
}

/** New lines as they stand. The caller holds their orders. */
export function insertLines(work: Work, orders: Order[]): void {
  const lines = orders.flatMap(({ sellerId, orderId, siteId, lines }) =>
    lines.map((line) => ({ ...line, sellerId, orderId, siteId })),
  );
  send(
    work.tx,
    `INSERT INTO order_line (seller_id, order_id, line_no, site_id, item_id, code, promise_id, ordered, ${columns.join(', ')})
     SELECT l."sellerId", l."orderId", l."lineNo", l."siteId", l."itemId", l.code, l."promiseId", l.ordered,
            ${columns.map((column) => `l.${column}`).join(', ')}
       FROM jsonb_to_recordset(:lines::jsonb) AS l("sellerId" uuid, "orderId" uuid, "lineNo" int, "siteId" uuid,
            "itemId" uuid, code text, "promiseId" uuid, ordered int, ${columns.map((column) => `${column} int`).join(', ')})`,
    { lines: JSON.stringify(lines) },
  );
}

/** For an amendment only: the lines of an order whose promise has been given back. */
export async function deleteLines(work: Work, order: Order): Promise<void> {
  await change(work.tx, `DELETE FROM order_line WHERE seller_id = :sellerId::uuid AND order_id = :orderId::uuid`, {
    sellerId: order.sellerId,
    orderId: order.orderId,
  });
}

const SETS = columns.map((column) => `${column} = n.${column}`).join(', ');
const TYPES = columns.map((column) => `${column} int`).join(', ');

/** Writes lines as they now stand. The caller holds their orders. */
export function writeLines(work: Work, lines: (Line & { sellerId: string; orderId: string })[]): void {
  send(
    work.tx,
    `UPDATE order_line l SET ${SETS}, promise_id = n."promiseId", item_id = n."itemId"
       FROM jsonb_to_recordset(:lines::jsonb) AS n("sellerId" uuid, "orderId" uuid, "lineNo" int, "promiseId" uuid,
            "itemId" uuid, ${TYPES})
      WHERE l.seller_id = n."sellerId" AND l.order_id = n."orderId" AND l.line_no = n."lineNo"`,
    { lines: JSON.stringify(lines) },
  );
}

/** Writes the heads of orders as they now stand. */
export function writeOrders(work: Work, orders: (Omit<Order, 'lines'> & { lines: undefined; ended: boolean })[]): void {
  send(
    work.tx,
    `UPDATE customer_order o
        SET state = n.state, version = n.version, paid_at = n."paidAt", recipient = n.recipient,
            promise_by = n."promiseBy", paused = n.paused, cancel_asked_at = n."cancelAskedAt",
            cancel_cause = n."cancelCause",
            ended_at = CASE WHEN n.ended THEN coalesce(o.ended_at, :at::timestamptz) END
       FROM jsonb_to_recordset(:orders::jsonb) AS n("sellerId" uuid, "orderId" uuid, state text, version int,
            "paidAt" timestamptz, recipient int, "promiseBy" timestamptz, paused text, "cancelAskedAt" timestamptz,
            "cancelCause" text, ended boolean)
      WHERE o.seller_id = n."sellerId" AND o.order_id = n."orderId"`,
    { orders: JSON.stringify(orders), at: work.at },
  );
}

export interface NewEvent {
  sellerId: string;
  /** Where it is not who works. */
  actorId?: string;
  orderId: string;
  kind: string;
  cause?: string | undefined;
}

/** Appends to the logs of orders, in the order given. The caller holds the orders. */
export function addEvents(work: Work, events: NewEvent[]): void {
  if (events.length === 0) return;
  send(
    work.tx,
    `INSERT INTO order_event (seller_id, order_id, no, kind, cause, at, actor_id)
     SELECT e."sellerId", e."orderId",
            coalesce((SELECT max(no) FROM order_event x WHERE x.seller_id = e."sellerId" AND x.order_id = e."orderId"), 0)
              + row_number() OVER (PARTITION BY e."orderId" ORDER BY e.at_no),
            e.kind, e.cause, :at::timestamptz, coalesce(e."actorId", :actor::uuid)
       FROM jsonb_to_recordset(:events::jsonb)
         AS e("sellerId" uuid, "orderId" uuid, kind text, cause text, "actorId" uuid, at_no int)`,
    {
      events: JSON.stringify(events.map((event, at_no) => ({ ...event, at_no }))),
      at: work.at,
      actor: work.actor.userId,
    },
  );
}

/** The newest entry in the log of each order. */
export function lastEvents(tx: Tx, orders: OrderKey[]): Promise<(OrderKey & { kind: string; cause: string | null })[]> {
  return rows(
    tx,
    `SELECT DISTINCT ON (e.seller_id, e.order_id)
            e.seller_id AS "sellerId", e.order_id AS "orderId", e.kind, e.cause
       FROM order_event e
       JOIN jsonb_to_recordset(:orders::jsonb) AS o("sellerId" uuid, "orderId" uuid)
         ON o."sellerId" = e.seller_id AND o."orderId" = e.order_id
      ORDER BY e.seller_id, e.order_id, e.no DESC`,
    { orders: JSON.stringify(orders.map(({ sellerId, orderId }) => ({ sellerId, orderId }))) },
  );
}
