import { recipientOf } from '../orders/index.ts';
import { parcelsById } from '../packing/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { heldStop } from './heldRoute.ts';
import { stopParcelsOf } from './store.ts';

/** Who lives behind a door: for the driver of this stop and the dispatchers; each look is recorded. */
export async function showRecipient(
  work: Work,
  { stopId }: { stopId: string },
): Promise<Outcome<{ name: string; phone: string; address: string }>> {
  const held = await heldStop(work, stopId);
  if (held === undefined) return notFound('stop');
  const lines = await stopParcelsOf(work.tx, held.stop.siteId, [held.route.routeId]);
  const here = lines.find((line) => line.stopId === stopId);
  const [parcel] = await parcelsById(work.tx, held.stop.siteId, here ? [here.parcelId] : []);
  if (parcel === undefined) return notFound('stop');
  const { sellerId, orderId, addressVersion } = parcel;
  const asked = { sellerId, orderId, why: 'deliver', ...(addressVersion === null ? {} : { version: addressVersion }) };
  const to = await recipientOf(work, asked);
  if (to.refused) return to;
  const { name, phone, address } = to.value;
  return done({ name, phone, address });
}
