import { itemById } from '../../catalogue/index.ts';
import { invalid, refuse, type Refused } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import type { OpenHold } from '../schema.ts';
import { lotsOf, lotWasHere } from '../store.ts';

type OfLot = Extract<OpenHold, { scope: 'lot' }>;

/**
 * A lot that nobody has seen is a slip of the hand more often than one that is still to come: a recall of it would hold nothing
 * and look as if it did. Who means it says so.
 * @returns `lot_not_tracked`, `lot_unknown` with the lots that there are, those that differ by case or dashes alone first
 */
export async function refuseLot(work: Work, input: OfLot): Promise<Refused | undefined> {
  const { siteId, itemId, lot, evenIfUnknown } = input;
  const known = await lotsOf(work.tx, { siteId, itemId, lot });
  if (known[0]?.lot === lot || (await lotWasHere(work.tx, { siteId, itemId, lot }))) return undefined;
  const item = await itemById(work.tx, itemId);
  if (item?.lotTracked !== true) return invalid('lot', lot, 'an item that is kept by lots', 'lot_not_tracked');
  if (evenIfUnknown === true) return undefined;
  const alike = known.filter((one) => one.alike);
  const expected = (alike.length > 0 ? alike : known).map((one) => one.lot);
  const details = { lots: known.map((one) => one.lot) };
  return refuse('lot_unknown', 'Nobody has seen such a lot of this item', {
    field: 'lot',
    got: lot,
    expected,
    details,
  });
}
