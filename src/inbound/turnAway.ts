import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Moved } from './schema.ts';
import { bringTo, shipmentFor } from './shipmentFor.ts';
import { leaveSlot } from './store.ts';

/** What has come is not taken in: wrong, unsafe, too warm. */
export async function turnAway(work: Work, input: { shipmentId: string; reason: string }): Promise<Outcome<Moved>> {
  const found = await shipmentFor(work, input.shipmentId, 'turnAway');
  if (found.refused) return found;
  await leaveSlot(work.tx, found.value.siteId, found.value.shipmentId);
  const { state } = await bringTo(work, found.value, { state: 'refused', reason: input.reason });
  return done({ shipmentId: input.shipmentId, state });
}
