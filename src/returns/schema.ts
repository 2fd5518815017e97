import { z } from 'zod';
import { labelCode, lpnCode } from '../platform/labelCode.ts';
import { decisions, grades } from './rules.ts';

/** Printable, trimmed, no control characters. */
const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{C}]*$/u, 'expected no control characters');
const reason = text(200);

export const Announce = z.strictObject({
  orderId: z.uuid(),
  reason,
  lines: z
    .array(z.strictObject({ lineNo: z.int().min(1), quantity: z.int().min(1).max(100_000) }))
    .max(500)
    .default([]),
});
export type Announce = z.infer<typeof Announce>;

const unitStates = ['received', 'graded', 'restocked', 'scrapped', 'to_seller', 'rejected'] as const;
export const Unit = z.strictObject({
  unitId: z.uuid(),
  lineNo: z.int(),
  itemId: z.uuid(),
  lot: z.string(),
  serial: z.string(),
  binCode: z.string(),
  state: z.enum(unitStates),
  grade: z.enum(grades).nullable(),
});
export type Unit = z.infer<typeof Unit>;
export const ReturnShown = z.strictObject({
  siteId: z.uuid(),
  returnId: z.uuid(),
  code: z.string(),
  sellerId: z.uuid(),
  orderId: z.uuid(),
  parcelId: z.uuid().nullable(),
  state: z.enum(['requested', 'received', 'decided']),
  reason: z.string(),
  units: z.array(Unit),
  refund: z
    .strictObject({ refundId: z.uuid(), amount_krw: z.int(), state: z.enum(['due', 'sent', 'settled']) })
    .nullable(),
});
export type ReturnShown = z.infer<typeof ReturnShown>;

export const ReturnPath = z.strictObject({ returnId: z.uuid() });
export const ReturnsQuery = z.strictObject({
  siteId: z.uuid().optional(),
  orderId: z.uuid().optional(),
  state: z.enum(['requested', 'received', 'decided']).optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type ReturnsQuery = z.infer<typeof ReturnsQuery>;
export const Returns = z.strictObject({ returns: z.array(ReturnShown), next: z.uuid().optional() });

export const TakeBack = z.strictObject({
  siteId: z.uuid(),
  itemId: z.uuid(),
  lot: text(40).optional(),
  serial: text(40).optional(),
  /** A bin of kind return; the site's first where absent. */
  binCode: labelCode.optional(),
});
export type TakeBack = z.infer<typeof TakeBack>;
export const TakeBackParcel = z.strictObject({
  siteId: z.uuid(),
  sscc: z.string().regex(/^[0-9]{18}$/, 'expected an SSCC'),
  binCode: labelCode.optional(),
});
export type TakeBackParcel = z.infer<typeof TakeBackParcel>;

export const UnitPath = z.strictObject({ unitId: z.uuid() });
export const GradeUnit = z.strictObject({ siteId: z.uuid(), grade: z.enum(grades), photoId: z.uuid().optional() });
export type GradeUnit = z.infer<typeof GradeUnit>;
export const Decide = z.strictObject({
  siteId: z.uuid(),
  decision: z.enum(decisions),
  /** Where restocked units lie until they are put away; the return bin itself where absent. */
  toBin: labelCode.optional(),
  toLpn: lpnCode.optional(),
});
export type Decide = z.infer<typeof Decide>;

export const DueRefund = z.strictObject({ amount_krw: z.int().min(1).max(1_000_000_000) });
export type DueRefund = z.infer<typeof DueRefund>;
export const RefundStep = z.strictObject({ state: z.enum(['sent', 'settled']) });
