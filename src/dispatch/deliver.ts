import { CUSTOMER, post, vehiclePlace } from '../inventory/index.ts';
import { advance, type Move } from '../orders/index.ts';
import { linesOf, moveParcels, parcelsById } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { claimFiles } from '../platform/files.ts';
import { tell, type Work } from '../platform/work.ts';
import { noteEvents } from '../shipping/index.ts';
import { stopDelivered } from './events.ts';
import { failParcels } from './fail.ts';
import { endStop } from './endStop.ts';
import { heldStop } from './heldRoute.ts';
import type { FailReason } from '../shipping/index.ts';
import type { StopDone } from './schema.ts';
import { setStopParcels, stopParcelsOf, type Proof, type RouteRow } from './store.ts';

export interface Deliver {
  stopId: string;
  /** As scanned at the door. */
  parcelIds: string[];
  proof: Proof;
  /** Of the stop's parcels that are not handed over. */
  reason?: FailReason | undefined;
}

/**
 * Hands parcels over at the door. Refuses `arrive_first`, `proof_missing`, `file_not_found`, `deliver_other_stop`,
 * `deliver_cancelled`, and `deliver_parcels_left` where some of the stop's parcels are neither scanned nor given a reason.
 */
export async function deliver(work: Work, input: Deliver): Promise<Outcome<StopDone>> {
  const held = await heldStop(work, input.stopId);
  if (held === undefined) return notFound('stop');
  const { stop, route } = held;
  const { siteId, stopId } = stop;
  if (stop.doneAt !== null) return refuse('stop_done', 'This stop is done', { got: stop.state });
  if (stop.state !== 'arrived') return refuse('arrive_first', 'Say that you have arrived first');
  const here = (await stopParcelsOf(work.tx, siteId, [route.routeId])).filter(
    (line) => line.stopId === stopId && line.state === 'out',
  );
  const wrong = await refuseHandOver(work, siteId, { input, here: here.map(({ parcelId }) => parcelId) });
  if (wrong) return wrong;
  const handed = [...new Set(input.parcelIds)];
  const given = await giveToCustomer(work, route, handed);
  if (given.refused) return given;
  await setStopParcels(work, siteId, { parcelIds: handed, state: 'delivered', live: false });
  const happened = { eventId: `delivered:${stopId}`, kind: 'delivered' as const, happenedAt: work.at };
  await noteEvents(
    work,
    siteId,
    handed.map((parcelId) => ({ parcelId, ...happened })),
  );
  const rest = here.filter(({ parcelId }) => !handed.includes(parcelId)).map(({ parcelId }) => parcelId);
  if (rest.length > 0) {
    const stayed = await failParcels(work, { route, stop, parcelIds: rest, reason: input.reason! });
    if (stayed.refused) return stayed;
  }
  tell(work, stopDelivered(siteId, route.routeId, { stopId, parcels: handed.length }));
  const end =
    rest.length > 0 ? ({ state: 'partly', reason: input.reason } as const) : ({ state: 'delivered' } as const);
  return done(await endStop(work, { route, stop, end: { ...end, proof: input.proof } }));
}

async function refuseHandOver(
  work: Work,
  siteId: string,
  { input, here }: { input: Deliver; here: string[] },
): Promise<Refused | undefined> {
  const { parcelIds, proof, reason } = input;
  const other = parcelIds.find((parcelId) => !here.includes(parcelId));
  if (other !== undefined) return refuse('deliver_other_stop', 'This parcel is not for this stop', { got: other });
  const cancelled = (await parcelsById(work.tx, siteId, parcelIds)).find(({ cancelAsked }) => cancelAsked);
  if (cancelled !== undefined) {
    return refuse('deliver_cancelled', 'This order is cancelled: bring it back', { got: cancelled.sscc });
  }
  const left = here.filter((parcelId) => !parcelIds.includes(parcelId));
  if (left.length > 0 && reason === undefined) {
    return refuse('deliver_parcels_left', `${left.length} more for this door; scan or say why`, { got: left });
  }
  const { photoId, signatureId, code } = proof;
  if (photoId === undefined && signatureId === undefined && code === undefined) {
    return refuse('proof_missing', 'Photo, signature or code is missing', { field: 'proof' });
  }
  const files = [photoId, signatureId].flatMap((id) => id ?? []);
  const [unknown] = await claimFiles(work, siteId, files);
  return unknown === undefined ? undefined : notFound('file', 'proof', unknown);
}

async function giveToCustomer(
  work: Work,
  { siteId, routeId }: RouteRow,
  parcelIds: string[],
): Promise<Outcome<unknown>> {
  const moved = await moveParcels(work, siteId, { parcelIds, from: ['out'], to: 'delivered' });
  if (moved.refused) return moved;
  const owners = new Map((await parcelsById(work.tx, siteId, parcelIds)).map((parcel) => [parcel.parcelId, parcel]));
  const units = await linesOf(work.tx, siteId, parcelIds);
  const delivered = await advance(work, {
    siteId,
    moves: units.map(({ parcelId, lineNo, quantity }): Move => {
      const { sellerId, orderId } = owners.get(parcelId)!;
      return { sellerId, orderId, lineNo, from: 'shipped', to: 'delivered', quantity };
    }),
  });
  if (delivered.refused) return delivered;
  return post(work, {
    siteId,
    kind: 'deliver',
    legs: units.map(({ parcelId, itemId, lot, serial, quantity }) => ({
      sellerId: owners.get(parcelId)!.sellerId,
      itemId,
      lot,
      serial,
      from: vehiclePlace(routeId),
      to: CUSTOMER,
      quantity,
    })),
  });
}
