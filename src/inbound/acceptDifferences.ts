import { freeUnits, heldByHand, lockStock, lpnPlace } from '../inventory/index.ts';
import { done, type Outcome, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Moved } from './schema.ts';
import { bringTo, shipmentFor } from './shipmentFor.ts';
import { lpnsHolding, recount, type ShipmentRow } from './store.ts';

/** The seller agrees with the count. `freeHeld` also puts on sale what is held on its LPNs for being too much. */
export async function acceptDifferences(
  work: Work,
  input: { shipmentId: string; freeHeld: boolean },
): Promise<Outcome<Moved>> {
  const found = await shipmentFor(work, input.shipmentId, 'acceptDifferences');
  if (found.refused) return found;
  if (input.freeHeld) {
    const refused = await freeHeldUnits(work, found.value);
    if (refused !== undefined) return refused;
  }
  const { state } = await bringTo(work, found.value, { state: 'closed' });
  return done({ shipmentId: input.shipmentId, state });
}

async function freeHeldUnits(work: Work, shipment: ShipmentRow): Promise<Refused | undefined> {
  const { siteId, shipmentId } = shipment;
  const holding = await lpnsHolding(work.tx, siteId, shipmentId);
  const places = holding.map(({ lpnCode, itemId }) => ({ place: lpnPlace(lpnCode), itemId }));
  await lockStock(work, { siteId, places, items: places.map(({ itemId }) => ({ siteId, itemId })) });
  for (const { lpnCode, itemId, lot, lineNo, quantity } of holding) {
    const place = lpnPlace(lpnCode);
    const units = Math.min(quantity, await heldByHand(work, { siteId, place, itemId, lot }));
    if (units === 0) continue;
    const freed = await freeUnits(work, { siteId, place, itemId, lot, quantity: units, reason: 'excess accepted' });
    if (freed.refused) return freed;
    await recount(work.tx, { siteId, shipmentId, lineNo, quantity: units, from: 'hold', to: 'good' });
  }
  return undefined;
}
