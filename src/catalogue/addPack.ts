import { done, notFound, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { mayUseSeller } from '../sellers/index.ts';
import { packagingSet } from './events.ts';
import { packName, refusePack, samePack } from './rules.ts';
import type { AddPack, Item } from './schema.ts';
import { addPackRow, itemById, lockItem } from './store.ts';

/** Gives an item one more pack, beside those it has; the same one again changes nothing, nor does its name. */
export async function addPack(work: Work, input: AddPack & { itemId: string }): Promise<Outcome<Item>> {
  const { itemId, ...asked } = input;
  const owned = await itemById(work.tx, itemId);
  if (owned === undefined || mayUseSeller(work, owned.sellerId)) return notFound('item', 'itemId', itemId);
  // whoever else packs it now goes first or after, so that what is read next holds
  await lockItem(work.tx, owned.sellerId, itemId);
  const item = (await itemById(work.tx, itemId))!;
  if (item.packs.some((pack) => samePack(pack, asked))) return done(item, 200);
  const pack = { ...asked, name: asked.name ?? packName(asked.quantity) };
  const isAdded = await addPackRow(work.tx, item.sellerId, itemId, pack);
  if (!isAdded) return refusePack(item.packs, pack);
  tell(work, packagingSet(item.sellerId, itemId));
  return done({ ...item, packs: [...item.packs, pack].toSorted((one, other) => one.quantity - other.quantity) });
}
