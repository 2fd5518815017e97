import type { Database } from '../../../src/platform/database.ts';

const LOCKS = {
  line: 'SELECT 1 FROM promise_line WHERE item_id = ? FOR UPDATE',
  sum: 'SELECT 1 FROM item_stock WHERE item_id = ? FOR UPDATE',
};

/** The wrong twin of an order of locks: it takes one kind, thinks, and takes the other, as each path finds them. */
export async function lockAsFound(
  db: Database,
  itemId: string,
  found: (keyof typeof LOCKS)[],
  think: () => Promise<void>,
): Promise<string | undefined> {
  return db
    .transaction(async (tx) => {
      for (const kind of found) {
        await tx.raw(LOCKS[kind], [itemId]);
        await think();
      }
    })
    .then(
      () => undefined,
      (error: { code?: string }) => error.code,
    );
}
