import type { Database } from '../../../src/platform/database.ts';

/** The wrong twin of a sweep: it looks who is over, thinks, and ends those it saw. @returns how many it ended */
export async function sweepNaively(db: Database, itemId: string, think: () => Promise<void>): Promise<number> {
  const { rows } = (await db.raw(
    `SELECT promise_id AS id, open FROM promise JOIN promise_line USING (site_id, promise_id)
      WHERE item_id = ? AND state = 'open'`,
    [itemId],
  )) as { rows: { id: string; open: number }[] };
  await think();
  await db.transaction(async (tx) => {
    for (const { id, open } of rows) {
      await tx.raw(`UPDATE promise SET state = 'expired' WHERE promise_id = ?`, [id]);
      await tx.raw('UPDATE promise_line SET open = 0 WHERE promise_id = ?', [id]);
      await tx.raw('UPDATE item_stock SET promised = promised - ? WHERE item_id = ?', [open, itemId]);
    }
  });
  return rows.length;
}

/** The wrong twin of a set that ends: each with what it holds, in the order in which they were found, before the next. */
export async function endAsFound(
  db: Database,
  found: { promiseId: string; itemId: string }[],
  think: () => Promise<void>,
): Promise<string | undefined> {
  return db
    .transaction(async (tx) => {
      for (const { promiseId, itemId } of found) {
        await tx.raw('SELECT 1 FROM promise WHERE promise_id = ? FOR UPDATE', [promiseId]);
        await tx.raw('SELECT 1 FROM item_stock WHERE item_id = ? FOR UPDATE', [itemId]);
        await think();
      }
    })
    .then(
      () => undefined,
      (error: { code?: string }) => error.code,
    );
}
