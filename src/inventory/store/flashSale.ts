import { arraysOf, change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import { distinct } from './lock.ts';
import type { StockKey } from './promise.ts';

export interface FlashSaleRow {
  siteId: string;
  saleId: string;
  sellerId: string;
  itemId: string;
  startsAt: Date;
  endsAt: Date | null;
  cap: number;
  setAside: number | null;
  /** Of the units set aside. */
  promiseId: string | null;
  sold: number;
  state: 'open' | 'closed';
  at: Date;
  closedAt: Date | null;
}

const SALE = `f.site_id AS "siteId", f.sale_id AS "saleId", f.seller_id AS "sellerId", f.item_id AS "itemId",
  f.starts_at AS "startsAt", f.ends_at AS "endsAt", f.cap, f.set_aside AS "setAside", f.promise_id AS "promiseId", f.sold,
  f.state, f.at, f.closed_at AS "closedAt"`;

export async function insertSale(work: Work, sale: Omit<FlashSaleRow, 'sold' | 'state' | 'at' | 'closedAt'>) {
  await change(
    work.tx,
    `INSERT INTO flash_sale (site_id, sale_id, seller_id, item_id, starts_at, ends_at, cap, set_aside, promise_id, state,
                             opened_by, at)
     VALUES (:siteId::uuid, :saleId::uuid, :sellerId::uuid, :itemId::uuid, :startsAt::timestamptz, :endsAt::timestamptz,
             :cap, :setAside, :promiseId::uuid, 'open', :by::uuid, :at::timestamptz)`,
    { ...sale, by: work.actor.userId, at: work.at },
  );
}

/** The open sales of items, locked in key order. */
export function lockSalesOf(tx: Tx, items: StockKey[]): Promise<FlashSaleRow[]> {
  return rows(
    tx,
    `SELECT ${SALE} FROM flash_sale f
      WHERE f.state = 'open' AND (f.site_id, f.item_id) IN (
        SELECT * FROM unnest(:siteId::uuid[], :itemId::uuid[]))
      ORDER BY f.site_id, f.sale_id FOR UPDATE`,
    arraysOf(distinct(items), ['siteId', 'itemId']),
  );
}

export function lockSale(tx: Tx, siteId: string, saleId: string): Promise<FlashSaleRow | undefined> {
  return maybe(
    tx,
    `SELECT ${SALE} FROM flash_sale f WHERE f.site_id = :siteId::uuid AND f.sale_id = :saleId::uuid FOR UPDATE`,
    { siteId, saleId },
  );
}

/** Open sales whose time is over. */
export function salesOver(work: Work): Promise<FlashSaleRow[]> {
  return rows(
    work.tx,
    `SELECT ${SALE} FROM flash_sale f WHERE f.state = 'open' AND f.ends_at <= :at::timestamptz
      ORDER BY f.site_id, f.sale_id LIMIT 100`,
    { at: work.at },
  );
}

/** Ends a sale once. */
export async function endSaleRow(work: Work, { siteId, saleId }: { siteId: string; saleId: string }): Promise<boolean> {
  const ended = await change(
    work.tx,
    `UPDATE flash_sale SET state = 'closed', closed_at = :at::timestamptz, closed_by = :by::uuid
      WHERE site_id = :siteId::uuid AND sale_id = :saleId::uuid AND state = 'open'`,
    { siteId, saleId, at: work.at, by: work.actor.userId },
  );
  return ended === 1;
}

export interface SaleStanding extends FlashSaleRow {
  /** Units that are still set aside. */
  aside: number;
  /** Units of the item that are for everybody. */
  available: number;
}

const STANDING = `${SALE}, coalesce(l.open, 0) AS aside,
  coalesce(s.on_hand - s.held - s.promised - s.allocated, 0) AS available
  FROM flash_sale f
  LEFT JOIN promise_line l ON l.site_id = f.site_id AND l.promise_id = f.promise_id AND l.item_id = f.item_id
  LEFT JOIN item_stock s ON s.site_id = f.site_id AND s.item_id = f.item_id`;

/** Where sales stand; exact where the caller holds the sums of their items. */
export function standingsOf(tx: Tx, saleIds: string[]): Promise<SaleStanding[]> {
  return rows(tx, `SELECT ${STANDING} WHERE f.sale_id = ANY(:saleIds::uuid[]) ORDER BY f.site_id, f.sale_id`, {
    saleIds,
  });
}

/** Of the item of a row `s` with its `sums`, as what its open sale has: units set aside for it, else, once it runs, all that are available. */
export const FLASH = `(
  SELECT json_build_object('left', CASE WHEN f.set_aside IS NOT NULL THEN coalesce(l.open, 0)
                                        WHEN f.starts_at <= :at::timestamptz THEN greatest(sums.available, 0) ELSE 0 END,
                           'setAside', coalesce(l.open, 0), 'running', f.starts_at <= :at::timestamptz)
    FROM flash_sale f
    LEFT JOIN promise_line l ON l.site_id = f.site_id AND l.promise_id = f.promise_id AND l.item_id = f.item_id
   WHERE f.site_id = s.site_id AND f.item_id = s.item_id AND f.state = 'open'
     AND (f.ends_at IS NULL OR f.ends_at > :at::timestamptz))`;

/** A site's sales, of one seller where given, the latest opened first. */
export function salesPage(
  tx: Tx,
  page: {
    siteId: string;
    itemId: string | undefined;
    sellerId: string | undefined;
    cursor: string | undefined;
    limit: number;
  },
): Promise<SaleStanding[]> {
  return rows(
    tx,
    `SELECT ${STANDING}
      WHERE f.site_id = :siteId::uuid AND (:itemId::uuid IS NULL OR f.item_id = :itemId::uuid)
        AND (:sellerId::uuid IS NULL OR f.seller_id = :sellerId::uuid)
        AND (:cursor::uuid IS NULL OR f.sale_id < :cursor::uuid)
      ORDER BY f.sale_id DESC LIMIT :limit`,
    page,
  );
}

export interface Span {
  at: Date;
  sold: number;
  returned: number;
}

/** What a sale sold and got back, summed over spans of `width_s` seconds. */
export function spansOf(
  tx: Tx,
  { siteId, saleId }: { siteId: string; saleId: string },
  width_s: number,
): Promise<Span[]> {
  return rows(
    tx,
    `SELECT to_timestamp(floor(extract(epoch FROM tick) / :width_s::int) * :width_s::int) AS at, sum(sold)::int AS sold,
            sum(returned)::int AS returned
       FROM flash_tick WHERE site_id = :siteId::uuid AND sale_id = :saleId::uuid GROUP BY 1 ORDER BY 1`,
    { siteId, saleId, width_s },
  );
}

/** Units sold and not given back since a moment. */
export async function soldSince(tx: Tx, { siteId, saleId }: { siteId: string; saleId: string }, since: Date) {
  const row = await maybe<{ units: number }>(
    tx,
    `SELECT coalesce(sum(sold - returned), 0)::int AS units FROM flash_tick
      WHERE site_id = :siteId::uuid AND sale_id = :saleId::uuid AND tick > :since::timestamptz`,
    { siteId, saleId, since },
  );
  return row!.units;
}

/** At most so many are counted: a rush that was refused a million times is read no longer than one of a hundred thousand. */
const COUNTED = 100_000;

/** How often a sale was refused, by code, from what the doors record of every refusal. */
export function refusalsOf(tx: Tx, saleId: string): Promise<{ code: string; count: number }[]> {
  return rows(
    tx,
    `SELECT code, count(*)::int AS count FROM (
       SELECT code FROM refused_request WHERE subject = :saleId::uuid LIMIT ${COUNTED}) refused
      GROUP BY code ORDER BY count DESC, code`,
    { saleId },
  );
}
