import { rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { Balance } from './stock.ts';

export interface HeldBalance extends Balance {
  /** Holds that stand and have units of these, the oldest first. */
  holds: { holdId: string; reason: string; quantity: number }[];
  /** Held for a count that did not find them and waits for a second person. */
  waiting: number;
  /** The movement that last made units here what they are; null where none tells. */
  kind: string | null;
  reason: string | null;
}

const INTO = `SELECT l.kind, l.reason, l.from_place, l.from_condition <> l.to_condition OR l.from_place !~ '/' AS became
  FROM ledger l
 WHERE l.site_id = b.site_id AND l.item_id = b.item_id AND l.lot = b.lot AND l.serial = b.serial
   AND l.to_condition = b.condition`;
const LATEST = `ORDER BY l.at DESC, l.movement_id DESC LIMIT 1`;

/**
 * Units in the house that nobody may sell, and why not: by place, at most `limit`. Of units that were carried here as they are,
 * it is what befell them where they came from.
 */
export function heldBalances(tx: Tx, siteId: string, limit: number): Promise<HeldBalance[]> {
  return rows(
    tx,
    `SELECT b.place, b.seller_id AS "sellerId", b.item_id AS "itemId", b.lot, b.serial, b.condition, b.quantity,
            b.allocated, coalesce(h.holds, '[]') AS holds, coalesce(c.units, 0) AS waiting, CASE WHEN i.became THEN i.kind ELSE o.kind END AS kind,
            CASE WHEN i.became THEN i.reason ELSE o.reason END AS reason
       FROM balance b
       LEFT JOIN LATERAL (
         SELECT jsonb_agg(jsonb_build_object('holdId', h.hold_id, 'reason', h.reason, 'quantity', u.held)
                          ORDER BY h.hold_id) AS holds
           FROM hold_unit u JOIN hold h ON h.site_id = u.site_id AND h.hold_id = u.hold_id AND h.state = 'open'
          WHERE b.condition = 'hold' AND u.site_id = b.site_id AND u.place = b.place AND u.item_id = b.item_id
            AND u.lot = b.lot AND u.serial = b.serial AND u.held > 0) h ON true
       LEFT JOIN LATERAL (
         SELECT least(a.held, b.quantity) AS units FROM adjustment a
          WHERE b.condition = 'hold' AND a.site_id = b.site_id AND a.place = b.place AND a.item_id = b.item_id AND a.lot = b.lot
            AND a.state = 'waiting' AND a.seen_at IS NOT NULL AND a.held > 0
            AND (b.serial = ANY(a.held_serials) OR a.held_serials = '{}')) c ON true
       LEFT JOIN LATERAL (${INTO} AND l.to_place = b.place ${LATEST}) i ON true
       LEFT JOIN LATERAL (
         ${INTO} AND NOT i.became AND l.to_place = i.from_place
            AND (l.from_condition <> l.to_condition OR l.from_place !~ '/') ${LATEST}) o ON true
      WHERE b.site_id = :siteId::uuid AND b.condition <> 'sellable' AND b.quantity > 0 AND b.place ~ '^(bin|lpn|dock)/'
      ORDER BY b.place, b.item_id, b.lot, b.serial, b.condition LIMIT :limit`,
    { siteId, limit },
  );
}
