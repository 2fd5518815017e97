import { z } from 'zod';
import { RouteShown } from './board.ts';
import { Proof } from './driven.ts';
import { shownTime, siteId } from './shapes.ts';

export const VisitsQuery = z.strictObject({ siteId, orderId: z.uuid() });

const { stopId, position, state, etaAt, doneAt, reason, parcels } = RouteShown.shape.stops.element.shape;
const { parcelId, sscc, state: parcelState, afterFailure, decidedAt } = parcels.element.shape;

/** Each time that parcels of an order were at a door, and the time that is still to come, in their order. */
export const Visits = z.strictObject({
  visits: z.array(
    z.strictObject({
      stopId,
      routeId: z.uuid(),
      vehicle: z.string(),
      driverId: z.uuid().nullable(),
      /** Null: its route has not left. */
      departedAt: shownTime.nullable(),
      position,
      state,
      etaAt,
      doneAt,
      reason,
      proof: Proof,
      parcels: z.array(z.strictObject({ parcelId, sscc, state: parcelState, afterFailure, decidedAt })),
    }),
  ),
});
export type Visits = z.infer<typeof Visits>;
