import type { Database } from '../../../src/platform/database.ts';
import type { Shop } from '../soldOut.test.ts';

/**
 * The wrong twin of a shop whose buyers may not pay: it sells no unit twice, by one guarded statement, and what was granted is
 * gone: a payment that failed or a page that was closed gives nothing back.
 */
export async function openShopThatKeepsAll(db: Database, units: number): Promise<Shop> {
  await db.raw('CREATE TABLE naive_shelf (free int NOT NULL, granted int NOT NULL)');
  await db.raw('INSERT INTO naive_shelf VALUES (?, 0)', [units]);
  const number = async (column: 'free' | 'granted') => {
    const { rows } = (await db.raw(`SELECT ${column} AS n FROM naive_shelf`)) as { rows: { n: number }[] };
    return rows[0]!.n;
  };
  return {
    async checkOut({ quantity }) {
      const { rowCount } = (await db.raw(
        'UPDATE naive_shelf SET free = free - :quantity, granted = granted + :quantity WHERE free >= :quantity',
        { quantity },
      )) as { rowCount: number };
      return rowCount === 1;
    },
    left: () => number('free'),
    granted: () => number('granted'),
    timeIsOver: () => undefined,
  };
}
