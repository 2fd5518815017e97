import type { Database } from '../../../src/platform/database.ts';

/** The wrong twin of an end: it looks whether the promise is open, thinks, and then writes what it saw. */
export async function resolveNaively(db: Database, promiseId: string, to: string): Promise<'won' | 'lost'> {
  const { rows } = (await db.raw('SELECT state FROM promise WHERE promise_id = ?', [promiseId])) as {
    rows: { state: string }[];
  };
  if (rows[0]?.state !== 'open') return 'lost';
  // the payment is asked here
  await db.raw('SELECT pg_sleep(0.002)');
  await db.raw('UPDATE promise SET state = ?, expires_at = NULL WHERE promise_id = ?', [to, promiseId]);
  return 'won';
}

/** The wrong twin of a basket: it takes its items as the buyer has put them in, and waits for each with the others in hand. */
export async function takeInBasketOrder(
  db: Database,
  itemIds: string[],
  think: () => Promise<void>,
): Promise<string | undefined> {
  return db
    .transaction(async (tx) => {
      for (const itemId of itemIds) {
        await tx.raw('UPDATE item_stock SET promised = promised WHERE item_id = ?', [itemId]);
        await think();
      }
    })
    .then(
      () => undefined,
      (error: { code?: string }) => error.code,
    );
}
