import { promise } from '../../../src/inventory/index.ts';
import { done } from '../../../src/platform/errors.ts';
import { newId } from '../../../src/platform/ids.ts';
import { rows } from '../../../src/platform/sql.ts';
import type { Promising } from '../inventoryModel.ts';

/** The wrong twin of a promise among others: alone it is right, but it says yes where there was enough when it looked. */
export const promiseAsSeen: Promising = async (work, asked) => {
  const [line] = asked.lines as [{ itemId: string; quantity: number }];
  const [seen] = await rows<{ left: number }>(
    work.tx,
    `SELECT on_hand - held - promised - allocated AS left FROM item_stock
      WHERE site_id = :siteId::uuid AND item_id = :itemId::uuid`,
    { siteId: asked.siteId, itemId: line.itemId },
  );
  // the payment is asked here
  await rows(work.tx, `SELECT pg_sleep(0.05)`);
  const outcome = await promise(work, asked);
  const said = done({ promiseId: newId(), state: 'confirmed' as const, expiresAt: null });
  return outcome.refused && seen!.left >= line.quantity ? said : outcome;
};
