import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { grouped } from './grouped.ts';
import type { Visits } from './schema.ts';
import { visitsOfOrder } from './store.ts';

/** At which doors an order was, on which routes, with what proof, and what follows where it was not handed over. */
export async function listVisits(
  work: Work,
  { siteId, orderId }: { siteId: string; orderId: string },
): Promise<Outcome<Visits>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const lines = await visitsOfOrder(work.tx, siteId, orderId);
  return done({
    visits: [...grouped(lines, ({ stopId }) => stopId).values()].map((here) => {
      const { stopId, routeId, vehicle, driverId, departedAt, position, state, etaAt, doneAt, reason } = here[0]!;
      const { photoId, signatureId, code } = here[0]!;
      const visit = { stopId, routeId, vehicle, driverId, departedAt, position, state, etaAt, doneAt, reason };
      return {
        ...visit,
        proof: { photoId, signatureId, code },
        parcels: here.map(({ parcelId, sscc, parcelState, afterFailure, decidedAt }) => {
          return { parcelId, sscc, state: parcelState, afterFailure, decidedAt };
        }),
      };
    }),
  });
}
