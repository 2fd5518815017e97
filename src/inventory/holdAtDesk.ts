import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { freeUnits, holdUnits } from './holdUnits.ts';
import type { UnitsAt } from './takeOut.ts';
import { binPlace } from './place.ts';
import type { FreeHeld, TakeOffSale } from './schema.ts';
import { binExists, holdsOver, ownerOf } from './store.ts';

/** A supervisor takes units out of sale where they lie; orders that counted on them are served from elsewhere or told. */
export async function takeOffSale(work: Work, input: TakeOffSale) {
  const units = await unitsOf(work, input);
  if (units.refused) return units;
  const held = await holdUnits(work, units.value);
  if (held.refused) return held;
  const { movementId, shed } = held.value;
  return done({ movementId, short: shed.reduce((sum, { quantity }) => sum + quantity, 0) });
}

/**
 * Units that were held are sellable again: they were found, or looked at and good. Refuses `hold_stands` where they are a
 * hold's, or would be held again at once.
 */
export async function freeHeld(work: Work, input: FreeHeld): Promise<Outcome<{ movementId: string }>> {
  const units = await unitsOf(work, input);
  if (units.refused) return units;
  const { siteId, place, itemId, lot = '' } = units.value;
  const sellerId = await ownerOf(work.tx, [itemId]);
  const over =
    sellerId === undefined ? undefined : await holdsOver(work.tx, siteId, [{ place, sellerId, itemId, lot }]);
  const hold = over?.get(0);
  if (hold) return refuse('hold_stands', 'A hold stands on them; lift it', { details: { holdId: hold.holdId } });
  return freeUnits(work, units.value);
}

async function unitsOf(work: Work, input: TakeOffSale | FreeHeld): Promise<Outcome<UnitsAt>> {
  const { binCode, ...rest } = input;
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  if (!(await binExists(work.tx, input.siteId, binCode))) return notFound('bin', 'binCode', binCode);
  return done({ ...rest, place: binPlace(binCode) });
}
