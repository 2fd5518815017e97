import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { mayUseSeller } from '../sellers/index.ts';
import { barcodeKey } from './rules.ts';
import type { Items, ItemsQuery } from './schema.ts';
import { itemsPage } from './store.ts';

/** A page of items; `next` goes back in as `after` while there are more. */
export async function listItems(work: Work, query: ItemsQuery): Promise<Outcome<Items>> {
  const foreign = query.sellerId === undefined ? undefined : mayUseSeller(work, query.sellerId);
  if (foreign !== undefined) return foreign;
  const found = await itemsPage(work.tx, {
    sellerId: query.sellerId ?? work.actor.sellerId,
    search: query.search,
    key: query.search === undefined ? undefined : barcodeKey(query.search),
    after: query.after,
    limit: query.limit + 1,
  });
  const items = found.slice(0, query.limit);
  return done(found.length > query.limit ? { items, next: items.at(-1)!.itemId } : { items });
}
