import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import { personalContents } from '../rules.ts';
import type { OrderKey } from './hold.ts';

export interface RecipientKey extends OrderKey {
  version: number;
}

/** What is kept of a person. Without `keyId`: of the first layout, or erased. */
export interface Boxes {
  name: Buffer;
  phone: Buffer;
  address: Buffer;
  masked: Buffer | null;
  keyId: string | null;
  /** Of this row alone, wrapped by the key that `keyId` names. */
  dataKey: Buffer | null;
  erasedAt: Date | null;
}

export const BOXES = `r.name_sealed AS name, r.phone_sealed AS phone, r.address_sealed AS address,
  r.masked_sealed AS masked, r.key_id AS "keyId", r.data_key AS "dataKey", r.erased_at AS "erasedAt"`;

const KEY = `r.seller_id AS "sellerId", r.order_id AS "orderId", r.version`;

export interface NewRecipient {
  name: Buffer;
  phone: Buffer;
  address: Buffer;
  masked: Buffer;
  keyId: string;
  wrapped: Buffer;
  phoneIndex: Buffer | null;
  lat: number | null;
  lon: number | null;
}

/**
 * Adds versions of recipients. The caller holds their orders. @returns how many: none where the wrapping key has been
 * retired
 */
export function insertRecipients(work: Work, recipients: (RecipientKey & NewRecipient)[]): Promise<number> {
  const sealed = recipients.map(({ lat, lon, keyId, sellerId, orderId, version, ...boxes }) => {
    const texts = Object.entries(boxes).map(([name, box]) => [name, box?.toString('base64') ?? null]);
    return { sellerId, orderId, version, keyId, lat, lon, ...Object.fromEntries(texts) } as object;
  });
  return change(
    work.tx,
    `INSERT INTO recipient (seller_id, order_id, version, name_sealed, phone_sealed, address_sealed, masked_sealed, key_id,
                            data_key, phone_index, lat, lon, at)
     SELECT r."sellerId", r."orderId", r.version, decode(r.name, 'base64'), decode(r.phone, 'base64'),
            decode(r.address, 'base64'), decode(r.masked, 'base64'), r."keyId", decode(r.wrapped, 'base64'),
            decode(r."phoneIndex", 'base64'), r.lat, r.lon, :at::timestamptz
       FROM jsonb_to_recordset(:sealed::jsonb) AS r("sellerId" uuid, "orderId" uuid, version int, name text, phone text,
            address text, masked text, "keyId" text, wrapped text, "phoneIndex" text, lat float8, lon float8)
      WHERE NOT EXISTS (SELECT 1 FROM retired_key k WHERE k.key_id = r."keyId")`,
    { sealed: JSON.stringify(sealed), at: work.at },
  );
}

/** A version of an order's recipient; the one that holds now where none is named. */
export function recipientRow(
  tx: Tx,
  asked: { sellerId: string; orderId: string; version?: number | undefined },
): Promise<(RecipientKey & Boxes & { lat: number | null; lon: number | null }) | undefined> {
  return maybe(
    tx,
    `SELECT ${KEY}, ${BOXES}, r.lat, r.lon FROM recipient r JOIN customer_order o USING (seller_id, order_id)
      WHERE r.seller_id = :sellerId::uuid AND r.order_id = :orderId::uuid
        AND r.version = coalesce(:version::int, o.recipient)`,
    { sellerId: asked.sellerId, orderId: asked.orderId, version: asked.version },
  );
}

/** Who gets each of these orders now. */
export function recipientRows(tx: Tx, orders: OrderKey[]): Promise<(RecipientKey & Boxes)[]> {
  return rows(
    tx,
    `SELECT ${KEY}, ${BOXES}
       FROM jsonb_to_recordset(:orders::jsonb) AS k("sellerId" uuid, "orderId" uuid)
       JOIN customer_order o ON o.seller_id = k."sellerId" AND o.order_id = k."orderId"
       JOIN recipient r ON r.seller_id = o.seller_id AND r.order_id = o.order_id AND r.version = o.recipient`,
    { orders: JSON.stringify(orders.map(({ sellerId, orderId }) => ({ sellerId, orderId }))) },
  );
}

/** The blind indexes of the phones that orders go to, in hexadecimals. */
export function phonesOf(tx: Tx, orders: OrderKey[]): Promise<{ orderId: string; phone: string | null }[]> {
  return rows(
    tx,
    `SELECT o.order_id AS "orderId", encode(r.phone_index, 'hex') AS phone
       FROM jsonb_to_recordset(:orders::jsonb) AS k("sellerId" uuid, "orderId" uuid)
       JOIN customer_order o ON o.seller_id = k."sellerId" AND o.order_id = k."orderId"
       JOIN recipient r ON r.seller_id = o.seller_id AND r.order_id = o.order_id AND r.version = o.recipient`,
    { orders: JSON.stringify(orders.map(({ sellerId, orderId }) => ({ sellerId, orderId }))) },
  );
}

const ERASE = `SET name_sealed = '', phone_sealed = '', address_sealed = '', masked_sealed = NULL, key_id = NULL,
  data_key = NULL, phone_index = NULL, lat = NULL, lon = NULL, erased_at = :at::timestamptz`;

/** What the orders were sent with tells nobody any more who it was for. */
const FORGET = `UPDATE customer_order o SET contents = o.contents - :personal::text[]
  FROM (SELECT DISTINCT seller_id, order_id FROM erased) e WHERE o.seller_id = e.seller_id AND o.order_id = e.order_id`;

/** Erases all versions of one order's recipient. @returns whether there was one to erase */
export async function eraseOf(work: Work, { sellerId, orderId }: OrderKey): Promise<boolean> {
  const forgotten = await change(
    work.tx,
    `WITH erased AS (
       UPDATE recipient ${ERASE}
        WHERE seller_id = :sellerId::uuid AND order_id = :orderId::uuid AND erased_at IS NULL
       RETURNING seller_id, order_id)
     ${FORGET}`,
    { sellerId, orderId, at: work.at, personal: personalContents },
  );
  return forgotten > 0;
}

export type Erased = OrderKey & { siteId: string };

/** Erases the recipients of orders that ended before a moment, the longest kept first. */
export async function eraseEnded(work: Work, endedBefore: Date, limit: number): Promise<Erased[]> {
  return rows(
    work.tx,
    `WITH erased AS (
       UPDATE recipient ${ERASE}
        WHERE (seller_id, order_id, version) IN (
          SELECT r.seller_id, r.order_id, r.version
            FROM recipient r JOIN customer_order o USING (seller_id, order_id)
           WHERE r.erased_at IS NULL AND r.at < :endedBefore::timestamptz AND o.ended_at < :endedBefore::timestamptz
           ORDER BY r.at LIMIT :limit FOR UPDATE OF o, r SKIP LOCKED)
       RETURNING seller_id, order_id)
     ${FORGET}
     RETURNING o.seller_id AS "sellerId", o.order_id AS "orderId", o.site_id AS "siteId"`,
    { endedBefore, limit, at: work.at, personal: personalContents },
  );
}

/** Rows after `after` that are not under the key named, those of the first layout among them; locked. */
export function notUnder(
  tx: Tx,
  asked: { keyId: string; after: RecipientKey; limit: number },
): Promise<(RecipientKey & Boxes)[]> {
  const { sellerId, orderId, version } = asked.after;
  return rows(
    tx,
    `SELECT ${KEY}, ${BOXES} FROM recipient r
      WHERE (seller_id, order_id, version) > (:sellerId::uuid, :orderId::uuid, :version::int)
        AND erased_at IS NULL AND key_id IS DISTINCT FROM :keyId
      ORDER BY seller_id, order_id, version LIMIT :limit FOR UPDATE`,
    { sellerId, orderId, version, keyId: asked.keyId, limit: asked.limit },
  );
}

/** The same data keys under another wrapping key; nothing that they seal is touched. */
export async function writeWrapped(tx: Tx, anew: (RecipientKey & { keyId: string; wrapped: Buffer })[]): Promise<void> {
  await change(
    tx,
    `UPDATE recipient r SET key_id = n."keyId", data_key = decode(n.wrapped, 'base64')
       FROM jsonb_to_recordset(:anew::jsonb)
         AS n("sellerId" uuid, "orderId" uuid, version int, "keyId" text, wrapped text)
      WHERE r.seller_id = n."sellerId" AND r.order_id = n."orderId" AND r.version = n.version`,
    { anew: JSON.stringify(anew.map((row) => ({ ...row, wrapped: row.wrapped.toString('base64') }))) },
  );
}

/** A row of the first layout is sealed under a key of its own. */
export async function writeSealed(tx: Tx, row: RecipientKey, sealed: Omit<NewRecipient, 'lat' | 'lon'>): Promise<void> {
  await change(
    tx,
    `UPDATE recipient SET name_sealed = :name::bytea, phone_sealed = :phone::bytea, address_sealed = :address::bytea,
            masked_sealed = :masked::bytea, key_id = :keyId, data_key = :wrapped::bytea, phone_index = :phoneIndex::bytea
      WHERE seller_id = :sellerId::uuid AND order_id = :orderId::uuid AND version = :version::int`,
    { ...row, ...sealed },
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
