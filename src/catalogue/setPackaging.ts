import { done, notFound, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { mayUseSeller } from '../sellers/index.ts';
import { packagingSet } from './events.ts';
import { refusePacks, unitVolume_cm3 } from './rules.ts';
import type { Item, SetPackaging } from './schema.ts';
import { itemById, setMeasures, setPacks } from './store.ts';

/** Corrects what an item measures and weighs, and how it is packed. What is not named stays. */
export async function setPackaging(work: Work, input: SetPackaging & { itemId: string }): Promise<Outcome<Item>> {
  const known = await itemById(work.tx, input.itemId);
  if (known === undefined || mayUseSeller(work, known.sellerId)) return notFound('item', 'itemId', input.itemId);
  const wrong = refusePacks(input.packs ?? []);
  if (wrong !== undefined) return wrong;
  const size_mm = input.size_mm ?? known.size_mm;
  const item: Item = {
    ...known,
    size_mm,
    unitVolume_cm3: unitVolume_cm3(size_mm),
    weight_g: input.weight_g ?? known.weight_g,
    keepUpright: input.keepUpright ?? known.keepUpright,
    packs: input.packs ?? known.packs,
  };
  await setMeasures(work, item);
  if (input.packs !== undefined) await setPacks(work.tx, item.sellerId, item.itemId, item.packs);
  tell(work, packagingSet(item.sellerId, item.itemId));
  return done(item);
}
