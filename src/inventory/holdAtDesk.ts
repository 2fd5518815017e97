import { mayUseSite } from '../auth/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { freeUnits, holdUnits, type UnitsAt } from './holdUnits.ts';
import { binPlace } from './place.ts';
import type { FreeHeld, TakeOffSale } from './schema.ts';
import { binExists } from './store.ts';

/** A supervisor takes units out of sale where they lie; orders that counted on them are served from elsewhere or told. */
export async function takeOffSale(work: Work, input: TakeOffSale) {
  const units = await unitsOf(work, input);
  if (units.refused) return units;
  const held = await holdUnits(work, units.value);
  if (held.refused) return held;
  const { movementId, shed } = held.value;
  return done({ movementId, short: shed.reduce((sum, { quantity }) => sum + quantity, 0) });
}

/** Units that were held are sellable again: they were found, or looked at and good. */
export async function freeHeld(work: Work, input: FreeHeld): Promise<Outcome<{ movementId: string }>> {
  const units = await unitsOf(work, input);
  return units.refused ? units : freeUnits(work, units.value);
}

async function unitsOf(work: Work, input: TakeOffSale | FreeHeld): Promise<Outcome<UnitsAt>> {
  const { binCode, ...rest } = input;
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  if (!(await binExists(work.tx, input.siteId, binCode))) return notFound('bin', 'binCode', binCode);
  return done({ ...rest, place: binPlace(binCode) });
}
