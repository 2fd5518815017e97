import { mayUseSite } from '../auth/index.ts';
import { parcelPlace, post, vehiclePlace } from '../inventory/index.ts';
import { advance, type Move } from '../orders/index.ts';
import { linesOf, movesOf, moveParcels, parcelBySscc, type Parcel } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { noteEvents } from './noteEvents.ts';
import type { HandOver } from './schema.ts';
import { liveLabels } from './store.ts';

/** Where the units are that a carrier has taken along. */
export const carrierPlace = (carrier: string) => vehiclePlace(`carrier-${carrier}`);

/**
 * A carrier takes closed parcels along; each was scanned. Refuses `load_own_fleet` for parcels that go on our routes,
 * `load_cancelled` for those of cancelled orders.
 */
export async function handOver(work: Work, input: HandOver): Promise<Outcome<{ parcels: number }>> {
  const { siteId } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const parcels: Parcel[] = [];
  for (const sscc of new Set(input.ssccs)) {
    const parcel = await parcelBySscc(work.tx, siteId, sscc);
    if (parcel === undefined) return notFound('parcel', 'ssccs', sscc);
    if (parcel.cancelAsked) return refuse('load_cancelled', 'This order is cancelled', { got: sscc });
    parcels.push(parcel);
  }
  const parcelIds = parcels.map(({ parcelId }) => parcelId);
  const carriers = new Map(
    (await liveLabels(work.tx, siteId, parcelIds)).map((label) => [label.parcelId, label.carrier]),
  );
  const ours = parcels.find(({ parcelId }) => (carriers.get(parcelId) ?? 'own') === 'own');
  if (ours !== undefined) return refuse('load_own_fleet', 'This parcel goes on our own route', { got: ours.sscc });
  const moved = await moveParcels(work, siteId, { parcelIds, from: ['closed'], to: 'out' });
  if (moved.refused) return moved;
  const moves: Move[] = [];
  for (const parcel of parcels) moves.push(...(await movesOf(work, parcel, ['packed', 'shipped'])));
  const shipped = await advance(work, { siteId, moves });
  if (shipped.refused) return shipped;
  const sellers = new Map(parcels.map(({ parcelId, sellerId }) => [parcelId, sellerId]));
  const posted = await post(work, {
    siteId,
    kind: 'handOver',
    legs: (await linesOf(work.tx, siteId, parcelIds)).map(({ parcelId, itemId, lot, serial, quantity }) => ({
      sellerId: sellers.get(parcelId)!,
      itemId,
      lot,
      serial,
      from: parcelPlace(parcelId),
      to: carrierPlace(carriers.get(parcelId)!),
      quantity,
    })),
  });
  if (posted.refused) return posted;
  const out = parcelIds.map((parcelId) => ({ parcelId, eventId: 'out', kind: 'out' as const, happenedAt: work.at }));
  await noteEvents(work, siteId, out);
  return done({ parcels: parcels.length });
}
