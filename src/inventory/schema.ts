import { z } from 'zod';
import { labelCode } from '../platform/labelCode.ts';
import { day, moment } from '../platform/moment.shared.ts';
import { conditions } from './place.ts';
import { Limit } from './schema/stock.ts';

export * from './schema/stock.ts';

const quantity = z.int().min(1).max(1_000_000);
const name = z.string().min(1).max(80);
const shownTime = z.date().meta({ type: 'string', format: 'date-time' });

export const OpenPromise = z.strictObject({
  channel: name,
  mall: z.string().max(80).optional(),
  externalId: name,
  sellerId: z.uuid().optional(),
  siteId: z.uuid().optional(),
  lines: z
    .array(z.strictObject({ itemId: z.uuid(), quantity }))
    .min(1)
    .max(500),
  expiresInSeconds: z.int().min(1).max(86_400),
  /** Who buys, by phone or by the shop's own name: needed for an item in a flash sale, kept as a blind key only. */
  customer: name.optional(),
});
export type OpenPromise = z.infer<typeof OpenPromise>;

export const promiseStates = ['open', 'confirmed', 'released', 'expired'] as const;

export const PromiseAnswer = z.object({
  promiseId: z.uuid(),
  state: z.enum(promiseStates),
  expiresAt: shownTime.nullable(),
});

export const PromiseShown = PromiseAnswer.extend({
  siteId: z.uuid(),
  lines: z.array(z.object({ itemId: z.uuid(), quantity: z.int(), open: z.int() })),
});

export const PromiseId = z.strictObject({ promiseId: z.uuid() });

/** `paymentReturned`: release it although it was confirmed. */
export const ReleasePromise = z.strictObject({ paymentReturned: z.boolean().optional() });

export const Adjust = z.strictObject({
  siteId: z.uuid(),
  binCode: labelCode,
  itemId: z.uuid(),
  lot: z.string().max(40).optional(),
  serial: z.string().max(80).optional(),
  /** Of a lot that has none yet, where the item has dates. */
  expiry: day.optional(),
  /** Of the units; absent: sellable. */
  condition: z.enum(conditions).optional(),
  quantity: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((n) => n !== 0, 'a whole number other than 0'),
  reason: z.string().min(1).max(200),
});
export type Adjust = z.infer<typeof Adjust>;

export const Adjusted = z.object({
  adjustmentId: z.uuid(),
  state: z.enum(['posted', 'waiting', 'refused', 'withdrawn']),
  movementId: z.uuid().optional(),
});

export const Decide = z.strictObject({ approve: z.boolean() });
export const AdjustmentId = z.strictObject({ adjustmentId: z.uuid() });
export const SiteQuery = z.strictObject({ siteId: z.uuid() });

export const adjustmentStates = ['waiting', 'posted', 'refused', 'superseded', 'withdrawn'] as const;
export const AdjustmentsQuery = z.strictObject({
  siteId: z.uuid(),
  state: z.enum(adjustmentStates).default('waiting'),
  limit: Limit,
});
export type AdjustmentsQuery = z.infer<typeof AdjustmentsQuery>;

export const Adjustments = z.object({
  /** Units above which one waits for a second person, with what the same person wrote off of the item on the same day. */
  limit: z.int(),
  adjustments: z.array(
    z.object({
      siteId: z.uuid(),
      adjustmentId: z.uuid(),
      sellerId: z.uuid(),
      itemId: z.uuid(),
      place: z.string(),
      lot: z.string(),
      serial: z.string(),
      condition: z.enum(conditions).nullable(),
      quantity: z.int(),
      reason: z.string(),
      state: z.enum(adjustmentStates),
      askedBy: z.uuid(),
      at: shownTime,
      decidedBy: z.uuid().nullable(),
      decidedAt: shownTime.nullable(),
      /** Of a count: units that it did not find, held where they are booked while it waits. */
      held: z.int(),
      heldSerials: z.array(z.string()),
      /** Of one that waits to write off: units of the kind that lie there by now; fewer than it asks for cannot be written off. */
      there: z.int().nullable(),
    }),
  ),
});

const heldUnits = {
  siteId: z.uuid(),
  binCode: labelCode,
  itemId: z.uuid(),
  lot: z.string().max(40).optional(),
  serial: z.string().max(80).optional(),
  quantity,
};
export const holdReasons = ['quality', 'recall', 'seller_asked', 'undo'] as const;
export const freeReasons = ['found', 'checked', 'recall_over', 'seller_asked', 'undo'] as const;
export const TakeOffSale = z.strictObject({ ...heldUnits, reason: z.enum(holdReasons) });
export type TakeOffSale = z.infer<typeof TakeOffSale>;
export const FreeHeld = z.strictObject({ ...heldUnits, reason: z.enum(freeReasons) });
export type FreeHeld = z.infer<typeof FreeHeld>;
export const Moved = z.object({ movementId: z.uuid() });
/** Units that were promised, and that nothing else here covers. */
export const TakenOffSale = Moved.extend({ short: z.int() });

const openReasons = ['recall', 'quality', 'seller_asked', 'authority'] as const;
const liftReasons = ['recall_over', 'checked', 'seller_asked', 'undo'] as const;
const standing = { siteId: z.uuid(), reason: z.enum(openReasons) };
export const OpenHold = z.discriminatedUnion('scope', [
  z.strictObject({ ...standing, scope: z.literal('seller'), sellerId: z.uuid() }),
  z.strictObject({ ...standing, scope: z.literal('item'), itemId: z.uuid() }),
  z.strictObject({
    ...standing,
    scope: z.literal('lot'),
    itemId: z.uuid(),
    lot: z.string().min(1).max(40),
    /** Although nobody has seen this lot: what comes of it is held. */
    evenIfUnknown: z.boolean().optional(),
  }),
  z.strictObject({ ...standing, scope: z.literal('bin'), binCode: labelCode }),
  z.strictObject({ ...standing, scope: z.literal('lpn'), lpnCode: labelCode }),
]);
export type OpenHold = z.infer<typeof OpenHold>;
export const HoldId = z.strictObject({ holdId: z.uuid() });
export const LiftHold = z.strictObject({ siteId: z.uuid(), reason: z.enum(liftReasons) });
export type LiftHold = z.infer<typeof LiftHold>;

export const HoldsQuery = z.strictObject({
  siteId: z.uuid(),
  state: z.enum(['open', 'lifted']).default('open'),
  limit: Limit,
});
export type HoldsQuery = z.infer<typeof HoldsQuery>;

const Hold = z.object({
  siteId: z.uuid(),
  holdId: z.uuid(),
  scope: z.enum(['seller', 'item', 'lot', 'bin', 'lpn']),
  sellerId: z.uuid().nullable(),
  itemId: z.uuid().nullable(),
  lot: z.string().nullable(),
  place: z.string().nullable(),
  reason: z.string(),
  state: z.enum(['open', 'lifted']),
  openedBy: z.uuid(),
  at: shownTime,
  liftedBy: z.uuid().nullable(),
  liftedAt: shownTime.nullable(),
  liftReason: z.string().nullable(),
  /** Taken out of sale by it, at its beginning and since. */
  units: z.int(),
  /** Orders that it broke into, and how many of their units nothing else covered. */
  orders: z.int(),
  short: z.int(),
});
export const Holds = z.object({ holds: z.array(Hold) });
export const HoldShown = Hold.extend({
  /** Of this page, those short of most first. */
  hit: z.array(z.object({ orderId: z.uuid(), broken: z.int(), short: z.int() })),
  /** Of its kind, and picked: in totes, parcels and vehicles, at most 200 rows; none once it is lifted. */
  picked: z.array(z.object({ place: z.string(), itemId: z.uuid(), lot: z.string(), quantity: z.int() })),
  next: z.string().optional(),
});

export const HeldUnitsQuery = z.strictObject({ siteId: z.uuid(), limit: Limit });

export const OpenFlashSale = z.strictObject({
  siteId: z.uuid(),
  itemId: z.uuid(),
  /** Absent: now. */
  startsAt: moment.optional(),
  /** Absent: until it is closed. */
  endsAt: moment.optional(),
  unitsPerCustomer: quantity,
  /** Absent: it sells whatever is available. */
  setAside: quantity.optional(),
});
export type OpenFlashSale = z.infer<typeof OpenFlashSale>;

export const FlashSaleId = z.strictObject({ saleId: z.uuid() });

export const FlashSalesQuery = z.strictObject({
  siteId: z.uuid(),
  itemId: z.uuid().optional(),
  limit: Limit,
  cursor: z.uuid().optional(),
});
export type FlashSalesQuery = z.infer<typeof FlashSalesQuery>;

export const FlashSale = z.object({
  siteId: z.uuid(),
  saleId: z.uuid(),
  sellerId: z.uuid(),
  itemId: z.uuid(),
  phase: z.enum(['planned', 'running', 'sold_out', 'ended']),
  startsAt: shownTime,
  endsAt: shownTime.nullable(),
  unitsPerCustomer: z.int(),
  setAside: z.int().nullable(),
  /** Less what was given back. */
  sold: z.int(),
  /** Still to be had; of an ended sale what was set aside and not sold. */
  left: z.int(),
  openedAt: shownTime,
  closedAt: shownTime.nullable(),
});
export type FlashSale = z.infer<typeof FlashSale>;

export const FlashSales = z.object({ at: shownTime, sales: z.array(FlashSale), next: z.string().optional() });
export type FlashSales = z.infer<typeof FlashSales>;

export const FlashSaleShown = FlashSale.extend({
  /** The server's clock, which the sale goes by. */
  at: shownTime,
  soldLastMinute: z.int(),
  refusals: z.array(z.object({ code: z.string(), count: z.int() })),
  /** How long each span of `points` is. */
  spanSeconds: z.int(),
  /** Units sold in spans of the sale, and left at the end of each, which is `at`. */
  points: z.array(z.object({ at: shownTime, left: z.int(), sold: z.int() })),
});
export type FlashSaleShown = z.infer<typeof FlashSaleShown>;
