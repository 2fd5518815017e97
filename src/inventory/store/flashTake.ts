import { arraysOf, change, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { PromiseIds } from './promise.ts';

/** Seconds of one row of flash_tick. */
export const TICK_S = 5;
const tickOf = (at: Date) => new Date(Math.floor(at.getTime() / (TICK_S * 1000)) * TICK_S * 1000);

/** What customers have of sales already. `customer` is the hash that the row is kept under, in hexadecimals. */
export function unitsOfCustomers(tx: Tx, asked: { siteId: string; saleId: string; customer: string }[]) {
  return rows<{ saleId: string; customer: string; units: number }>(
    tx,
    `SELECT c.sale_id AS "saleId", encode(c.customer, 'hex') AS customer, c.units
       FROM jsonb_to_recordset(:asked::jsonb) AS a("siteId" uuid, "saleId" uuid, customer text)
       JOIN flash_customer c ON c.site_id = a."siteId" AND c.sale_id = a."saleId" AND c.customer = decode(a.customer, 'hex')`,
    { asked: JSON.stringify(asked) },
  );
}

/** For whom promises took of sales before: an order that is given more units is its customer's. */
export function customersOfPromises(tx: Tx, asked: { siteId: string; saleId: string; promiseId: string }[]) {
  return rows<{ saleId: string; promiseId: string; customer: string }>(
    tx,
    `SELECT t.sale_id AS "saleId", t.promise_id AS "promiseId", encode(t.customer, 'hex') AS customer
       FROM jsonb_to_recordset(:asked::jsonb) AS a("siteId" uuid, "saleId" uuid, "promiseId" uuid)
       JOIN flash_take t ON t.site_id = a."siteId" AND t.promise_id = a."promiseId" AND t.sale_id = a."saleId"
      WHERE t.customer IS NOT NULL`,
    { asked: JSON.stringify(asked) },
  );
}

export interface Take {
  siteId: string;
  saleId: string;
  sellerId: string;
  promiseId: string;
  /** In hexadecimals. */
  customer: string;
  cap: number;
  units: number;
}

/**
 * Takes of sales, in one statement: a customer's units, which his row keeps within the cap, the sale's sum, which its row
 * keeps within what is set aside, and the units that leave what is set aside for the promises that follow. The caller holds
 * the sums of the items and the sales.
 */
export async function writeTakes(work: Work, takes: Take[]): Promise<void> {
  await change(
    work.tx,
    `WITH t AS MATERIALIZED (
       SELECT "siteId", "saleId", "sellerId", "promiseId", decode(customer, 'hex') AS customer, cap, units
         FROM jsonb_to_recordset(:takes::jsonb) AS t("siteId" uuid, "saleId" uuid, "sellerId" uuid, "promiseId" uuid,
           customer text, cap int, units int)
     ), d AS MATERIALIZED (
       SELECT "siteId", "saleId", "sellerId", sum(units)::int AS units FROM t GROUP BY 1, 2, 3
     ), customers AS (
       INSERT INTO flash_customer AS c (site_id, sale_id, customer, seller_id, cap, units)
       SELECT "siteId", "saleId", customer, "sellerId", cap, sum(units)::int FROM t GROUP BY 1, 2, 3, 4, 5
       ON CONFLICT (site_id, sale_id, customer) DO UPDATE SET units = c.units + excluded.units
     ), promises AS (
       INSERT INTO flash_take AS k (site_id, promise_id, sale_id, seller_id, customer, units)
       SELECT "siteId", "promiseId", "saleId", "sellerId", customer, sum(units)::int FROM t GROUP BY 1, 2, 3, 4, 5
       ON CONFLICT (site_id, promise_id, sale_id) DO UPDATE SET units = k.units + excluded.units
     ), tick AS (
       INSERT INTO flash_tick AS k (site_id, sale_id, tick, seller_id, sold)
       SELECT "siteId", "saleId", :tick::timestamptz, "sellerId", units FROM d
       ON CONFLICT (site_id, sale_id, tick) DO UPDATE SET sold = k.sold + excluded.sold
     ), sale AS (
       UPDATE flash_sale f SET sold = f.sold + d.units FROM d
        WHERE f.site_id = d."siteId" AND f.sale_id = d."saleId"
       RETURNING f.site_id, f.promise_id, f.item_id, d.units
     ), aside AS (
       UPDATE promise_line l SET open = l.open - s.units FROM sale s
        WHERE l.site_id = s.site_id AND l.promise_id = s.promise_id AND l.item_id = s.item_id
     )
     UPDATE item_stock i SET promised = i.promised - s.units FROM sale s
      WHERE s.promise_id IS NOT NULL AND i.site_id = s.site_id AND i.item_id = s.item_id`,
    { takes: JSON.stringify(takes), tick: tickOf(work.at) },
  );
}

export interface Held {
  siteId: string;
  saleId: string;
  promiseId: string;
  itemId: string;
  /** Not given back yet. */
  units: number;
}

/** What promises took of sales of the items, those of open sales first; the sales locked in key order. */
export function lockTakes(tx: Tx, lines: (PromiseIds & { itemId: string })[]): Promise<Held[]> {
  return rows(
    tx,
    `SELECT t.site_id AS "siteId", t.sale_id AS "saleId", t.promise_id AS "promiseId", f.item_id AS "itemId", t.units
       FROM (SELECT DISTINCT * FROM unnest(:siteId::uuid[], :promiseId::uuid[], :itemId::uuid[])) AS l(site_id, promise_id, item_id)
       JOIN flash_take t ON t.site_id = l.site_id AND t.promise_id = l.promise_id AND t.units > 0
       JOIN flash_sale f ON f.site_id = t.site_id AND f.sale_id = t.sale_id AND f.item_id = l.item_id
      ORDER BY (f.state = 'closed'), f.site_id, f.sale_id, t.promise_id FOR UPDATE OF f, t`,
    arraysOf(lines, ['siteId', 'promiseId', 'itemId']),
  );
}

/** Takes given back, in one statement; where `aside`, their units are set aside again as long as the sale is open. */
export async function writeReturns(work: Work, returned: Held[], aside: boolean): Promise<void> {
  await change(
    work.tx,
    `WITH r AS MATERIALIZED (
       SELECT * FROM jsonb_to_recordset(:returned::jsonb)
         AS r("siteId" uuid, "saleId" uuid, "promiseId" uuid, units int)
     ), promises AS (
       UPDATE flash_take t SET units = t.units - r.units FROM r
        WHERE t.site_id = r."siteId" AND t.promise_id = r."promiseId" AND t.sale_id = r."saleId"
       RETURNING t.site_id, t.sale_id, t.seller_id, t.customer, r.units
     ), customers AS (
       UPDATE flash_customer c SET units = c.units - b.units
         FROM (SELECT site_id, sale_id, customer, sum(units)::int AS units FROM promises GROUP BY 1, 2, 3) b
        WHERE c.site_id = b.site_id AND c.sale_id = b.sale_id AND c.customer = b.customer
     ), d AS MATERIALIZED (
       SELECT site_id, sale_id, seller_id, sum(units)::int AS units FROM promises GROUP BY 1, 2, 3
     ), sale AS (
       UPDATE flash_sale f SET sold = f.sold - d.units FROM d
        WHERE f.site_id = d.site_id AND f.sale_id = d.sale_id
       RETURNING f.site_id, f.sale_id, f.promise_id, f.item_id, f.state, d.seller_id, d.units
     ), tick AS (
       INSERT INTO flash_tick AS k (site_id, sale_id, tick, seller_id, returned)
       SELECT site_id, sale_id, :tick::timestamptz, seller_id, units FROM sale WHERE state = 'open'
       ON CONFLICT (site_id, sale_id, tick) DO UPDATE SET returned = k.returned + excluded.returned
     ), aside AS (
       UPDATE promise_line l SET open = l.open + s.units FROM sale s
        WHERE :aside::boolean AND s.state = 'open' AND l.site_id = s.site_id AND l.promise_id = s.promise_id
          AND l.item_id = s.item_id
     )
     UPDATE item_stock i SET promised = i.promised + s.units FROM sale s
      WHERE :aside::boolean AND s.state = 'open' AND s.promise_id IS NOT NULL AND i.site_id = s.site_id
        AND i.item_id = s.item_id`,
    { returned: JSON.stringify(returned), aside, tick: tickOf(work.at) },
  );
}

/** Forgets who bought in sales that are closed, so many rows at a time. */
export async function forgetBuyers(tx: Tx, limit: number): Promise<void> {
  await change(
    tx,
    `UPDATE flash_take SET customer = NULL WHERE (site_id, promise_id, sale_id) IN (
       SELECT t.site_id, t.promise_id, t.sale_id FROM flash_sale f JOIN flash_take t USING (site_id, sale_id)
        WHERE f.state = 'closed' AND t.customer IS NOT NULL LIMIT :limit)`,
    { limit },
  );
  await change(
    tx,
    `DELETE FROM flash_customer WHERE (site_id, sale_id, customer) IN (
       SELECT c.site_id, c.sale_id, c.customer FROM flash_sale f JOIN flash_customer c USING (site_id, sale_id)
        WHERE f.state = 'closed' LIMIT :limit)`,
    { limit },
  );
}
