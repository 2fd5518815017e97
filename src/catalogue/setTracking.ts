import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { mayUseSeller } from '../sellers/index.ts';
import { trackingSet } from './events.ts';
import type { Item, SetTracking } from './schema.ts';
import { itemById, keepTracking, lockTracking, unitsInHouse, type InHouse } from './store.ts';

const KINDS = ['lotTracked', 'expiryTracked', 'serialTracked'] as const;

/**
 * Changes what is asked of every unit of an item that arrives: lot, expiry date, serial number. Units that are in the house
 * were never asked, or would be asked for what nobody keeps any more, so there must be none at any site: `item_in_stock`
 * lists where they lie. Whoever brings units in waits until it is decided.
 */
export async function setTracking(work: Work, input: SetTracking & { itemId: string }): Promise<Outcome<Item>> {
  const { itemId, ...asked } = input;
  const seen = await itemById(work.tx, itemId);
  if (seen === undefined || mayUseSeller(work, seen.sellerId)) return notFound('item', 'itemId', itemId);
  await lockTracking(work.tx, seen.sellerId, itemId);
  const known = (await itemById(work.tx, itemId))!;
  const item: Item = {
    ...known,
    lotTracked: asked.lotTracked ?? known.lotTracked,
    expiryTracked: asked.expiryTracked ?? known.expiryTracked,
    serialTracked: asked.serialTracked ?? known.serialTracked,
    minLifeDays: asked.minLifeDays ?? known.minLifeDays,
  };
  const field = KINDS.find((kind) => item[kind] !== known[kind]);
  const places = field === undefined ? [] : await unitsInHouse(work.tx, itemId);
  if (field !== undefined && places.length > 0) return refuseInHouse(field, places);
  await keepTracking(work, item);
  tell(work, trackingSet(item.sellerId, itemId));
  return done(item);
}

function refuseInHouse(field: string, places: InHouse[]): Refused {
  const units = places.reduce((sum, { quantity }) => sum + quantity, 0);
  const [first] = places;
  const got = `${units}: ${first!.site} ${first!.place}${places.length > 1 ? ' …' : ''}`;
  const expected = 'no units at any site';
  return refuse('item_in_stock', 'Units of it are in the house', { field, got, expected, details: places });
}
