import { arraysOf, maybe, rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { Line, Order } from '../rules.ts';

const ORDER = `o.seller_id AS "sellerId", o.order_id AS "orderId", o.site_id AS "siteId", o.channel, o.mall,
  o.external_id AS "externalId", o.version, o.state, o.paid_at AS "paidAt", o.pay_by AS "payBy", o.recipient,
  o.promise_by AS "promiseBy", o.zone_id AS "zoneId", o.carrier, o.paused, o.contents, o.cancel_asked_at AS "cancelAskedAt", o.cancel_cause AS "cancelCause"`;

const LINE = `line_no AS "lineNo", item_id AS "itemId", code, promise_id AS "promiseId", ordered, waiting, back_ordered,
  promised, allocated, picked, packed, shipped, delivered, returned, cancelled`;

type Head = Omit<Order, 'lines'>;
export interface OrderKey {
  sellerId: string;
  orderId: string;
}

/**
 * Orders with their lines, locked in key order until the transaction ends. Whoever changes a line holds its order, so
 * the lines are read after the lock, by a statement of their own.
 */
export async function lockOrders(tx: Tx, keys: OrderKey[]): Promise<Map<string, Order>> {
  const [heads, lines] = await Promise.all([
    rows<Head>(
      tx,
      `SELECT ${ORDER} FROM customer_order o
        WHERE (o.seller_id, o.order_id) IN (
          SELECT * FROM unnest(:sellerId::uuid[], :orderId::uuid[]))
        ORDER BY o.seller_id, o.order_id FOR UPDATE`,
      arraysOf(keys, ['sellerId', 'orderId']),
    ),
    // behind the first on the same connection: it runs once the locks are held
    linesOf(tx, keys),
  ]);
  return assembled(heads, lines);
}

export async function withLines(tx: Tx, heads: Head[]): Promise<Map<string, Order>> {
  return assembled(heads, heads.length === 0 ? [] : await linesOf(tx, heads));
}

type LineOfOrder = Line & { orderId: string };

function linesOf(tx: Tx, keys: OrderKey[]): Promise<LineOfOrder[]> {
  return rows(
    tx,
    `SELECT order_id AS "orderId", ${LINE} FROM order_line
      WHERE (seller_id, order_id) IN (
        SELECT * FROM unnest(:sellerId::uuid[], :orderId::uuid[]))
      ORDER BY line_no`,
    arraysOf(keys, ['sellerId', 'orderId']),
  );
}

function assembled(heads: Head[], lines: LineOfOrder[]): Map<string, Order> {
  const orders = new Map<string, Order>(heads.map((head) => [head.orderId, { ...head, lines: [] }]));
  for (const { orderId, ...line } of lines) orders.get(orderId)?.lines.push(line);
  return orders;
}

async function lockHead(tx: Tx, head: Head | undefined): Promise<Order | undefined> {
  return head && (await withLines(tx, [head])).get(head.orderId);
}

/** One order behind the caller's wall, locked. */
export async function lockOrder(tx: Tx, orderId: string, sellerId: string | undefined): Promise<Order | undefined> {
  const head = await maybe<Head>(
    tx,
    `SELECT ${ORDER} FROM customer_order o
      WHERE o.order_id = :orderId::uuid AND (:sellerId::uuid IS NULL OR o.seller_id = :sellerId::uuid) FOR UPDATE`,
    { orderId, sellerId },
  );
  return lockHead(tx, head);
}

export interface ExternalKey {
  sellerId: string;
  channel: string;
  mall: string;
  externalId: string;
}

/** Those purchases among some that have an order already. */
export function knownPurchases(tx: Tx, keys: ExternalKey[]): Promise<ExternalKey[]> {
  return rows(
    tx,
    `SELECT k.* FROM jsonb_to_recordset(:keys::jsonb)
              AS k("sellerId" uuid, channel text, mall text, "externalId" text)
       CROSS JOIN LATERAL (
         SELECT 1 FROM customer_order
          WHERE seller_id = k."sellerId" AND channel = k.channel AND mall = k.mall AND external_id = k."externalId"
          LIMIT 1) known`,
    { keys: JSON.stringify(keys) },
  );
}

/** Orders of purchases, locked in key order: whoever takes stock for others meanwhile holds them first. */
export async function lockPurchases(tx: Tx, keys: ExternalKey[]): Promise<void> {
  await rows(
    tx,
    `SELECT 1 FROM customer_order o
      WHERE (o.seller_id, o.channel, o.mall, o.external_id) IN (
        SELECT k."sellerId", k.channel, k.mall, k."externalId" FROM jsonb_to_recordset(:keys::jsonb)
          AS k("sellerId" uuid, channel text, mall text, "externalId" text))
      ORDER BY o.seller_id, o.order_id FOR UPDATE`,
    { keys: JSON.stringify(keys) },
  );
}

export async function lockByExternal(tx: Tx, key: ExternalKey): Promise<Order | undefined> {
  const head = await maybe<Head>(
    tx,
    `SELECT ${ORDER} FROM customer_order o
      WHERE o.seller_id = :sellerId::uuid AND o.channel = :channel AND o.mall = :mall AND o.external_id = :externalId
        FOR UPDATE`,
    { ...key },
  );
  return lockHead(tx, head);
}

export interface Due {
  siteId: string;
  /** Promised to be delivered by then; all where absent. */
  dueBy?: Date | undefined;
  cutOffId?: string | undefined;
  orderIds?: string[] | undefined;
  limit: number;
}

/** Orders with promised units that may go to the floor, soonest due first, locked; those that others hold are skipped. */
export async function lockDue(tx: Tx, due: Due): Promise<Order[]> {
  const heads = await rows<Head>(
    tx,
    `SELECT ${ORDER} FROM customer_order o
      WHERE o.site_id = :siteId::uuid AND o.ended_at IS NULL AND o.recipient IS NOT NULL AND o.paused IS NULL
        AND o.cancel_asked_at IS NULL AND o.state NOT IN ('unmapped','shortfall')
        AND (:dueBy::timestamptz IS NULL OR o.promise_by <= :dueBy::timestamptz)
        AND (:cutOffId::uuid IS NULL OR o.cut_off_id = :cutOffId::uuid)
        AND (:orderIds::uuid[] IS NULL OR o.order_id = ANY(:orderIds::uuid[]))
        AND EXISTS (SELECT 1 FROM order_line l
                     WHERE l.seller_id = o.seller_id AND l.order_id = o.order_id AND l.promised > 0)
      ORDER BY o.promise_by, o.order_id LIMIT :limit FOR UPDATE OF o SKIP LOCKED`,
    { siteId: due.siteId, dueBy: due.dueBy, cutOffId: due.cutOffId, orderIds: due.orderIds, limit: due.limit },
  );
  return [...(await withLines(tx, heads)).values()];
}

/** The heads of orders, unlocked. */
export function orderHeads(tx: Tx, orderIds: string[]): Promise<Head[]> {
  return rows(tx, `SELECT ${ORDER} FROM customer_order o WHERE o.order_id = ANY(:orderIds::uuid[])`, { orderIds });
}
