import { z } from 'zod';
import { moment } from '../platform/moment.shared.ts';
import { orderStates } from './rules.ts';
import { lookReasons } from './lookReasons.shared.ts';

/** Printable, trimmed, no control characters. */
const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'expected no control characters');
const quantity = z.int().min(1).max(100_000);
const shownTime = z.date().meta({ type: 'string', format: 'date-time' });

const Asked = z
  .strictObject({ itemId: z.uuid().optional(), code: text(80).optional(), quantity })
  .refine((line) => (line.itemId === undefined) !== (line.code === undefined), 'expected either itemId or code');
const lines = z.array(Asked).min(1).max(500);

const recipient = z.strictObject({
  name: text(100),
  phone: text(40),
  address: text(300).optional(),
  lat: z.number().min(-90).max(90).optional(),
  lon: z.number().min(-180).max(180).optional(),
});
const isPlaced = (to: { lat?: number | undefined; lon?: number | undefined }) =>
  (to.lat === undefined) === (to.lon === undefined);
const placed = 'expected lat and lon, or neither';
/** A gift may come without an address; it then waits for one. */
export const ShipTo = recipient.refine(isPlaced, placed);
export type ShipTo = z.infer<typeof ShipTo>;

export const PlaceOrder = z.strictObject({
  sellerId: z.uuid().optional(),
  siteId: z.uuid().optional(),
  channel: text(80),
  mall: z
    .string()
    .trim()
    .max(80)
    .regex(/^[^\p{Cc}]*$/u, 'expected no control characters')
    .default(''),
  externalId: text(80),
  version: z.int().min(1).max(2_000_000_000).default(1),
  paid: z.boolean(),
  lines,
  shipTo: ShipTo.optional(),
  promiseBy: moment.optional(),
  /** `keep`: a paid order that lacks units is kept in state shortfall instead of being refused. */
  onShortfall: z.enum(['refuse', 'keep']).default('refuse'),
});
export type PlaceOrder = z.output<typeof PlaceOrder>;

const state = z.enum(orderStates);
export const Placed = z.object({ orderId: z.uuid(), state, siteId: z.uuid(), promiseBy: shownTime });
export type Placed = z.infer<typeof Placed>;

export const OrderPath = z.strictObject({ orderId: z.uuid() });
export const Pay = z.strictObject({ onShortfall: z.enum(['refuse', 'keep']).default('keep') });
export const Cancel = z.strictObject({ cause: text(80).default('customer') });
export const Cancelled = z.object({
  orderId: z.uuid(),
  state,
  answer: z.enum(['cancelled', 'put_back', 'open_parcel', 'intercept']),
});
export type Cancelled = z.infer<typeof Cancelled>;
/** What is absent stays; the place of an address goes with it. An order that has no address yet needs all of it. */
const ShipToChange = recipient
  .partial()
  .refine(isPlaced, placed)
  .refine((to) => Object.values(to).some((given) => given !== undefined), 'expected something to change');
export type ShipToChange = z.infer<typeof ShipToChange>;
export const GiveAddress = z.strictObject({ shipTo: ShipToChange });
export const MapLine = z.strictObject({ lineNo: z.int().min(1).max(500), itemId: z.uuid() });
export const BackOrder = z.strictObject({ cause: text(80).default('stock_short') });
export const Pause = z.strictObject({ reason: text(80) });
export const Moved = z.object({ orderId: z.uuid(), state });
export type Moved = z.infer<typeof Moved>;

export const OrdersQuery = z.strictObject({
  siteId: z.uuid().optional(),
  state: state.optional(),
  channel: z.string().max(80).optional(),
  externalId: z.string().max(80).optional(),
  /** How the shop's number begins or ends; needs `siteId`. */
  part: text(80).optional(),
  /** Of the customer, however it is written; for those who answer customers. */
  phone: z.string().max(40).optional(),
  /** Only paid orders that wait for units. */
  lacking: z.stringbool().optional(),
  /** Only orders whose delivery failed and has not been made good since. */
  undelivered: z.stringbool().optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type OrdersQuery = z.output<typeof OrdersQuery>;

const Masked = z.object({
  name: z.string(),
  phone: z.string(),
  address: z.string(),
  /** Nobody can say any more who it was. */
  erased: z.literal(true).optional(),
});
const Undelivered = z.object({
  /** Why it failed last. */
  reason: z.string().nullable(),
  /** Scanned in at the site again. */
  isBack: z.boolean(),
  /** What was decided of it; null: nothing is known yet. */
  follows: z.string().nullable(),
});
export type Undelivered = z.infer<typeof Undelivered>;
export const OrderHead = z.object({
  orderId: z.uuid(),
  sellerId: z.uuid(),
  siteId: z.uuid(),
  channel: z.string(),
  mall: z.string(),
  externalId: z.string(),
  version: z.int(),
  state,
  paidAt: shownTime.nullable(),
  promiseBy: shownTime,
  cutOffId: z.uuid().nullable(),
  /** The delivery zone of its address, and who drives there; null: our own vehicles. */
  zoneId: z.uuid().nullable(),
  carrier: z.string().nullable(),
  paused: z.string().nullable(),
  cancelAskedAt: shownTime.nullable(),
  placedAt: shownTime,
  endedAt: shownTime.nullable(),
  shipTo: Masked.nullable(),
  /** A delivery that failed and has not been made good since. */
  undelivered: Undelivered.nullable(),
});
export type OrderHead = z.infer<typeof OrderHead>;
export const Orders = z.object({ orders: z.array(OrderHead), next: z.uuid().optional() });
export type Orders = z.infer<typeof Orders>;

const count = z.int();
export const OrderShown = OrderHead.extend({
  lines: z.array(
    z.object({
      lineNo: count,
      itemId: z.uuid().nullable(),
      code: z.string().nullable(),
      ordered: count,
      waiting: count,
      back_ordered: count,
      promised: count,
      allocated: count,
      picked: count,
      packed: count,
      shipped: count,
      delivered: count,
      returned: count,
      cancelled: count,
    }),
  ),
  events: z.array(
    z.object({
      no: count,
      kind: z.string(),
      cause: z.string().nullable(),
      at: shownTime,
      actorId: z.uuid(),
      /** How many of what it is about, where it is about some of the units. */
      itemId: z.uuid().nullable(),
      quantity: count.nullable(),
    }),
  ),
  /** Why it is not well, as a code, and what is to be done about it. */
  cause: z.string().nullable(),
  nextStep: z.string(),
});
export type OrderShown = z.infer<typeof OrderShown>;

export const SiteQuery = z.strictObject({ siteId: z.uuid() });
export const BurnDowns = z.object({
  burnDowns: z.array(
    z.object({
      promiseBy: shownTime,
      cutOffId: z.uuid().nullable(),
      states: z.array(z.object({ state, orders: count, units: count })),
      /** Orders that were still to be packed from then on. */
      left: z.array(z.object({ at: shownTime, orders: count })),
      /** Orders packed in the last fifteen minutes. */
      packedLately: count,
    }),
  ),
});
export type BurnDowns = z.infer<typeof BurnDowns>;

export const Look = z.strictObject({ reason: z.enum(lookReasons) });
export type Look = z.infer<typeof Look>;
export const ExportQuery = z.strictObject({
  reason: z.enum(['carrier', 'accounting', 'customer_asked', 'authority', 'moving_out']),
  siteId: z.uuid().optional(),
  state: state.optional(),
  channel: z.string().max(80).optional(),
  /** The last order of the part before. */
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
});
export type ExportQuery = z.output<typeof ExportQuery>;
export const Exported = z.string().meta({ contentMediaType: 'text/csv' });
export const RecipientSeen = z.object({ name: z.string(), phone: z.string(), address: z.string() });
export const EraseRecipient = z.strictObject({ reason: z.enum(['customer_asked', 'authority', 'kept_too_long']) });
export const Erased = z.object({ orderId: z.uuid(), erased: z.literal(true) });
