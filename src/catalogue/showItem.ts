import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { mayUseSeller } from '../sellers/index.ts';
import type { Item } from './schema.ts';
import { itemById } from './store.ts';

/** One item; another seller's is as absent. */
export async function showItem(work: Work, query: { itemId: string }): Promise<Outcome<Item>> {
  const item = await itemById(work.tx, query.itemId);
  if (item === undefined || mayUseSeller(work, item.sellerId)) return notFound('item', 'itemId', query.itemId);
  return done(item);
}
