import { rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { LedgerRow } from './stock.ts';
import type { Balance } from './stock.ts';

export interface Lying extends Omit<Balance, 'place'> {
  expiry: string | null;
}

/** What lies at a place, each lot with the day that it is good until. */
export function contentsOf(tx: Tx, siteId: string, place: string): Promise<Lying[]> {
  return rows(
    tx,
    `SELECT b.seller_id AS "sellerId", b.item_id AS "itemId", b.lot, b.serial, l.expiry::text, b.condition, b.quantity,
            b.allocated
       FROM balance b
       LEFT JOIN lot l ON l.seller_id = b.seller_id AND l.item_id = b.item_id AND l.lot = b.lot AND b.lot <> ''
      WHERE b.site_id = :siteId::uuid AND b.place = :place AND b.quantity > 0
      ORDER BY b.item_id, l.expiry, b.lot, b.serial, b.condition LIMIT 1000`,
    { siteId, place },
  );
}

export interface HoldAtPlace {
  holdId: string;
  scope: string;
  reason: string;
  /** Units that it has there. */
  units: number;
  at: Date;
}

/** Holds that stand and are of a place, or have units there; of units that are held one by one there is none. */
export function holdsAtPlace(tx: Tx, siteId: string, place: string): Promise<HoldAtPlace[]> {
  return rows(
    tx,
    `SELECT h.hold_id AS "holdId", h.scope, h.reason, coalesce(sum(u.held), 0)::int AS units, h.at FROM hold h
       LEFT JOIN hold_unit u ON u.site_id = h.site_id AND u.hold_id = h.hold_id AND u.place = :place AND u.held > 0
      WHERE h.site_id = :siteId::uuid AND h.state = 'open' AND (h.place = :place OR u.hold_id IS NOT NULL)
      GROUP BY h.site_id, h.hold_id ORDER BY h.at DESC, h.hold_id DESC LIMIT 100`,
    { siteId, place },
  );
}

export type MoveAtPlace = Omit<LedgerRow, 'trace'>;

const oneWay = (side: 'from_place' | 'to_place'): string => `
  (SELECT movement_id AS "movementId", leg, kind, item_id AS "itemId", lot, from_place AS "fromPlace",
          to_place AS "toPlace", to_condition AS "toCondition", quantity, reason, actor_id AS "actorId", at
     FROM ledger
    WHERE site_id = :siteId::uuid AND ${side} = :place AND ${side} LIKE 'bin/%'
    ORDER BY at DESC LIMIT :limit)`;

/** What came to a bin and what left it, the latest first: each way is read from an index of bins alone. */
export function movesAtBin(tx: Tx, siteId: string, place: string, limit: number): Promise<MoveAtPlace[]> {
  return rows(
    tx,
    `${oneWay('from_place')} UNION ${oneWay('to_place')} ORDER BY at DESC, "movementId" DESC, leg LIMIT :limit`,
    { siteId, place, limit },
  );
}
