import { z } from 'zod';
import { moment } from '../platform/moment.shared.ts';
import { parcelStates } from '../packing/index.ts';
import { eventKinds } from './rules.ts';

/** Printable, trimmed, no control characters. */
const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{C}]*$/u, 'expected no control characters');
const shownTime = z.date().meta({ type: 'string', format: 'date-time' });
const code = z.string().regex(/^[a-z][a-z0-9_-]{0,29}$/, 'expected a code of 1-30 small letters, digits and dashes');

export const ParcelPath = z.strictObject({ parcelId: z.uuid() });
export const BuyLabel = z.strictObject({ siteId: z.uuid(), carrier: code.default('own') });
export type BuyLabel = z.infer<typeof BuyLabel>;
export const VoidLabel = z.strictObject({ siteId: z.uuid(), reason: text(200) });
export type VoidLabel = z.infer<typeof VoidLabel>;

export const LabelShown = z.strictObject({
  labelId: z.uuid(),
  parcelId: z.uuid(),
  carrier: z.string(),
  /** `intended`: asked for, and the carrier's answer is still unknown. */
  state: z.enum(['intended', 'bought', 'refused', 'void']),
  trackingNo: z.string().nullable(),
  trouble: z.string().nullable(),
});
export type LabelShown = z.infer<typeof LabelShown>;

export const PrintQuery = z.strictObject({ format: z.enum(['pdf', 'zpl']).default('pdf') });
export const Document = z.string();

export const ParcelsQuery = z.strictObject({
  siteId: z.uuid().optional(),
  orderId: z.uuid().optional(),
  state: z.enum(parcelStates).optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export type ParcelsQuery = z.infer<typeof ParcelsQuery>;

export const Parcels = z.strictObject({
  parcels: z.array(
    z.strictObject({
      siteId: z.uuid(),
      parcelId: z.uuid(),
      sscc: z.string(),
      sellerId: z.uuid(),
      orderId: z.uuid(),
      state: z.string(),
      cartonCode: z.string().nullable(),
      weight_g: z.int().nullable(),
      temperature: z.string(),
      holdReason: z.string().nullable(),
      cancelAsked: z.boolean(),
      carrier: z.string().nullable(),
      trackingNo: z.string().nullable(),
      /** What the customer sees; the page is /t/{token}. */
      tracking: z
        .strictObject({
          token: z.string(),
          state: z.enum(eventKinds),
          etaFrom: shownTime.nullable(),
          etaTo: shownTime.nullable(),
        })
        .nullable(),
    }),
  ),
  next: z.uuid().optional(),
});
export type Parcels = z.infer<typeof Parcels>;

export const HandOver = z.strictObject({
  siteId: z.uuid(),
  ssccs: z
    .array(z.string().regex(/^[0-9]{18}$/))
    .min(1)
    .max(500),
});
export type HandOver = z.infer<typeof HandOver>;
export const HandedOver = z.strictObject({ parcels: z.int() });

/** What a carrier tells, by its own event ids; told twice, it counts once. */
export const CarrierEvents = z.strictObject({
  siteId: z.uuid(),
  carrier: code,
  events: z
    .array(
      z.strictObject({
        trackingNo: text(60),
        eventId: text(60),
        kind: z.enum(['out', 'arriving', 'failed', 'returning', 'delivered', 'lost']),
        at: moment,
        /** The event that this one documents as wrong. */
        corrects: text(60).optional(),
      }),
    )
    .min(1)
    .max(500),
});
export type CarrierEvents = z.infer<typeof CarrierEvents>;
export const Heard = z.strictObject({ heard: z.int(), unknown: z.array(z.string()) });

export const TokenPath = z.strictObject({ token: z.string().max(100) });
export const LanguageQuery = z.strictObject({ lang: z.enum(['ko', 'en']).optional() });
export const FileQuery = z.strictObject({ siteId: z.uuid().optional() });
export const FilePath = z.strictObject({ fileId: z.uuid() });
export const AddedFile = z.strictObject({ fileId: z.uuid() });
