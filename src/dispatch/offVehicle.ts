import { post, vehiclePlace } from '../inventory/index.ts';
import { linesOf, type Parcel } from '../packing/index.ts';
import type { Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { RouteRow } from './store.ts';

/** The units of a parcel leave the vehicle in the ledger. */
export async function offVehicle(
  work: Work,
  { siteId, routeId }: RouteRow,
  { parcel, to, reason }: { parcel: Parcel; to: string; reason: string | null },
): Promise<Outcome<unknown>> {
  return post(work, {
    siteId,
    kind: 'bringBack',
    ...(reason === null ? {} : { reason }),
    legs: (await linesOf(work.tx, siteId, [parcel.parcelId])).map(({ itemId, lot, serial, quantity }) => ({
      sellerId: parcel.sellerId,
      itemId,
      lot,
      serial,
      from: vehiclePlace(routeId),
      to,
      quantity,
    })),
  });
}
