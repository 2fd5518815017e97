import { tell, type Work } from '../platform/work.ts';
import { becameAvailable } from './events.ts';
import { returnCaps } from './flash/returnCaps.ts';
import { distinct, giveBackOpen, type PromiseIds } from './store.ts';

/** What promises that have just ended still hold is free: in the sums, in the flash sales that it was taken of, and told. */
export async function giveBack(work: Work, promises: PromiseIds[]): Promise<void> {
  const lines = await giveBackOpen(work, promises);
  await returnCaps(work, lines);
  for (const { siteId, sellerId, itemId } of distinct(lines)) tell(work, becameAvailable(siteId, sellerId, itemId));
}
