import { z } from 'zod';
import { labelCode } from '../platform/labelCode.ts';
import { parcelStates } from './rules.ts';

const mm = z.int().min(1).max(10_000);
/** Printable, trimmed, no control characters. */
const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{C}]*$/u, 'expected no control characters');
const reason = text(200);

export const Carton = z.strictObject({
  cartonCode: labelCode,
  size_mm: z.tuple([mm, mm, mm]),
  maxWeight_g: z.int().min(1).max(2_000_000),
  tare_g: z.int().min(0).max(100_000),
});
export const AddCartons = z.strictObject({ siteId: z.uuid(), cartons: z.array(Carton).min(1).max(100) });
export type AddCartons = z.infer<typeof AddCartons>;
export const SiteQuery = z.strictObject({ siteId: z.uuid() });
export const Cartons = z.strictObject({ cartons: z.array(Carton) });

export const OpenParcel = z.strictObject({ siteId: z.uuid(), tote: labelCode });
export type OpenParcel = z.infer<typeof OpenParcel>;

const Line = z.strictObject({
  lineNo: z.int(),
  itemId: z.uuid(),
  lot: z.string(),
  serial: z.string(),
  quantity: z.int(),
});

export const ParcelShown = z.strictObject({
  siteId: z.uuid(),
  parcelId: z.uuid(),
  sscc: z.string(),
  sellerId: z.uuid(),
  orderId: z.uuid(),
  state: z.enum(parcelStates),
  cartonCode: z.string().nullable(),
  suggested: z.array(z.string()),
  expected_g: z.int().nullable(),
  weight_g: z.int().nullable(),
  volume_cm3: z.int(),
  temperature: z.enum(['ambient', 'chilled', 'frozen']),
  holdReason: z.string().nullable(),
  cancelAsked: z.boolean(),
  lines: z.array(Line),
  /** Units that still lie in the source and belong to the order. */
  left: z.int(),
});
export type ParcelShown = z.infer<typeof ParcelShown>;

export const ParcelId = z.strictObject({ parcelId: z.uuid() });

export const Pack = z.strictObject({
  siteId: z.uuid(),
  itemId: z.uuid(),
  quantity: z.int().min(1).max(100_000).default(1),
  lot: text(40).optional(),
  serial: text(40).optional(),
});
export const PackShort = z.strictObject({
  siteId: z.uuid(),
  itemId: z.uuid(),
  quantity: z.int().min(1).max(100_000),
  cause: z.enum(['missing', 'damaged']),
  /** What becomes of the customer's wish: wait for the units, or get the rest without them. */
  remedy: z.enum(['backOrder', 'shipWithout']),
});
export type PackShort = z.infer<typeof PackShort>;

export const ChooseCarton = z.strictObject({
  siteId: z.uuid(),
  /** Absent: the goods travel in their own packaging. */
  cartonCode: labelCode.optional(),
  /** Units stay behind for a further parcel. */
  split: z.boolean().default(false),
});
export type ChooseCarton = z.infer<typeof ChooseCarton>;

export const Weigh = z.strictObject({
  siteId: z.uuid(),
  weight_g: z.int().min(1).max(2_000_000),
  /** Lets a weight outside the tolerance through, in the weigher's name. */
  reason: reason.optional(),
});
export type Weigh = z.infer<typeof Weigh>;

export const CloseParcel = z.strictObject({
  siteId: z.uuid(),
  sscc: z.string().regex(/^[0-9]{18}$/, 'expected an SSCC'),
});
export type CloseParcel = z.infer<typeof CloseParcel>;
export const Unpack = z.strictObject({ siteId: z.uuid(), binCode: labelCode });
export const HoldParcel = z.strictObject({ siteId: z.uuid(), reason: reason.nullable() });

export const OpenTasks = z.strictObject({
  tasks: z.array(
    z.strictObject({
      taskId: z.uuid(),
      parcelId: z.uuid(),
      sscc: z.string(),
      reason: z.string(),
      at: z.date().meta({ type: 'string', format: 'date-time' }),
    }),
  ),
});
export const Unpacked = z.strictObject({ units: z.int() });
