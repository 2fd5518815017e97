import { z } from 'zod';
import { isEnoughToFind } from './findText.shared.ts';
import { flows, Scan, ScanAnswer, Step } from './step.shared.ts';

export const Scans = z.union([Scan, z.array(Scan).min(1).max(200)]);
export const ScanAnswers = z.union([ScanAnswer, z.array(ScanAnswer)]);
export const StepQuery = z.strictObject({ flow: z.enum(flows), deviceId: z.string().min(1).max(64) });
export { Step };

export const FindQuery = z.strictObject({
  siteId: z.uuid(),
  /** How a code begins or ends, or a part of an item's name: three characters, or two of Hangul. */
  text: z
    .string()
    .trim()
    .min(2)
    .max(80)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'expected no control characters')
    .refine(isEnoughToFind, 'expected three characters, or two of Hangul'),
});
export type FindQuery = z.output<typeof FindQuery>;
const Hit = z.object({
  kind: z.enum(['order', 'parcel', 'shipment', 'tote', 'cart', 'lpn', 'bin', 'item', 'lot', 'seller', 'vehicle']),
  code: z.string(),
  sellerId: z.uuid().optional(),
  state: z.string().optional(),
  /** Of an item, a lot's item, a seller or a vehicle; of a bin or an LPN, the item that most of its units are of, which then is `itemId`. */
  name: z.string().optional(),
  /** How many other items lie in a bin or on an LPN. */
  others: z.int().optional(),
  place: z.string().optional(),
  orderId: z.uuid().optional(),
  parcelId: z.uuid().optional(),
  shipmentId: z.uuid().optional(),
  waveId: z.uuid().optional(),
  itemId: z.uuid().optional(),
  vehicleId: z.uuid().optional(),
  /** Of a lot: until when it is good, and how many units of it are at the site. */
  expiry: z.string().optional(),
  units: z.int().optional(),
  at: z.date().meta({ type: 'string', format: 'date-time' }).optional(),
});
export const Found = z.object({
  found: z.array(Hit),
  /** Others begin or end so, too: a longer text finds them. */
  more: z.boolean(),
});
export type Found = z.infer<typeof Found>;

export const ScansQuery = z.strictObject({
  siteId: z.uuid(),
  /** Of the refused ones. */
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const ShownScan = z.object({
  deviceId: z.string(),
  seq: z.int(),
  actorId: z.uuid(),
  flow: z.enum(flows),
  code: z.string(),
  at: z.date().meta({ type: 'string', format: 'date-time' }),
  ok: z.boolean(),
  refusalCode: z.string().nullable(),
  said: z.string().nullable(),
});
export const RecentScans = z.object({ latest: z.array(ShownScan), refused: z.array(ShownScan) });
export type RecentScans = z.infer<typeof RecentScans>;

/** What may stand behind bars: no control characters, no halves of letters. */
const printed = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{C}]+$/u, 'expected no control characters');

export const BarcodeQuery = z.strictObject({ code: printed(80) });
export type BarcodeQuery = z.infer<typeof BarcodeQuery>;
/** `bars` in modules, without the `quiet` ones on each side; a linear symbol has one row, drawn as high as one likes. */
export const BarcodeDrawn = z.strictObject({
  kind: z.enum(['sscc', 'gtin', 'code128', 'qr', 'gs1datamatrix']),
  /** As it stands under the bars on the goods. */
  text: z.string(),
  linear: z.boolean(),
  columns: z.int(),
  rows: z.int(),
  quiet: z.int(),
  bars: z.array(z.strictObject({ column: z.int(), row: z.int(), width: z.int() })),
});
export type BarcodeDrawn = z.infer<typeof BarcodeDrawn>;

/** Thirty sheets: what an office printer takes in one go. */
export const PrintBarcodes = z.strictObject({
  labels: z
    .array(z.strictObject({ code: printed(80), title: printed(200).optional(), note: printed(300).optional() }))
    .min(1)
    .max(630),
});
export type PrintBarcodes = z.infer<typeof PrintBarcodes>;
export const Sheet = z.unknown();
