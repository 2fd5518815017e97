import { maybe, one, rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { OrderState } from '../rules.ts';
import { BOXES, type Boxes } from './recipient.ts';

/** Whose orders are looked for: one seller's, or those of the sites that a worker belongs to (null: of all). */
export interface Wall {
  sellerId: string | undefined;
  siteIds: string[] | null;
}

export interface OrderRow {
  orderId: string;
  sellerId: string;
  siteId: string;
  channel: string;
  mall: string;
  externalId: string;
  version: number;
  state: OrderState;
  paidAt: Date | null;
  promiseBy: Date;
  cutOffId: string | null;
  zoneId: string | null;
  carrier: string | null;
  paused: string | null;
  cancelAskedAt: Date | null;
  cancelCause: string | null;
  placedAt: Date;
  endedAt: Date | null;
  recipient: number | null;
  /** Its boxes; null where there is no address yet. */
  sealed: Boxes | null;
}

const ROW = `o.order_id AS "orderId", o.seller_id AS "sellerId", o.site_id AS "siteId", o.channel, o.mall,
  o.external_id AS "externalId", o.version, o.state, o.paid_at AS "paidAt", o.promise_by AS "promiseBy",
  o.cut_off_id AS "cutOffId", o.zone_id AS "zoneId", o.carrier, o.paused, o.cancel_asked_at AS "cancelAskedAt", o.cancel_cause AS "cancelCause",
  o.placed_at AS "placedAt", o.ended_at AS "endedAt", o.recipient, ${BOXES}`;

const FROM = `customer_order o
  LEFT JOIN recipient r ON r.seller_id = o.seller_id AND r.order_id = o.order_id AND r.version = o.recipient`;

export interface Page {
  siteId?: string | undefined;
  state?: OrderState | undefined;
  channel?: string | undefined;
  externalId?: string | undefined;
  orderIds?: string[] | undefined;
  /** Of one phone, in its forms. */
  phoneIndexes?: Buffer[] | undefined;
  lacking?: boolean | undefined;
  undelivered?: boolean | undefined;
  cursor?: string | undefined;
  limit: number;
}

type Flat = Omit<OrderRow, 'sealed'> & Boxes;

function nested({ name, phone, address, masked, keyId, dataKey, erasedAt, ...row }: Flat): OrderRow {
  const boxes = { name, phone, address, masked, keyId, dataKey, erasedAt };
  return { ...row, sealed: name === null ? null : boxes };
}

const PAGE = `SELECT ${ROW} FROM ${FROM}
  WHERE (:sellerId::uuid IS NULL OR o.seller_id = :sellerId::uuid)
    AND (:siteIds::uuid[] IS NULL OR o.site_id = ANY(:siteIds::uuid[]))
    AND (:siteId::uuid IS NULL OR o.site_id = :siteId::uuid)
    AND (:state::text IS NULL OR o.state = :state)
    AND (:channel::text IS NULL OR o.channel = :channel)
    AND (:externalId::text IS NULL OR o.external_id IN (:externalId, upper(:externalId)))
    AND (:cursor::uuid IS NULL OR o.order_id < :cursor::uuid)`;
const LATEST = `ORDER BY o.order_id DESC LIMIT :limit`;
const OF_PHONE = `AND r.phone_index IN (:phoneIndex::bytea, :formerIndex::bytea)`;
const OF_IDS = `AND o.order_id = ANY(:orderIds::uuid[])`;
const OF_LACKING = `AND o.paid_at IS NOT NULL AND (o.seller_id, o.order_id) IN (
  SELECT l.seller_id, l.order_id FROM order_line l WHERE l.waiting > 0 OR l.back_ordered > 0)`;
/** By the last word of the log, as `undeliveredOf` reads it. */
const OF_UNDELIVERED = `AND o.state IN ('packed','shipped') AND o.ended_at IS NULL AND (
  SELECT door.kind NOT IN ('shipped','delivery_reopened')
    FROM (SELECT e.no, e.kind, lag(e.kind) OVER word AS last_kind, lag(e.cause) OVER word AS last_cause
            FROM order_event e
           WHERE e.seller_id = o.seller_id AND e.order_id = o.order_id
             AND e.kind IN ('shipped','delivery_failed','delivery_reopened','delivery_decided','brought_back')
          WINDOW word AS (ORDER BY e.no)) door
   WHERE (door.kind = 'shipped' AND (door.last_kind = 'delivery_failed' OR door.last_cause = 'returning')) IS NOT TRUE
   ORDER BY door.no DESC LIMIT 1)`;

/**
 * One page, the latest first; order ids sort by the time they were made. Who looks for a phone or for what lacks asks by a
 * statement of its own, so that its plan is to begin with those few rows.
 */
export async function ordersPage(tx: Tx, wall: Wall, page: Page): Promise<OrderRow[]> {
  const { siteId, state, channel, externalId, orderIds, phoneIndexes, lacking, undelivered, cursor, limit } = page;
  const [phoneIndex, formerIndex] = phoneIndexes ?? [];
  const phones = { phoneIndex, formerIndex };
  const params = { ...wall, siteId, state, channel, externalId, orderIds, ...phones, cursor, limit };
  const only = [
    orderIds === undefined ? '' : OF_IDS,
    phoneIndexes === undefined ? '' : OF_PHONE,
    lacking === true ? OF_LACKING : '',
    undelivered === true ? OF_UNDELIVERED : '',
  ].join(' ');
  return (await rows<Flat>(tx, `${PAGE} ${only} ${LATEST}`, params)).map(nested);
}

export async function orderRow(tx: Tx, wall: Wall, orderId: string): Promise<OrderRow | undefined> {
  const row = await maybe<Flat>(
    tx,
    `SELECT ${ROW} FROM ${FROM}
      WHERE o.order_id = :orderId::uuid AND (:sellerId::uuid IS NULL OR o.seller_id = :sellerId::uuid)
        AND (:siteIds::uuid[] IS NULL OR o.site_id = ANY(:siteIds::uuid[]))`,
    { ...wall, orderId },
  );
  return row && nested(row);
}

export interface EventRow {
  no: number;
  kind: string;
  cause: string | null;
  at: Date;
  actorId: string;
  itemId: string | null;
  quantity: number | null;
}

export function eventsOf(tx: Tx, sellerId: string, orderId: string): Promise<EventRow[]> {
  return rows(
    tx,
    `SELECT no, kind, cause, at, actor_id AS "actorId", item_id AS "itemId", quantity FROM order_event
      WHERE seller_id = :sellerId::uuid AND order_id = :orderId::uuid ORDER BY no LIMIT 500`,
    { sellerId, orderId },
  );
}

/** What the logs of these orders tell of their doors, in the order in which it happened. */
export function doorEventsOf(
  tx: Tx,
  { sellerIds, orderIds, kinds }: { sellerIds: string[]; orderIds: string[]; kinds: readonly string[] },
): Promise<{ orderId: string; kind: string; cause: string | null }[]> {
  return rows(
    tx,
    `SELECT e.order_id AS "orderId", e.kind, e.cause
       FROM unnest(:sellerIds::uuid[], :orderIds::uuid[]) AS o(seller_id, order_id)
       JOIN order_event e ON e.seller_id = o.seller_id AND e.order_id = o.order_id
      WHERE e.kind = ANY(:kinds::text[]) ORDER BY e.order_id, e.no`,
    { sellerIds, orderIds, kinds: [...kinds] },
  );
}

/** When an order came, and when somebody first took goods for it. */
export async function milestonesOf(
  tx: Tx,
  sellerId: string,
  orderId: string,
): Promise<{ placedAt: Date; pickedAt: Date | null }> {
  return one(
    tx,
    `SELECT o.placed_at AS "placedAt",
            (SELECT min(e.at) FROM order_event e
              WHERE e.seller_id = o.seller_id AND e.order_id = o.order_id AND e.kind IN ('picking','picked')) AS "pickedAt"
       FROM customer_order o WHERE o.seller_id = :sellerId::uuid AND o.order_id = :orderId::uuid`,
    { sellerId, orderId },
  );
}
