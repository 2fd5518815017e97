import { arraysOf, change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { Account } from './heldUnit.ts';

export interface HoldRow {
  siteId: string;
  holdId: string;
  scope: 'seller' | 'item' | 'lot' | 'bin' | 'lpn';
  /** Null: whoever's units they are. */
  sellerId: string | null;
  itemId: string | null;
  lot: string | null;
  place: string | null;
  reason: string;
  state: 'open' | 'lifted';
  openedBy: string;
  at: Date;
  liftedBy: string | null;
  liftedAt: Date | null;
  liftReason: string | null;
}

const HOLD = `h.site_id AS "siteId", h.hold_id AS "holdId", h.scope, h.seller_id AS "sellerId",
  h.item_id AS "itemId", h.lot, h.place, h.reason, h.state, h.opened_by AS "openedBy", h.at, h.lifted_by AS "liftedBy",
  h.lifted_at AS "liftedAt", h.lift_reason AS "liftReason"`;

export type NewHold = Pick<
  HoldRow,
  'siteId' | 'holdId' | 'scope' | 'sellerId' | 'itemId' | 'lot' | 'place' | 'reason'
> & {
  /** What is held, as one text: one open hold of it at a time. */
  subject: string;
};

/** Waits for whoever opens or lifts one of the same. @returns false where one stands */
export async function insertHold(work: Work, hold: NewHold): Promise<boolean> {
  const inserted = await change(
    work.tx,
    `INSERT INTO hold (site_id, hold_id, scope, subject, seller_id, item_id, lot, place, reason, state, opened_by, at)
     VALUES (:siteId::uuid, :holdId::uuid, :scope, :subject, :sellerId::uuid, :itemId::uuid, :lot, :place, :reason, 'open',
             :by::uuid, :at::timestamptz)
     ON CONFLICT (site_id, subject) WHERE state = 'open' DO NOTHING`,
    { ...hold, by: work.actor.userId, at: work.at },
  );
  return inserted === 1;
}

export function openHoldOf(tx: Tx, siteId: string, subject: string): Promise<HoldRow | undefined> {
  return maybe(
    tx,
    `SELECT ${HOLD} FROM hold h WHERE h.site_id = :siteId::uuid AND h.subject = :subject AND h.state = 'open'`,
    { siteId, subject },
  );
}

/** Two who lift it come one after the other; who notes units under it is kept from nothing. */
export function lockHold(tx: Tx, siteId: string, holdId: string): Promise<HoldRow | undefined> {
  return maybe(
    tx,
    `SELECT ${HOLD} FROM hold h WHERE h.site_id = :siteId::uuid AND h.hold_id = :holdId::uuid
       FOR NO KEY UPDATE`,
    { siteId, holdId },
  );
}

/** Ends a hold; the caller has locked it. */
export async function liftHoldRow(work: Work, { siteId, holdId }: HoldRow, reason: string): Promise<void> {
  await change(
    work.tx,
    `UPDATE hold SET state = 'lifted', lifted_by = :by::uuid, lifted_at = :at::timestamptz, lift_reason = :reason
      WHERE site_id = :siteId::uuid AND hold_id = :holdId::uuid AND state = 'open'`,
    { siteId, holdId, by: work.actor.userId, at: work.at, reason },
  );
}

export type Within = Pick<HoldRow, 'siteId' | 'sellerId' | 'itemId' | 'lot' | 'place'>;

const ACCOUNT = `b.place, b.seller_id AS "sellerId", b.item_id AS "itemId", b.lot, b.serial, b.quantity`;
const OF_ITEMS = `SELECT ${ACCOUNT} FROM balance b
  WHERE b.site_id = :siteId::uuid AND b.item_id = ANY(:items::uuid[]) AND (:lot::text IS NULL OR b.lot = :lot)`;
const SELLABLE = `b.condition = 'sellable' AND b.quantity > 0 AND b.place ~ '^(bin|lpn|dock)/'
  ORDER BY b.place, b.item_id, b.lot, b.serial`;

/** Units on sale at places, or else of items that a hold is about: what else the site holds is not read. */
export function sellableWithin(
  tx: Tx,
  { siteId, lot, places, items }: Within & { places: string[] | null; items: string[] },
): Promise<Account[]> {
  if (places !== null) {
    const at = `SELECT ${ACCOUNT} FROM balance b WHERE b.site_id = :siteId::uuid AND b.place = ANY(:places::text[])`;
    return rows(tx, `${at} AND ${SELLABLE}`, { siteId, places });
  }
  return rows(tx, `${OF_ITEMS} AND ${SELLABLE}`, { siteId, items, lot });
}

/** Those that were picked before, and where they are on their way out; at most 200. */
export function pickedWithin(tx: Tx, { siteId, lot }: Within, items: string[]): Promise<Account[]> {
  return rows(
    tx,
    `${OF_ITEMS} AND b.quantity > 0 AND b.place ~ '^(tote|wall|parcel|vehicle)/'
      ORDER BY b.place, b.item_id, b.lot, b.serial LIMIT 200`,
    { siteId, items, lot },
  );
}

/** Items that a hold is about, as far as there was ever something of them at its site; none of a bin or an LPN. */
export async function itemsOf(tx: Tx, { siteId, sellerId, itemId }: Within): Promise<string[]> {
  if (itemId !== null) return [itemId];
  if (sellerId === null) return [];
  const found = await rows<{ itemId: string }>(
    tx,
    `SELECT item_id AS "itemId" FROM item_stock WHERE site_id = :siteId::uuid AND seller_id = :sellerId::uuid`,
    { siteId, sellerId },
  );
  return found.map((row) => row.itemId);
}

/**
 * Who brings a seller's first units of an item here shares this until his transaction ends; who opens or lifts a hold of the
 * seller, or of one of its items, has it alone: there is no sum yet that both could lock.
 */
export async function lockFirstUnits(
  tx: Tx,
  { siteId, sellerId }: { siteId: string; sellerId: string },
  { alone }: { alone: boolean },
): Promise<void> {
  const lock = alone ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared';
  await rows(tx, `SELECT ${lock}(hashtextextended(:of, 0))`, { of: `first units ${siteId} ${sellerId}` });
}

/**
 * Who brings units on sale at places shares these until his transaction ends; who opens or lifts a hold of a place has it alone:
 * what was never there has nothing yet that both could lock. A site has 64, so that many places take few.
 */
export async function lockPlaces(
  tx: Tx,
  siteId: string,
  places: string[],
  { alone }: { alone: boolean },
): Promise<void> {
  const lock = alone ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared';
  await rows(
    tx,
    `SELECT ${lock}(hashtextextended('places ' || :siteId::text || ' ' || part, 0))
       FROM (SELECT DISTINCT hashtext(place) & 63 AS part FROM unnest(:places::text[]) AS p(place) ORDER BY part) parts`,
    { siteId, places },
  );
}

type Key = Pick<Account, 'place' | 'sellerId' | 'itemId' | 'lot'>;

/**
 * For each account the open hold that it comes under, the oldest. Whoever brings units holds the sums of their items and shares
 * their places, and whoever opens or lifts a hold of them holds the same: none of them sees half of the other.
 */
export async function holdsOver(tx: Tx, siteId: string, accounts: Key[]): Promise<Map<number, HoldRow>> {
  const found = await rows<HoldRow & { n: number }>(
    tx,
    `SELECT k.n::int AS n, ${HOLD}
       FROM unnest(:place::text[], :sellerId::uuid[], :itemId::uuid[], :lot::text[])
              WITH ORDINALITY AS k(place, seller_id, item_id, lot, n)
       JOIN hold h ON h.site_id = :siteId::uuid AND h.state = 'open'
        AND (h.seller_id IS NULL OR h.seller_id = k.seller_id) AND (h.item_id IS NULL OR h.item_id = k.item_id)
        AND (h.lot IS NULL OR h.lot = k.lot) AND (h.place IS NULL OR h.place = k.place)
      ORDER BY h.hold_id DESC`,
    { siteId, ...arraysOf(accounts, ['place', 'sellerId', 'itemId', 'lot']) },
  );
  return new Map(found.map(({ n, ...hold }) => [n - 1, hold]));
}

export interface OrderHit {
  orderId: string;
  sellerId: string;
  broken: number;
  short: number;
}

export async function noteOrders(work: Work, siteId: string, holdId: string, orders: OrderHit[]): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO hold_order (site_id, hold_id, order_id, seller_id, broken, short)
     SELECT :siteId::uuid, :holdId::uuid, o.*
       FROM unnest(:orderId::uuid[], :sellerId::uuid[], :broken::int[], :short::int[]) AS o`,
    { siteId, holdId, ...arraysOf(orders, ['orderId', 'sellerId', 'broken', 'short']) },
  );
}

export type AfterHit = Pick<OrderHit, 'short' | 'orderId'>;

/** Those short of most first. */
export function ordersOfHold(
  tx: Tx,
  { siteId, holdId }: { siteId: string; holdId: string },
  { after, limit }: { after: AfterHit | undefined; limit: number },
): Promise<OrderHit[]> {
  return rows(
    tx,
    `SELECT order_id AS "orderId", seller_id AS "sellerId", broken, short FROM hold_order
      WHERE site_id = :siteId::uuid AND hold_id = :holdId::uuid
        AND (:afterId::uuid IS NULL OR short < :afterShort::int OR (short = :afterShort::int AND order_id > :afterId::uuid))
      ORDER BY short DESC, order_id LIMIT :limit`,
    { siteId, holdId, limit, afterShort: after?.short, afterId: after?.orderId },
  );
}

export interface HoldTotals extends HoldRow {
  /** Units that it took out of sale. */
  units: number;
  orders: number;
  short: number;
}

const TOTALS = `${HOLD},
  (SELECT coalesce(sum(u.taken), 0)::int FROM hold_unit u WHERE u.site_id = h.site_id AND u.hold_id = h.hold_id) AS units,
  (SELECT count(*)::int FROM hold_order o WHERE o.site_id = h.site_id AND o.hold_id = h.hold_id) AS orders,
  (SELECT coalesce(sum(o.short), 0)::int FROM hold_order o WHERE o.site_id = h.site_id AND o.hold_id = h.hold_id) AS short`;

export function holdsAt(tx: Tx, siteId: string, { state, limit }: { state: string; limit: number }) {
  return rows<HoldTotals>(
    tx,
    `SELECT ${TOTALS} FROM hold h WHERE h.site_id = :siteId::uuid AND h.state = :state
      ORDER BY h.at DESC, h.hold_id DESC LIMIT :limit`,
    { siteId, state, limit },
  );
}

export function holdById(tx: Tx, siteId: string, holdId: string): Promise<HoldTotals | undefined> {
  return maybe(tx, `SELECT ${TOTALS} FROM hold h WHERE h.site_id = :siteId::uuid AND h.hold_id = :holdId::uuid`, {
    siteId,
    holdId,
  });
}

/** The codes of an LPN and of all that stands on it; none where nobody knows it. At most 20 deep. */
export async function lpnAndAbove(tx: Tx, siteId: string, lpnCode: string): Promise<string[]> {
  const found = await rows<{ code: string }>(
    tx,
    `WITH RECURSIVE up AS (
       SELECT lpn_code, 1 AS depth FROM lpn WHERE site_id = :siteId::uuid AND lpn_code = :lpnCode
       UNION ALL
       SELECT l.lpn_code, up.depth + 1 FROM up JOIN lpn l ON l.site_id = :siteId::uuid AND l.parent_lpn = up.lpn_code
        WHERE up.depth < 20)
     SELECT lpn_code AS code FROM up`,
    { siteId, lpnCode },
  );
  return found.map(({ code }) => code);
}
