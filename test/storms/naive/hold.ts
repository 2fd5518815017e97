import { holdUnits } from '../../../src/inventory/index.ts';
import type { Database } from '../../../src/platform/database.ts';
import { done, type Outcome } from '../../../src/platform/errors.ts';
import { newId } from '../../../src/platform/ids.ts';
import { rows } from '../../../src/platform/sql.ts';
import { transact } from '../../../src/platform/transact.ts';
import { system } from '../../../src/platform/work.ts';

/** The wrong twin of a hold: it looks what lies on sale, thinks, and holds what it saw; alone it is right. */
export function holdAsSeen(
  db: Database,
  { siteId, sellerId, itemId }: { siteId: string; sellerId: string; itemId: string },
  think: () => Promise<void>,
): Promise<Outcome<undefined>> {
  return transact(db, { actor: system, at: new Date(), id: newId() }, async (work) => {
    const seen = await rows<{ place: string; quantity: number }>(
      work.tx,
      `SELECT place, quantity FROM balance WHERE site_id = :siteId::uuid AND item_id = :itemId::uuid AND quantity > 0`,
      { siteId, itemId },
    );
    await think();
    for (const { place, quantity } of seen) {
      const held = await holdUnits(work, { siteId, itemId, place, quantity, reason: 'recall' });
      if (held.refused) return held;
    }
    await rows(
      work.tx,
      `INSERT INTO hold (site_id, hold_id, scope, subject, seller_id, item_id, reason, state, opened_by, at)
       VALUES (:siteId::uuid, :holdId::uuid, 'item', :subject, :sellerId::uuid, :itemId::uuid, 'recall', 'open', :by::uuid, :at::timestamptz)`,
      { siteId, holdId: newId(), subject: itemId, sellerId, itemId, by: system.userId, at: work.at },
    );
    return done(undefined);
  });
}
