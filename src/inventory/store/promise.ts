import { arraysOf, change, maybe, one, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { Loser } from '../rules.ts';
import { distinct, OF_PROMISES } from './lock.ts';

export interface PromiseRow {
  siteId: string;
  promiseId: string;
  sellerId: string;
  channel: string;
  mall: string;
  externalId: string;
  orderId: string | null;
  state: 'open' | 'confirmed' | 'released' | 'expired';
  expiresAt: Date | null;
}

const PROMISE = `site_id AS "siteId", promise_id AS "promiseId", seller_id AS "sellerId", channel, mall,
  external_id AS "externalId", order_id AS "orderId", state, expires_at AS "expiresAt"`;

export interface PromiseKey {
  sellerId: string;
  channel: string;
  mall: string;
  externalId: string;
}

/** The live promise of each purchase that has one; one look into the index a purchase, whatever the planner knows. */
export async function livePromises(tx: Tx, keys: PromiseKey[]): Promise<PromiseRow[]> {
  return rows(
    tx,
    `SELECT p.* FROM unnest(:sellerId::uuid[], :channel::text[], :mall::text[], :externalId::text[])
              AS k(seller_id, channel, mall, external_id)
       CROSS JOIN LATERAL (
         SELECT ${PROMISE} FROM promise
          WHERE state IN ('open','confirmed') AND seller_id = k.seller_id AND channel = k.channel
            AND mall = k.mall AND external_id = k.external_id LIMIT 1) p`,
    arraysOf(keys, ['sellerId', 'channel', 'mall', 'externalId']),
  );
}

export function promiseById(tx: Tx, promiseId: string, sellerId: string | undefined): Promise<PromiseRow | undefined> {
  return maybe(
    tx,
    `SELECT ${PROMISE} FROM promise
      WHERE promise_id = :promiseId::uuid AND (:sellerId::uuid IS NULL OR seller_id = :sellerId::uuid)`,
    { promiseId, sellerId },
  );
}

export function linesOfPromise(tx: Tx, siteId: string, promiseId: string) {
  return rows<{ itemId: string; quantity: number; open: number }>(
    tx,
    `SELECT item_id AS "itemId", quantity, open FROM promise_line
      WHERE site_id = :siteId::uuid AND promise_id = :promiseId::uuid ORDER BY item_id`,
    { siteId, promiseId },
  );
}

export interface StockKey {
  siteId: string;
  itemId: string;
}

export interface PromiseIds {
  siteId: string;
  promiseId: string;
}

/** Moves a promise on if it still stands where the caller saw it, and no order has it by now that had it not. */
export async function turnPromise(
  work: Work,
  promise: PromiseRow,
  next: { state: PromiseRow['state']; orderId?: string },
): Promise<boolean> {
  const turned = await change(
    work.tx,
    `UPDATE promise SET state = :next, order_id = coalesce(:orderId::uuid, order_id),
            confirmed_at = CASE WHEN :next = 'confirmed' THEN coalesce(confirmed_at, :at::timestamptz) ELSE confirmed_at END
      WHERE site_id = :siteId::uuid AND promise_id = :promiseId::uuid AND state = :state
        AND order_id IS NOT DISTINCT FROM :had::uuid
        AND (:next <> 'confirmed' OR state = 'confirmed' OR expires_at > :at::timestamptz)`,
    {
      siteId: promise.siteId,
      promiseId: promise.promiseId,
      state: promise.state,
      had: promise.orderId,
      next: next.state,
      orderId: next.orderId,
      at: work.at,
    },
  );
  return turned === 1;
}

export interface GivenBack extends PromiseIds {
  sellerId: string;
  itemId: string;
  quantity: number;
}

/** Gives the open units of promises back to the sums they counted in, line by line. */
export function giveBackOpen(work: Work, promises: PromiseIds[]): Promise<GivenBack[]> {
  return rows(
    work.tx,
    `WITH line AS MATERIALIZED (
       SELECT l.site_id, l.promise_id, l.item_id, l.open
         FROM promise_line l
        WHERE ${OF_PROMISES} AND l.open > 0
        ORDER BY l.site_id, l.item_id, l.promise_id FOR UPDATE
     ), closed AS (
       UPDATE promise_line l SET open = 0 FROM line
        WHERE l.site_id = line.site_id AND l.promise_id = line.promise_id AND l.item_id = line.item_id
     ), back AS MATERIALIZED (
       SELECT site_id, item_id, sum(open)::int AS quantity FROM line GROUP BY 1, 2
     ), locked AS MATERIALIZED (
       SELECT s.site_id, s.item_id FROM item_stock s JOIN back USING (site_id, item_id)
        ORDER BY s.site_id, s.item_id FOR UPDATE OF s
     ), lowered AS (
       UPDATE item_stock s SET promised = s.promised - back.quantity
         FROM back JOIN locked USING (site_id, item_id)
        WHERE s.site_id = back.site_id AND s.item_id = back.item_id
       RETURNING s.site_id, s.item_id, s.seller_id
     )
     SELECT site_id AS "siteId", promise_id AS "promiseId", item_id AS "itemId", seller_id AS "sellerId", open AS quantity
       FROM line JOIN lowered USING (site_id, item_id)`,
    arraysOf(promises, ['siteId', 'promiseId']),
  );
}

/** Units of promises are gone: they leave the open ones of their lines, each named once. False: one of them has fewer. */
export async function loseOpen(
  work: Work,
  siteId: string,
  lost: { promiseId: string; itemId: string; quantity: number }[],
): Promise<boolean> {
  const { lines } = await one<{ lines: number }>(
    work.tx,
    `WITH line AS (
       UPDATE promise_line l SET open = l.open - u.quantity, lost = l.lost + u.quantity
         FROM unnest(:promiseId::uuid[], :itemId::uuid[], :quantity::int[]) AS u(promise_id, item_id, quantity)
        WHERE l.site_id = :siteId::uuid AND l.promise_id = u.promise_id AND l.item_id = u.item_id AND l.open >= u.quantity
        RETURNING l.item_id, u.quantity
     ), due AS MATERIALIZED (
       SELECT s.item_id, d.quantity FROM item_stock s
         JOIN (SELECT item_id, sum(quantity)::int AS quantity FROM line GROUP BY 1) d USING (item_id)
        WHERE s.site_id = :siteId::uuid ORDER BY s.item_id FOR UPDATE OF s
     ), sums AS (
       UPDATE item_stock s SET promised = s.promised - d.quantity FROM due d
        WHERE s.site_id = :siteId::uuid AND s.item_id = d.item_id
     )
     SELECT count(*)::int AS lines FROM line`,
    { siteId, ...arraysOf(lost, ['promiseId', 'itemId', 'quantity']) },
  );
  return lines === lost.length;
}

const IS_DUE = `state = 'open' AND expires_at <= :at::timestamptz`;
const HOLDS_SOME = `EXISTS (
  SELECT 1 FROM promise_line l JOIN unnest(:siteId::uuid[], :itemId::uuid[]) AS k(site_id, item_id) USING (site_id, item_id)
   WHERE l.site_id = p.site_id AND l.promise_id = p.promise_id AND l.open > 0)`;

/** Ends open promises past their time: those with units of some items, or of all those that nobody else holds. */
export function turnDue(work: Work, items: StockKey[] | undefined, limit: number): Promise<PromiseRow[]> {
  const { tx, at } = work;
  const turned = (which: string) => `
    WITH due AS MATERIALIZED (
      SELECT site_id, promise_id FROM promise p WHERE ${IS_DUE} AND ${which}
    )
    UPDATE promise SET state = 'expired' WHERE (site_id, promise_id) IN (SELECT * FROM due) RETURNING ${PROMISE}`;
  const ordered = `ORDER BY site_id, promise_id LIMIT :limit FOR UPDATE`;
  return items === undefined
    ? rows(tx, turned(`true ${ordered} SKIP LOCKED`), { at, limit })
    : rows(tx, turned(`${HOLDS_SOME} ${ordered}`), { at, limit, ...arraysOf(distinct(items), ['siteId', 'itemId']) });
}

/** Whether anything is to be ended there. */
export async function anyDue(work: Work, items: StockKey[]): Promise<boolean> {
  const found = await maybe(work.tx, `SELECT 1 FROM promise p WHERE ${IS_DUE} AND ${HOLDS_SOME} LIMIT 1`, {
    at: work.at,
    ...arraysOf(distinct(items), ['siteId', 'itemId']),
  });
  return found !== undefined;
}

/** What a promise holds of an item that units are lost of. */
export interface PromiseShare extends Loser {
  itemId: string;
  sellerId: string;
  orderId: string | null;
}

/** Only keeps units of the item for a sale. */
const ASIDE = `EXISTS (
  SELECT 1 FROM flash_sale f
   WHERE f.site_id = l.site_id AND f.item_id = l.item_id AND f.promise_id = l.promise_id AND f.state = 'open')`;

/** Who is promised items, by item, the newest first. */
export async function promisesOn(tx: Tx, siteId: string, itemIds: string[]): Promise<Map<string, PromiseShare[]>> {
  const shares = await rows<PromiseShare>(
    tx,
    `SELECT l.item_id AS "itemId", p.promise_id AS "promiseId", p.seller_id AS "sellerId", p.order_id AS "orderId", l.open,
            ${ASIDE} AS aside,
            p.state = 'confirmed' AS confirmed,
            EXISTS (SELECT 1 FROM promise_line o
                     WHERE o.site_id = p.site_id AND o.promise_id = p.promise_id AND o.lost > 0) AS waits
       FROM promise_line l JOIN promise p USING (site_id, promise_id)
      WHERE l.site_id = :siteId::uuid AND l.item_id = ANY(:itemIds::uuid[]) AND l.open > 0
      ORDER BY p.at DESC, p.promise_id DESC`,
    { siteId, itemIds },
  );
  const found = new Map<string, PromiseShare[]>(itemIds.map((itemId) => [itemId, []]));
  for (const share of shares) found.get(share.itemId)!.push(share);
  return found;
}

/** Sites by how many of the lines they could promise whole, the best first. */
export function sitesByStock(tx: Tx, lines: { itemId: string; quantity: number }[]) {
  return rows<{ siteId: string; whole: number }>(
    tx,
    `SELECT s.site_id AS "siteId", count(*)::int AS whole
       FROM item_stock s JOIN jsonb_to_recordset(:lines::jsonb) AS l("itemId" uuid, quantity int) ON l."itemId" = s.item_id
      WHERE s.on_hand - s.held - s.promised - s.allocated >= l.quantity
      GROUP BY s.site_id ORDER BY whole DESC, s.site_id`,
    { lines: JSON.stringify(lines) },
  );
}

/** For each basket the site that could promise most of its lines, among those of `siteIds` that ever held one of its items. */
export async function sitesForBaskets(
  tx: Tx,
  baskets: { at: number; siteIds: string[] | null; lines: { itemId: string; quantity: number }[] }[],
): Promise<Map<number, string>> {
  const found = await rows<{ at: number; siteId: string }>(
    tx,
    `SELECT DISTINCT ON (b.at) b.at, s.site_id AS "siteId"
       FROM jsonb_to_recordset(:baskets::jsonb) AS b(at int, "siteIds" uuid[], lines jsonb),
            jsonb_to_recordset(b.lines) AS l("itemId" uuid, quantity int),
            item_stock s
      WHERE s.item_id = l."itemId" AND (b."siteIds" IS NULL OR s.site_id = ANY(b."siteIds"))
      GROUP BY b.at, s.site_id
      ORDER BY b.at, count(*) FILTER (WHERE s.on_hand - s.held - s.promised - s.allocated >= l.quantity) DESC, s.site_id`,
    { baskets: JSON.stringify(baskets) },
  );
  return new Map(found.map(({ at, siteId }) => [at, siteId]));
}

export async function sitesByCode(tx: Tx): Promise<string[]> {
  const found = await rows<{ siteId: string }>(tx, `SELECT site_id AS "siteId" FROM site ORDER BY code`, {});
  return found.map(({ siteId }) => siteId);
}
