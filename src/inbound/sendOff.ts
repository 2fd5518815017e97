import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Moved } from './schema.ts';
import { bringTo, shipmentFor } from './shipmentFor.ts';

/** The goods have left the seller. */
export async function sendOff(
  work: Work,
  input: { shipmentId: string; carrier?: string | undefined; tracking?: string | undefined },
): Promise<Outcome<Moved>> {
  const found = await shipmentFor(work, input.shipmentId, 'sendOff');
  if (found.refused) return found;
  const shipment = found.value;
  const { state } = await bringTo(work, shipment, {
    state: 'in_transit',
    carrier: input.carrier ?? shipment.carrier,
    tracking: input.tracking ?? shipment.tracking,
  });
  return done({ shipmentId: shipment.shipmentId, state });
}
