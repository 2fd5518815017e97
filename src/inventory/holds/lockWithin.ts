import { OvertakenError } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { lockStock, type HeldStock, type UnitsOut } from '../lockStock.ts';
import { itemsOf, lockFirstUnits, lockPlaces, type Account, type Within } from '../store.ts';

/**
 * Locks the balances of units that are to go on hold or to come off it, and the sums through which more would come under the
 * hold meanwhile. A seller's items that were never here have no sum, and what never lay at a place has nothing there: who brings
 * the first of these waits for this transaction, and this one for those who are just bringing it.
 */
export async function lockWithin(
  work: Work,
  hold: Within,
  { out = [], places = [] }: { out?: UnitsOut[]; places?: Account[] },
): Promise<HeldStock> {
  const { siteId, sellerId, place } = hold;
  const known = await itemsOf(work.tx, hold);
  const items = [...known, ...places.map(({ itemId }) => itemId)].map((itemId) => ({ siteId, itemId }));
  const held = await lockStock(work, { siteId, out, places, items });
  if (place !== null) await lockPlaces(work.tx, siteId, [place], { alone: true });
  if (sellerId === null) return held;
  await lockFirstUnits(work.tx, { siteId, sellerId }, { alone: true });
  const before = new Set(known);
  const since = await itemsOf(work.tx, hold);
  if (since.some((itemId) => !before.has(itemId))) throw new OvertakenError('an item came here meanwhile');
  return held;
}

/** Places of items, as they are locked. */
export const placesOf = (accounts: Account[]): ReadonlySet<string> =>
  new Set(accounts.map(({ place, itemId }) => `${place} ${itemId}`));
