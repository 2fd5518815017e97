import type { Database } from '../../../src/platform/database.ts';
import type { Bounded } from '../bounds.test.ts';

/**
 * The wrong twin of doors that look at what they are asked, and of tables that know what may stand in them: it adds and takes
 * away whatever comes, in copies of the tables that have no checks, and tells everybody that it is done.
 */
export async function openShopWithoutBounds(
  db: Database,
  of: { siteId: string; itemId: string; bin: string },
): Promise<Bounded> {
  for (const table of ['balance', 'item_stock', 'promise_line']) {
    await db.raw(`CREATE TABLE naive_${table} AS TABLE ${table}`);
  }
  const here = { ...of, place: `bin/${of.bin}` };
  const told = async (statement: string, quantity: number) => {
    await db.raw(statement, { ...here, quantity });
    return { status: 201, body: {} };
  };
  const inBin = (quantity: number) =>
    told(
      `UPDATE naive_balance SET quantity = quantity + :quantity::bigint % 1000000
        WHERE site_id = :siteId AND item_id = :itemId AND place = :place`,
      quantity,
    );
  const inSum = (column: 'promised' | 'held') => (quantity: number) =>
    told(
      `UPDATE naive_item_stock SET ${column} = ${column} + :quantity::numeric
        WHERE site_id = :siteId AND item_id = :itemId`,
      quantity,
    );
  return {
    doors: {
      'adjust away': (beyond) => inBin(-beyond - 10),
      hold: (beyond) => inSum('held')(beyond + 10),
      free: (beyond) => inSum('held')(-beyond),
      promise: (beyond) => inSum('promised')(beyond + 6),
      'promise none': (beyond) => inSum('promised')(-beyond),
      'promise a part': (beyond) => inSum('promised')(beyond + 0.5),
      'adjust by no number': (beyond) => inBin(beyond * 1e12 + 1),
    },
    write: (statement) => db.raw(statement.replace(/UPDATE /, 'UPDATE naive_')),
    state: async () => {
      const { rows } = (await db.raw(
        `SELECT s.on_hand, s.promised, s.held, b.quantity, b.allocated, b.place
           FROM naive_item_stock s JOIN naive_balance b USING (site_id, item_id)
          WHERE site_id = :siteId AND item_id = :itemId ORDER BY b.place, b.condition`,
        here,
      )) as { rows: object[] };
      return rows;
    },
  };
}
