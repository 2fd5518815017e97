import { change, maybe, one, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import { COUNT_REASON, type Condition } from '../place.ts';
import { FLASH } from './flashSale.ts';

export interface Balance {
  place: string;
  sellerId: string;
  itemId: string;
  lot: string;
  serial: string;
  condition: Condition;
  quantity: number;
  allocated: number;
}

const BALANCE = `place, seller_id AS "sellerId", item_id AS "itemId", lot, serial, condition, quantity, allocated`;

export function balancesAt(tx: Tx, siteId: string, place: string): Promise<Balance[]> {
  return balancesIn(tx, siteId, [place]);
}

export function balancesIn(tx: Tx, siteId: string, places: string[]): Promise<Balance[]> {
  return rows(
    tx,
    `SELECT ${BALANCE} FROM balance WHERE site_id = :siteId::uuid AND place = ANY(:places::text[]) AND quantity > 0
      ORDER BY place, item_id, lot, serial, condition`,
    { siteId, places },
  );
}

/** What most units at a place are of. */
export interface MostAt {
  place: string;
  itemId: string;
  /** Items that lie there, with this one. */
  items: number;
}

/** Of each of these places where anything is. */
export function mostAt(tx: Tx, siteId: string, places: string[]): Promise<MostAt[]> {
  return rows(
    tx,
    `SELECT DISTINCT ON (place) place, item_id AS "itemId", (count(*) OVER (PARTITION BY place))::int AS items
       FROM (SELECT place, item_id, sum(quantity) AS units FROM balance
              WHERE site_id = :siteId::uuid AND place = ANY(:places::text[]) AND quantity > 0
              GROUP BY place, item_id) lying
      ORDER BY place, units DESC, item_id`,
    { siteId, places },
  );
}

export function balancesOfItem(tx: Tx, siteId: string, itemId: string): Promise<Balance[]> {
  return rows(
    tx,
    `SELECT ${BALANCE} FROM balance WHERE site_id = :siteId::uuid AND item_id = :itemId::uuid AND quantity > 0
      ORDER BY place, lot, serial, condition LIMIT 500`,
    { siteId, itemId },
  );
}

export interface StockRow {
  itemId: string;
  siteId: string;
  onHand: number;
  promised: number;
  allocated: number;
  held: number;
  available: number;
  /** A flash sale of it that has not ended. */
  flash: { left: number; setAside: number; running: boolean } | null;
}

/** Expired promises no longer count, even where nobody has swept them yet. */
export function stockRows(
  tx: Tx,
  where: {
    itemId?: string | undefined;
    siteId?: string | undefined;
    sellerId?: string | undefined;
    /** Null: any. */
    siteIds: string[] | null;
    at: Date;
    limit: number;
    /** The last row of the page before. */
    afterItem: string | undefined;
    afterSite: string | undefined;
  },
): Promise<StockRow[]> {
  return rows(
    tx,
    `SELECT s.item_id AS "itemId", s.site_id AS "siteId", s.on_hand AS "onHand", s.promised - due.open AS promised,
            s.allocated, s.held, sums.available, ${FLASH} AS flash
       FROM item_stock s
       CROSS JOIN LATERAL (
         SELECT coalesce(sum(l.open), 0)::int AS open FROM promise_line l JOIN promise p USING (site_id, promise_id)
          WHERE l.site_id = s.site_id AND l.item_id = s.item_id AND l.open > 0
            AND p.state = 'open' AND p.expires_at <= :at::timestamptz) due
       CROSS JOIN LATERAL (SELECT s.on_hand - s.held - s.promised - s.allocated + due.open AS available) sums
      WHERE (:itemId::uuid IS NULL OR s.item_id = :itemId::uuid) AND (:siteId::uuid IS NULL OR s.site_id = :siteId::uuid)
        AND (:sellerId::uuid IS NULL OR s.seller_id = :sellerId::uuid)
        AND (:siteIds::uuid[] IS NULL OR s.site_id = ANY(:siteIds::uuid[]))
        AND (:afterItem::uuid IS NULL OR (s.item_id, s.site_id) > (:afterItem::uuid, :afterSite::uuid))
      ORDER BY s.item_id, s.site_id LIMIT :limit`,
    { ...where, itemId: where.itemId, siteId: where.siteId, sellerId: where.sellerId },
  );
}

/**
 * What the books have at a place, and how much of that came (less what left) since a moment, which a count asserted then has
 * to be corrected by. In one statement: a movement between two would count once and not twice, or twice.
 */
export function standing(
  tx: Tx,
  at: { siteId: string; place: string; itemId: string; lot: string; since: Date },
): Promise<{ booked: number; moved: number }> {
  return one(
    tx,
    `SELECT (SELECT coalesce(sum(quantity), 0) FROM balance
              WHERE site_id = :siteId::uuid AND place = :place AND item_id = :itemId::uuid AND lot = :lot)::int AS booked,
            (SELECT coalesce(sum(CASE WHEN to_place = :place THEN quantity ELSE -quantity END), 0)
               FROM ledger
              WHERE site_id = :siteId::uuid AND item_id = :itemId::uuid AND lot = :lot AND at > :since::timestamptz
                AND (to_place = :place OR from_place = :place) AND to_place <> from_place)::int AS moved`,
    at,
  );
}

/** Whether units came or left since a moment; or, by the last, whether a count has corrected them since. */
export function stirred(
  tx: Tx,
  at: { siteId: string; place: string; itemId: string; lot: string; since: Date },
): Promise<{ moved: boolean; counted: boolean }> {
  return one(
    tx,
    `SELECT count(*) > 0 AS moved, count(*) FILTER (WHERE kind = 'adjust' AND reason = :count) > 0 AS counted
       FROM ledger
      WHERE site_id = :siteId::uuid AND item_id = :itemId::uuid AND lot = :lot AND at > :since::timestamptz
        AND (to_place = :place OR from_place = :place) AND to_place <> from_place`,
    { ...at, count: COUNT_REASON },
  );
}

export interface LedgerRow {
  movementId: string;
  leg: number;
  kind: string;
  itemId: string;
  lot: string;
  fromPlace: string;
  toPlace: string;
  toCondition: string;
  quantity: number;
  reason: string | null;
  actorId: string | null;
  trace: string | null;
  at: Date;
}

/**
 * The latest first. Site by site: the index of the ledger begins with the site, and without one all that ever happened would
 * be read; each site gives no more than a page.
 */
export function ledgerRows(
  tx: Tx,
  {
    before,
    ...where
  }: {
    siteId?: string | undefined;
    itemId: string;
    sellerId: string | undefined;
    siteIds: string[] | null;
    limit: number;
    /** The last row of the page before. */
    before: Pick<LedgerRow, 'at' | 'movementId' | 'leg'> | undefined;
  },
): Promise<LedgerRow[]> {
  return rows(
    tx,
    `SELECT l.* FROM site s CROSS JOIN LATERAL (
       SELECT movement_id AS "movementId", leg, kind, item_id AS "itemId", lot, from_place AS "fromPlace",
              to_place AS "toPlace", to_condition AS "toCondition", quantity, reason,
              CASE WHEN :sellerId::uuid IS NULL THEN actor_id END AS "actorId",
              CASE WHEN :sellerId::uuid IS NULL THEN trace END AS trace, at
         FROM ledger
        WHERE site_id = s.site_id AND item_id = :itemId::uuid AND (:sellerId::uuid IS NULL OR seller_id = :sellerId::uuid)
          AND (:before::timestamptz IS NULL OR at <= :before::timestamptz)
          AND (:before::timestamptz IS NULL OR (at, movement_id) < (:before::timestamptz, :movementId::uuid)
               OR (movement_id = :movementId::uuid AND leg > :leg::int))
        ORDER BY at DESC, movement_id DESC, leg LIMIT :limit) l
      WHERE (:siteId::uuid IS NULL OR s.site_id = :siteId::uuid)
        AND (:siteIds::uuid[] IS NULL OR s.site_id = ANY(:siteIds::uuid[]))
      ORDER BY l.at DESC, l."movementId" DESC, l.leg LIMIT :limit`,
    { ...where, siteId: where.siteId, before: before?.at, movementId: before?.movementId, leg: before?.leg },
  );
}

export async function upsertLot(
  work: Work,
  lot: { sellerId: string; itemId: string; lot: string; expiry: string | undefined },
): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO lot (seller_id, item_id, lot, expiry) VALUES (:sellerId::uuid, :itemId::uuid, :lot, :expiry::date)
     ON CONFLICT (seller_id, item_id, lot) DO UPDATE SET expiry = coalesce(lot.expiry, excluded.expiry)`,
    lot,
  );
}

/** A wave takes nothing on the day that a lot is good until: at each site by its own calendar. */
const OVER = `b.condition = 'sellable' AND b.quantity > 0 AND b.place ~ '^(bin|lpn|dock)/' AND b.lot <> ''
  AND lot.expiry <= (:at::timestamptz AT TIME ZONE site.time_zone)::date`;
const WITH_LOTS = `balance b JOIN lot USING (seller_id, item_id, lot) JOIN site USING (site_id)`;

/** Items of which something is on sale in a lot whose date is over; the others of a night come with the next round. */
export function lotsOver({ tx, at }: Work): Promise<{ siteId: string; itemId: string }[]> {
  return rows(
    tx,
    `SELECT DISTINCT b.site_id AS "siteId", b.item_id AS "itemId" FROM ${WITH_LOTS} WHERE ${OVER} ORDER BY 1, 2 LIMIT 1000`,
    { at },
  );
}

/** Where it lies. */
export function overOnSale(
  { tx, at }: Work,
  of: { siteId: string; itemId: string },
): Promise<Pick<Balance, 'place' | 'itemId' | 'lot' | 'serial' | 'quantity'>[]> {
  return rows(
    tx,
    `SELECT b.place, b.item_id AS "itemId", b.lot, b.serial, b.quantity FROM ${WITH_LOTS}
      WHERE b.site_id = :siteId::uuid AND b.item_id = :itemId::uuid AND ${OVER}
      ORDER BY b.place, b.lot, b.serial`,
    { at, ...of },
  );
}

export function lotOf(tx: Tx, sellerId: string, itemId: string, lot: string) {
  return maybe<{ lot: string; expiry: string | null }>(
    tx,
    `SELECT lot, expiry FROM lot WHERE seller_id = :sellerId::uuid AND item_id = :itemId::uuid AND lot = :lot`,
    { sellerId, itemId, lot },
  );
}

export function tracesOfItem(tx: Tx, itemId: string, sellerId: string | undefined) {
  return maybe<{ sellerId: string }>(
    tx,
    `SELECT seller_id AS "sellerId" FROM item WHERE item_id = :itemId::uuid
        AND (:sellerId::uuid IS NULL OR seller_id = :sellerId::uuid)`,
    { itemId, sellerId },
  );
}

export function siteLimit(tx: Tx, siteId: string) {
  return maybe<{ limit: number }>(tx, `SELECT adjustment_limit AS limit FROM site WHERE site_id = :siteId::uuid`, {
    siteId,
  });
}

export async function binExists(tx: Tx, siteId: string, binCode: string): Promise<boolean> {
  const found = await maybe(tx, `SELECT 1 FROM bin WHERE site_id = :siteId::uuid AND bin_code = :binCode`, {
    siteId,
    binCode,
  });
  return found !== undefined;
}

export async function siteExists(tx: Tx, siteId: string): Promise<boolean> {
  return (await maybe(tx, `SELECT 1 FROM site WHERE site_id = :siteId::uuid`, { siteId })) !== undefined;
}

export async function sellerExists(tx: Tx, sellerId: string): Promise<boolean> {
  return (await maybe(tx, `SELECT 1 FROM seller WHERE seller_id = :sellerId::uuid`, { sellerId })) !== undefined;
}

/** Whose items these are, by item. */
export async function ownersOf(tx: Tx, itemIds: string[]): Promise<Map<string, string>> {
  const found = await rows<{ itemId: string; sellerId: string }>(
    tx,
    `SELECT item_id AS "itemId", seller_id AS "sellerId" FROM item WHERE item_id = ANY(:itemIds::uuid[])`,
    { itemIds },
  );
  return new Map(found.map(({ itemId, sellerId }) => [itemId, sellerId]));
}

/** The one owner of all of them, or none. */
export async function ownerOf(tx: Tx, itemIds: string[]): Promise<string | undefined> {
  const owners = await ownersOf(tx, itemIds);
  const [owner, ...others] = new Set(itemIds.map((itemId) => owners.get(itemId)));
  return others.length === 0 ? owner : undefined;
}
