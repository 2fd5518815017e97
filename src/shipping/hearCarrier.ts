import { CUSTOMER, post } from '../inventory/index.ts';
import { advance } from '../orders/index.ts';
import { linesOf, movesOf, moveParcels, parcelsById, type Parcel } from '../packing/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { mayUseSite } from '../auth/index.ts';
import { carrierPlace } from './handOver.ts';
import { noteEvents } from './noteEvents.ts';
import type { CarrierEvents } from './schema.ts';
import { labelsByTracking } from './store.ts';

/**
 * Takes in what a carrier tells about its parcels: twice told counts once, late told is sorted in by its own time.
 * Parcels that become delivered are the customer's from then on.
 */
export async function hearCarrier(
  work: Work,
  input: CarrierEvents,
): Promise<Outcome<{ heard: number; unknown: string[] }>> {
  const { siteId, carrier } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const numbers = [...new Set(input.events.map(({ trackingNo }) => trackingNo))];
  const labels = await labelsByTracking(work.tx, { siteId, carrier, numbers });
  const parcelOf = new Map(labels.map(({ trackingNo, parcelId }) => [trackingNo!, parcelId]));
  const events = input.events.flatMap(({ trackingNo, eventId, kind, at, corrects }) => {
    const parcelId = parcelOf.get(trackingNo);
    const named = (id: string) => `${carrier}:${id}`;
    if (parcelId === undefined) return [];
    return [{ parcelId, eventId: named(eventId), kind, happenedAt: at, corrects: corrects && named(corrects) }];
  });
  const changed = await noteEvents(work, siteId, events);
  const parcels = await parcelsById(work.tx, siteId, [...changed.keys()]);
  for (const parcel of parcels) {
    if (changed.get(parcel.parcelId) !== 'delivered' || parcel.state !== 'out') continue;
    const received = await giveToCustomer(work, parcel, carrier);
    if (received.refused) return received;
  }
  return done({ heard: events.length, unknown: numbers.filter((number) => !parcelOf.has(number)) });
}

async function giveToCustomer(work: Work, parcel: Parcel, carrier: string): Promise<Outcome<unknown>> {
  const { siteId, parcelId, sellerId } = parcel;
  const moved = await moveParcels(work, siteId, { parcelIds: [parcelId], from: ['out'], to: 'delivered' });
  if (moved.refused) return moved;
  const delivered = await advance(work, { siteId, moves: await movesOf(work, parcel, ['shipped', 'delivered']) });
  if (delivered.refused) return delivered;
  return post(work, {
    siteId,
    kind: 'deliver',
    legs: (await linesOf(work.tx, siteId, [parcelId])).map(({ itemId, lot, serial, quantity }) => ({
      sellerId,
      itemId,
      lot,
      serial,
      from: carrierPlace(carrier),
      to: CUSTOMER,
      quantity,
    })),
  });
}
