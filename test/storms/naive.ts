import type { Database } from '../../src/platform/database.ts';
import type { Repeat } from './handset.ts';
import type { Asking } from './screen.ts';

/**
 * The wrong twin of a promise: reads what is left, decides in the program, writes what it decided. Every storm that
 * shows a promise to hold has to catch this one.
 */
export async function sellNaively(
  db: Database,
  of: { siteId: string; itemId: string; quantity: number },
): Promise<'sold' | 'refused'> {
  return db.transaction(async (tx) => {
    const { rows } = (await tx.raw(
      `SELECT on_hand - held - promised - allocated AS left FROM item_stock WHERE site_id = ? AND item_id = ?`,
      [of.siteId, of.itemId],
    )) as { rows: { left: number }[] };
    if ((rows[0]?.left ?? 0) < of.quantity) return 'refused';
    // the payment is asked here
    await tx.raw(`SELECT pg_sleep(0.002)`);
    await tx.raw(`INSERT INTO naive_sale (item_id, quantity) VALUES (?, ?)`, [of.itemId, of.quantity]);
    await tx.raw(
      `UPDATE item_stock SET promised = least(on_hand - held - allocated, promised + ?) WHERE site_id = ? AND item_id = ?`,
      [of.quantity, of.siteId, of.itemId],
    );
    return 'sold';
  });
}

/** The wrong twin of a device that repeats: every sending is a scan of its own. */
export const underAnother: Repeat = (scan, nextSeq) => ({ ...scan, seq: nextSeq() });

/** The wrong twin of a shop that runs on several machines: each keeps the stock in its own memory. Alone it is right. */
export async function openShopInMemory(db: Database, of: { siteId: string; itemId: string }) {
  const { rows } = (await db.raw(
    `SELECT on_hand - held - promised - allocated AS left FROM item_stock WHERE site_id = ? AND item_id = ?`,
    [of.siteId, of.itemId],
  )) as { rows: { left: number }[] };
  let left = rows[0]?.left ?? 0;
  const sell = (): 'sold' | 'refused' => {
    if (left < 1) return 'refused';
    left -= 1;
    return 'sold';
  };
  return { sell };
}

/** The wrong twin of a screen: it believes that nothing happened while it was away, since nobody told it. */
export const askingOnlyWhenRung: Asking = { onReturn: false };

/** An app that takes no notice of what its database says, and tells everybody that it is done. @returns how often it did */
export async function writeDeafly(db: Database, { siteId, times }: { siteId: string; times: number }): Promise<number> {
  for (let seq = 1; seq <= times; seq++) {
    // as large as a page, so that each needs room of its own
    await db
      .raw(
        `INSERT INTO scan (device_id, seq, site_id, actor_id, flow, code, source, device_at, at, clock_off, gap, body_hash, ok, answer)
         VALUES ('deaf', ?, ?, '00000000-0000-7000-8000-000000000000', 'move',
                 (SELECT string_agg(gen_random_uuid()::text, '') FROM generate_series(1, 400)), 'wedge', now(), now(), false, false, '', true, '{}')`,
        [seq, siteId],
      )
      .catch(() => undefined);
  }
  return times;
}
