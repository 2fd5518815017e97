import { parcelPlace } from '../inventory/index.ts';
import { advance, noteTrouble } from '../orders/index.ts';
import { movesOf, moveParcels, parcelBySscc } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { noteEvents } from '../shipping/index.ts';
import { parcelBroughtBack } from './events.ts';
import { heldRoute } from './heldRoute.ts';
import { setStopParcels, stopParcelsOf } from './store.ts';
import { offVehicle } from './offVehicle.ts';

export interface BroughtBack {
  parcelId: string;
  /** `closed`: goes on a later route; `returning`: to the returns desk. */
  state: 'closed' | 'returning';
  /** Still to be scanned in. */
  left: number;
}

/** An undelivered parcel is scanned back in at the site. Refuses `back_not_expected`. */
export async function bringBack(work: Work, input: { routeId: string; sscc: string }): Promise<Outcome<BroughtBack>> {
  const route = await heldRoute(work, input.routeId);
  if (route === undefined) return notFound('route');
  const { siteId, routeId } = route;
  const parcel = await parcelBySscc(work.tx, siteId, input.sscc);
  if (parcel === undefined) return notFound('parcel', 'sscc', input.sscc);
  const lines = await stopParcelsOf(work.tx, siteId, [routeId]);
  const line = lines.find(({ parcelId, live, state }) => parcelId === parcel.parcelId && live && state === 'failed');
  if (line === undefined) return refuse('back_not_expected', 'This parcel is not due back', { got: input.sscc });
  const { sellerId, orderId, cancelAsked } = parcel;
  const state = cancelAsked || line.afterFailure === 'returning' ? 'returning' : 'closed';
  const moved = await moveParcels(work, siteId, { parcelIds: [parcel.parcelId], from: ['failed'], to: state });
  if (moved.refused) return moved;
  const cause = cancelAsked ? 'order_cancelled' : (line.afterFailure ?? 'later');
  await noteTrouble(work, [{ sellerId, orderId, kind: 'brought_back', cause }]);
  if (state === 'closed') {
    const moves = await movesOf(work, parcel, ['shipped', 'packed']);
    const again = await advance(work, { siteId, cause: 'brought_back', moves });
    if (again.refused) return again;
  }
  const posted = await offVehicle(work, route, { parcel, to: parcelPlace(parcel.parcelId), reason: line.reason });
  if (posted.refused) return posted;
  await setStopParcels(work, siteId, { parcelIds: [parcel.parcelId], state: 'back', live: false });
  const back = { parcelId: parcel.parcelId, eventId: `back:${routeId}`, kind: 'back' as const, happenedAt: work.at };
  await noteEvents(work, siteId, [back]);
  tell(work, parcelBroughtBack(siteId, routeId, { parcelId: parcel.parcelId, state }));
  const left = lines.filter(({ live, parcelId }) => live && parcelId !== parcel.parcelId).length;
  return done({ parcelId: parcel.parcelId, state, left });
}
