import { arraysOf, change, rows, send } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import { columns, type Column } from '../columns.shared.ts';
import { endStates, type Line, type Order } from '../rules.ts';
import type { OrderKey } from './hold.ts';

export interface NewOrder extends Omit<Order, 'lines'> {
  cutOffId: string | null;
  addressBy: Date | null;
}

/** Heads of new orders as they stand, in key order. A purchase that is known already violates its key: a twin was faster. */
export async function insertOrders(work: Work, orders: NewOrder[]): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO customer_order (seller_id, order_id, site_id, channel, mall, external_id, version, state, paid_at, pay_by,
                                 recipient, address_by, cut_off_id, promise_by, first_promise_by, zone_id, carrier,
                                 paused, contents, placed_at)
     SELECT "sellerId", "orderId", "siteId", channel, mall, "externalId", version, state, "paidAt", "payBy",
            recipient, "addressBy", "cutOffId", "promiseBy", "promiseBy", "zoneId", carrier, paused, contents,
            :at::timestamptz
       FROM jsonb_to_recordset(:orders::jsonb) AS o("sellerId" uuid, "orderId" uuid, "siteId" uuid, channel text, mall text,
            "externalId" text, version int, state text, "paidAt" timestamptz, "payBy" timestamptz, recipient int,
            "addressBy" timestamptz, "cutOffId" uuid, "promiseBy" timestamptz, "zoneId" uuid, carrier text, paused text,
            contents jsonb)
      ORDER BY "sellerId", channel, mall, "externalId"`,
    { orders: JSON.stringify(orders), at: work.at },
  );
}

/** A newer version and what it was sent with, in one statement. The caller holds the order. @returns none for an older one */
export function writeVersion(work: Work, { sellerId, orderId, version, contents }: Order): Promise<number> {
  return change(
    work.tx,
    `UPDATE customer_order SET version = :version::int, contents = :contents::jsonb
      WHERE seller_id = :sellerId::uuid AND order_id = :orderId::uuid AND version < :version::int`,
    { sellerId, orderId, version, contents: JSON.stringify(contents) },
  );
}

/** The caller holds the order. */
export async function writeZone(work: Work, { sellerId, orderId, zoneId, carrier }: Order): Promise<void> {
  await change(
    work.tx,
    `UPDATE customer_order SET zone_id = :zoneId::uuid, carrier = :carrier
      WHERE seller_id = :sellerId::uuid AND order_id = :orderId::uuid`,
    { sellerId, orderId, zoneId, carrier },
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

/** Of a line that got its item or another promise, all that may have changed. */
const CHANGED = ['promiseId', 'itemId', ...columns] as const;
const UUIDS: Partial<Record<(typeof CHANGED)[number], string>> = { promiseId: 'promise_id', itemId: 'item_id' };

/** Writes lines as they now stand, or only those of their columns. The caller holds their orders. */
export function writeLines(work: Work, touched: { order: OrderKey; line: Line }[], moved?: readonly Column[]): void {
  const changed = CHANGED.filter((name) => moved?.includes(name as Column) ?? true);
  const names = changed.map((name) => UUIDS[name] ?? name);
  send(
    work.tx,
    `UPDATE order_line l SET ${names.map((name) => `${name} = n.${name}`).join(', ')}
       FROM unnest(:sellerId::uuid[], :orderId::uuid[], :lineNo::int[],
                   ${changed.map((name) => `:${name}::${name in UUIDS ? 'uuid' : 'int'}[]`).join(', ')})
         AS n(seller_id, order_id, line_no, ${names.join(', ')})
      WHERE l.seller_id = n.seller_id AND l.order_id = n.order_id AND l.line_no = n.line_no`,
    {
      ...arraysOf(
        touched.map(({ order }) => order),
        ['sellerId', 'orderId'],
      ),
      ...arraysOf(
        touched.map(({ line }) => line),
        ['lineNo', ...changed],
      ),
    },
  );
}

const HEAD = [
  'sellerId',
  'orderId',
  'state',
  'version',
  'paidAt',
  'recipient',
  'promiseBy',
  'paused',
  'cancelAskedAt',
  'cancelCause',
] as const;

/** Writes the heads of orders as they now stand. */
export function writeOrders(work: Work, orders: Order[]): void {
  send(
    work.tx,
    `UPDATE customer_order o
        SET state = n.state, version = n.version, paid_at = n.paid_at, recipient = n.recipient, promise_by = n.promise_by,
            paused = n.paused, cancel_asked_at = n.cancel_asked_at, cancel_cause = n.cancel_cause,
            ended_at = CASE WHEN n.state = ANY(:endStates::text[]) THEN coalesce(o.ended_at, :at::timestamptz) END
       FROM unnest(:sellerId::uuid[], :orderId::uuid[], :state::text[], :version::int[], :paidAt::timestamptz[],
                   :recipient::int[], :promiseBy::timestamptz[], :paused::text[], :cancelAskedAt::timestamptz[],
                   :cancelCause::text[])
         AS n(seller_id, order_id, state, version, paid_at, recipient, promise_by, paused, cancel_asked_at, cancel_cause)
      WHERE o.seller_id = n.seller_id AND o.order_id = n.order_id`,
    { at: work.at, endStates, ...arraysOf(orders, HEAD) },
  );
}

export interface NewEvent {
  sellerId: string;
  /** Where it is not who works. */
  actorId?: string;
  orderId: string;
  kind: string;
  cause?: string | undefined;
  /** How many of what it is about, where it is about some of the units. */
  itemId?: string | undefined;
  quantity?: number | undefined;
}

/** Appends to the logs of orders, in the order given. The caller holds the orders. */
export function addEvents(work: Work, events: NewEvent[]): void {
  if (events.length === 0) return;
  const actor = work.actor.userId;
  const entries = events.map(({ actorId = actor, cause, itemId, quantity, ...event }) => {
    return { ...event, cause, itemId, quantity, actorId };
  });
  send(
    work.tx,
    `INSERT INTO order_event (seller_id, order_id, no, kind, cause, at, actor_id, item_id, quantity)
     SELECT e.seller_id, e.order_id,
            coalesce((SELECT max(no) FROM order_event x WHERE x.seller_id = e.seller_id AND x.order_id = e.order_id), 0)
              + row_number() OVER (PARTITION BY e.order_id ORDER BY e.no),
            e.kind, e.cause, :at::timestamptz, e.actor_id, e.item_id, e.quantity
       FROM unnest(:sellerId::uuid[], :orderId::uuid[], :kind::text[], :cause::text[], :actorId::uuid[], :itemId::uuid[],
                   :quantity::int[]) WITH ORDINALITY
         AS e(seller_id, order_id, kind, cause, actor_id, item_id, quantity, no)`,
    { at: work.at, ...arraysOf(entries, ['sellerId', 'orderId', 'kind', 'cause', 'actorId', 'itemId', 'quantity']) },
  );
}

interface LastEvent extends OrderKey {
  kind: string;
  cause: string | null;
  itemId: string | null;
}

/** The newest entry in the log of each order. */
export function lastEvents(tx: Tx, orders: OrderKey[]): Promise<LastEvent[]> {
  return rows(
    tx,
    `SELECT DISTINCT ON (e.seller_id, e.order_id)
            e.seller_id AS "sellerId", e.order_id AS "orderId", e.kind, e.cause, e.item_id AS "itemId"
       FROM order_event e
       JOIN jsonb_to_recordset(:orders::jsonb) AS o("sellerId" uuid, "orderId" uuid)
         ON o."sellerId" = e.seller_id AND o."orderId" = e.order_id
      ORDER BY e.seller_id, e.order_id, e.no DESC`,
    { orders: JSON.stringify(orders.map(({ sellerId, orderId }) => ({ sellerId, orderId }))) },
  );
}
