import { balancesAt, lpnPlace, type Balance } from '../inventory/index.ts';
import type { Tx } from '../platform/work.ts';

/** Goods on an LPN that go to a bin together: one item, lot and condition; serial units are rows of their own. */
export interface GoodsOn {
  sellerId: string;
  itemId: string;
  lot: string;
  condition: Balance['condition'];
  quantity: number;
  rows: Balance[];
}

export async function goodsOn(tx: Tx, siteId: string, lpnCode: string): Promise<GoodsOn[]> {
  const goods = new Map<string, GoodsOn>();
  for (const row of await balancesAt(tx, siteId, lpnPlace(lpnCode))) {
    const key = `${row.itemId} ${row.lot} ${row.condition}`;
    const known = goods.get(key);
    if (known === undefined) {
      const { sellerId, itemId, lot, condition, quantity } = row;
      goods.set(key, { sellerId, itemId, lot, condition, quantity, rows: [row] });
    } else {
      known.quantity += row.quantity;
      known.rows.push(row);
    }
  }
  return [...goods.values()];
}
