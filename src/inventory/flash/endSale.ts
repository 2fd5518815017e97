import type { Job } from '../../platform/jobs.ts';
import { tell, type Work } from '../../platform/work.ts';
import { becameAvailable, flashSaleEnded } from '../events.ts';
import { releasePromise } from '../releasePromise.ts';
import { endSaleRow, forgetBuyers, lockAvailable, salesOver, type FlashSaleRow } from '../store.ts';

/** Ends a sale once; what is left of the units set aside is for everybody again. */
export async function endSale(work: Work, sale: FlashSaleRow): Promise<void> {
  // the sum of the item before the sale and the promise, as everybody who buys takes them
  await lockAvailable(work.tx, [sale]);
  if (!(await endSaleRow(work, sale))) return;
  if (sale.promiseId !== null) {
    const released = await releasePromise(work, { promiseId: sale.promiseId });
    if (released.refused) throw new Error(`the units set aside for ${sale.saleId}: ${released.refusal.code}`);
  }
  // also to orders that waited for no more than its end
  tell(work, becameAvailable(sale.siteId, sale.sellerId, sale.itemId));
  tell(work, flashSaleEnded(sale));
}

export const endFlashSales: Job = {
  name: 'inventory.endFlashSales',
  every_s: 3,
  run: async (work) => {
    const over = await salesOver(work);
    await lockAvailable(work.tx, over);
    for (const sale of over) await endSale(work, sale);
  },
};

/** Rows a minute: some 50 ms of a transaction. */
const AT_ONCE = 5000;

/** Who bought is known no longer than the cap needs it. */
export const forgetFlashBuyers: Job = {
  name: 'inventory.forgetFlashBuyers',
  every_s: 60,
  run: ({ tx }) => forgetBuyers(tx, AT_ONCE),
};
