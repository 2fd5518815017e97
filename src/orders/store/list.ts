import { maybe, rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { OrderState } from '../rules.ts';

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
  paused: string | null;
  cancelAskedAt: Date | null;
  cancelCause: string | null;
  placedAt: Date;
  endedAt: Date | null;
  recipient: number | null;
  name: Buffer | null;
  phone: Buffer | null;
  address: Buffer | null;
  lat: number | null;
  lon: number | null;
}

const ROW = `o.order_id AS "orderId", o.seller_id AS "sellerId", o.site_id AS "siteId", o.channel, o.mall,
  o.external_id AS "externalId", o.version, o.state, o.paid_at AS "paidAt", o.promise_by AS "promiseBy",
  o.cut_off_id AS "cutOffId", o.paused, o.cancel_asked_at AS "cancelAskedAt", o.cancel_cause AS "cancelCause",
  o.placed_at AS "placedAt", o.ended_at AS "endedAt", o.recipient, r.name_sealed AS name, r.phone_sealed AS phone,
  r.address_sealed AS address, r.lat, r.lon`;

const FROM = `customer_order o
  LEFT JOIN recipient r ON r.seller_id = o.seller_id AND r.order_id = o.order_id AND r.version = o.recipient`;

export interface Page {
  siteId?: string | undefined;
  state?: OrderState | undefined;
  channel?: string | undefined;
  externalId?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** One page, the latest first; order ids sort by the time they were made. */
export function ordersPage(tx: Tx, wall: Wall, page: Page): Promise<OrderRow[]> {
  return rows(
    tx,
    `SELECT ${ROW} FROM ${FROM}
      WHERE (:sellerId::uuid IS NULL OR o.seller_id = :sellerId::uuid)
        AND (:siteIds::uuid[] IS NULL OR o.site_id = ANY(:siteIds::uuid[]))
        AND (:siteId::uuid IS NULL OR o.site_id = :siteId::uuid)
        AND (:state::text IS NULL OR o.state = :state)
        AND (:channel::text IS NULL OR o.channel = :channel)
        AND (:externalId::text IS NULL OR o.external_id = :externalId)
        AND (:cursor::uuid IS NULL OR o.order_id < :cursor::uuid)
      ORDER BY o.order_id DESC LIMIT :limit`,
    {
      ...wall,
      siteId: page.siteId,
      state: page.state,
      channel: page.channel,
      externalId: page.externalId,
      cursor: page.cursor,
      limit: page.limit,
    },
  );
}

export function orderRow(tx: Tx, wall: Wall, orderId: string): Promise<OrderRow | undefined> {
  return maybe(
    tx,
    `SELECT ${ROW} FROM ${FROM}
      WHERE o.order_id = :orderId::uuid AND (:sellerId::uuid IS NULL OR o.seller_id = :sellerId::uuid)
        AND (:siteIds::uuid[] IS NULL OR o.site_id = ANY(:siteIds::uuid[]))`,
    { ...wall, orderId },
  );
}

export interface EventRow {
  no: number;
  kind: string;
  cause: string | null;
  at: Date;
  actorId: string;
}

export function eventsOf(tx: Tx, sellerId: string, orderId: string): Promise<EventRow[]> {
  return rows(
    tx,
    `SELECT no, kind, cause, at, actor_id AS "actorId" FROM order_event
      WHERE seller_id = :sellerId::uuid AND order_id = :orderId::uuid ORDER BY no LIMIT 500`,
    { sellerId, orderId },
  );
}

export interface RecipientRow {
  version: number;
  name: Buffer;
  phone: Buffer;
  address: Buffer;
  lat: number | null;
  lon: number | null;
}

/** A version of an order's recipient; the one that holds now where none is named. */
export function recipientRow(
  tx: Tx,
  asked: { sellerId: string; orderId: string; version?: number | undefined },
): Promise<RecipientRow | undefined> {
  return maybe(
    tx,
    `SELECT r.version, r.name_sealed AS name, r.phone_sealed AS phone, r.address_sealed AS address, r.lat, r.lon
       FROM recipient r JOIN customer_order o USING (seller_id, order_id)
      WHERE r.seller_id = :sellerId::uuid AND r.order_id = :orderId::uuid
        AND r.version = coalesce(:version::int, o.recipient)`,
    { sellerId: asked.sellerId, orderId: asked.orderId, version: asked.version },
  );
}

/** Coordinates of the present recipients of orders; those without are left out. */
export function recipientSpots(tx: Tx, orderIds: string[]): Promise<{ orderId: string; lat: number; lon: number }[]> {
  return rows(
    tx,
    `SELECT o.order_id AS "orderId", r.lat, r.lon
       FROM customer_order o
       JOIN recipient r ON r.seller_id = o.seller_id AND r.order_id = o.order_id AND r.version = o.recipient
      WHERE o.order_id = ANY(:orderIds::uuid[]) AND r.lat IS NOT NULL`,
    { orderIds },
  );
}
