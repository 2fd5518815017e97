import { z } from 'zod';
import { decisions } from '../failurePolicy.ts';
import { failReasons } from '../../shipping/index.ts';
import { routeStates, goneReasons } from '../rules.ts';
import { text, reason, lat, lon, shownTime, siteId } from './shapes.ts';

export const Load = z.strictObject({
  sscc: z.string().regex(/^[0-9]{18}$/, 'expected an SSCC'),
  reason: reason.optional(),
});
export const Depart = z.strictObject({
  /** Parcels of the route that stay here, each with its reason. */
  left: z
    .array(z.strictObject({ parcelId: z.uuid(), reason }))
    .max(1_000)
    .default([]),
});
export const Arrive = z.strictObject({ lat: lat.optional(), lon: lon.optional(), reason: reason.optional() });
export const Deliver = z.strictObject({
  parcelIds: z.array(z.uuid()).min(1).max(500),
  proof: z
    .strictObject({
      photoId: z.uuid().optional(),
      signatureId: z.uuid().optional(),
      code: text(40).optional(),
    })
    .prefault({}),
  /** Of the parcels that are not handed over. */
  reason: z.enum(failReasons).optional(),
});
export const Fail = z.strictObject({ reason: z.enum(failReasons), photoId: z.uuid().optional() });
export const BringBack = z.strictObject({ sscc: z.string().regex(/^[0-9]{18}$/, 'expected an SSCC') });
export const CloseRoute = z.strictObject({
  /** Parcels that did not come back, with the reason for it. */
  lost: z
    .array(z.strictObject({ parcelId: z.uuid(), reason }))
    .max(1_000)
    .default([]),
});
export const ParcelPath = z.strictObject({ parcelId: z.uuid() });
export const WriteOffParcel = z.strictObject({ siteId, reason: z.enum(goneReasons) });
export type WriteOffParcel = z.infer<typeof WriteOffParcel>;
export const WrittenOff = z.strictObject({ parcelId: z.uuid(), state: z.literal('lost') });
export type WrittenOff = z.infer<typeof WrittenOff>;
export const StopDone = z.strictObject({
  stopId: z.uuid(),
  state: z.enum(['planned', 'arrived', 'delivered', 'partly', 'failed']),
  routeState: z.enum(routeStates),
});
export type StopDone = z.infer<typeof StopDone>;
/** One for each order that goes to this door. */
export const RecipientsShown = z.strictObject({
  recipients: z.array(z.strictObject({ orderId: z.uuid(), name: z.string(), phone: z.string(), address: z.string() })),
});
export type RecipientsShown = z.infer<typeof RecipientsShown>;

export const Decide = z.strictObject({ decision: z.enum(decisions) });
/** Doors that did not open and wait for the desk's word, the longest first. */
export const FailedDoors = z.strictObject({
  doors: z.array(
    z.strictObject({
      stopId: z.uuid(),
      routeId: z.uuid(),
      vehicle: z.string(),
      driverId: z.uuid().nullable(),
      position: z.int(),
      lat,
      lon,
      /** City and district. */
      area: z.string().nullable(),
      reason: z.enum(failReasons),
      failedAt: shownTime,
      photoId: z.uuid().nullable(),
      /** Its parcels are still on the vehicle: it can go there again today. */
      aboard: z.boolean(),
      /** The customer was asked for the address; nothing else has been decided. */
      asked: z.boolean(),
      parcels: z.array(z.strictObject({ parcelId: z.uuid(), orderId: z.uuid(), sscc: z.string() })),
    }),
  ),
});
export type FailedDoors = z.infer<typeof FailedDoors>;

const PlaceShown = {
  depth: z.enum(['cab', 'middle', 'door']),
  side: z.enum(['left', 'centre', 'right']),
  /** From the cab, the left wall and the floor. */
  x_mm: z.int(),
  y_mm: z.int(),
  z_mm: z.int(),
};
export const LoadPlanShown = z.strictObject({
  routeId: z.uuid(),
  /** Whether a place was found for every parcel. */
  isWhole: z.boolean(),
  places: z.array(z.strictObject({ parcelId: z.uuid(), turn: z.int(), ...PlaceShown })),
});
export type LoadPlanShown = z.infer<typeof LoadPlanShown>;

export const Loading = z.strictObject({
  routeId: z.uuid(),
  vehicle: z.string(),
  state: z.enum(routeStates),
  loaded: z.int(),
  total: z.int(),
  next: z.array(z.strictObject({ sscc: z.string(), position: z.int(), place: z.strictObject(PlaceShown).nullable() })),
  missing: z.array(z.strictObject({ parcelId: z.uuid(), sscc: z.string(), position: z.int() })),
});
export const BroughtBack = z.strictObject({
  parcelId: z.uuid(),
  state: z.enum(['closed', 'returning']),
  left: z.int(),
});
