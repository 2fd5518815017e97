import { rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { Balance } from './stock.ts';

/** Units in the house that nobody may sell, and why not: by place, at most `limit`. */
export function heldBalances(tx: Tx, siteId: string, limit: number): Promise<Balance[]> {
  return rows(
    tx,
    `SELECT place, seller_id AS "sellerId", item_id AS "itemId", lot, serial, condition, quantity, allocated
       FROM balance
      WHERE site_id = :siteId::uuid AND condition <> 'sellable' AND quantity > 0 AND place ~ '^(bin|lpn|dock)/'
      ORDER BY place, item_id, lot, serial, condition LIMIT :limit`,
    { siteId, limit },
  );
}
