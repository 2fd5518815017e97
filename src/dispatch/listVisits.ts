import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { grouped } from './grouped.ts';
import type { Visits } from './schema.ts';
import { visitsOfOrder, type VisitRow } from './store.ts';

/** At which doors an order was, on which routes, with what proof, and what follows where it was not handed over. */
export async function listVisits(
  work: Work,
  { siteId, orderId }: { siteId: string; orderId: string },
): Promise<Outcome<Visits>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const lines = await visitsOfOrder(work.tx, siteId, orderId);
  return done({ visits: [...grouped(lines, ({ stopId }) => stopId).values()].map(visitShown) });
}

/** What the visit was to this order: a door where others too have parcels says `partly` of all of them together. */
function visitShown(here: VisitRow[]): Visits['visits'][number] {
  const { stopId, routeId, vehicle, driverId, departedAt, position, etaAt, doneAt } = here[0]!;
  const { photoId, signatureId, code, reason, state: atDoor } = here[0]!;
  const handed = here.filter(({ parcelState }) => parcelState === 'delivered').length;
  const own = handed === here.length ? 'delivered' : handed === 0 ? 'failed' : 'partly';
  const state = atDoor === 'partly' ? own : atDoor;
  const isOthers = atDoor === 'partly' && handed === 0;
  return {
    stopId,
    routeId,
    vehicle,
    driverId,
    departedAt,
    position,
    state,
    etaAt,
    doneAt,
    reason: handed === here.length ? null : reason,
    // somebody else's hand or doormat
    proof: isOthers ? { photoId: null, signatureId: null, code: false } : { photoId, signatureId, code },
    parcels: here.map(({ parcelId, sscc, parcelState, afterFailure, decidedAt }) => {
      return { parcelId, sscc, state: parcelState, afterFailure, decidedAt };
    }),
  };
}
