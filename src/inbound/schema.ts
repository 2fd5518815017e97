import { z } from 'zod';
import { labelCode, lpnCode } from '../platform/labelCode.ts';
import { day, momentText } from '../platform/moment.shared.ts';

export * from './schema/receipts.ts';

export const states = [
  'draft',
  'booked',
  'scheduled',
  'in_transit',
  'arrived',
  'receiving',
  'counted',
  'closed',
  'cancelled',
  'no_show',
  'refused',
] as const;
export const State = z.enum(states);
export type State = z.infer<typeof State>;

const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{C}]+$/u, 'expected no control characters');
export const lot = z.string().regex(/^[\x21-\x7e]{1,20}$/, 'expected 1-20 printable characters without blanks');
export const reason = text(200);
const quantity = z.int().min(1).max(1_000_000);

const Line = z.strictObject({
  itemId: z.uuid().optional(),
  code: text(80).optional(),
  quantity,
  lot: lot.optional(),
  expiry: day.optional(),
});
export type BookedLine = z.infer<typeof Line>;

const Content = z.strictObject({ line: z.int().min(1).max(10_000), quantity });

/** `count` boxes of the same making; sizes and weights that are missing or out of bounds are listed as problems. */
const Box = z.strictObject({
  size_mm: z.tuple([z.int().min(0), z.int().min(0), z.int().min(0)]).optional(),
  weight_g: z.int().min(0).optional(),
  count: z.int().min(1).max(100_000).default(1),
  contents: z.array(Content).max(500).default([]),
});
export type BookedBox = z.infer<typeof Box>;

export const Packing = z.enum(['same', 'mixed', 'loose']);

const content = {
  expectedOn: day,
  carrier: text(60).optional(),
  tracking: text(60).optional(),
  /** One item a box, several, or no boxes: what the seller means to do, also before a box is measured. */
  packing: Packing.optional(),
  lines: z.array(Line).max(10_000),
  boxes: z.array(Box).max(20_000).default([]),
};

export const Book = z.strictObject({
  siteId: z.uuid(),
  sellerId: z.uuid(),
  /** The seller's own number of the shipment; made where absent. */
  asn: text(40).optional(),
  /** Kept as it is, however incomplete, and completed later. */
  draft: z.boolean().default(false),
  /** Came without a booking: what is in it is learnt by receiving it. */
  unannounced: z.boolean().default(false),
  ...content,
});
export type Book = z.infer<typeof Book>;

export const Rebook = z.strictObject({ version: z.int().min(1), ...content });
export type Rebook = z.infer<typeof Rebook>;

export const Booked = z.strictObject({
  shipmentId: z.uuid(),
  asn: z.string(),
  state: State,
  version: z.int(),
  boxes: z.array(z.strictObject({ boxNo: z.int(), sscc: z.string() })),
});
export type Booked = z.infer<typeof Booked>;

export const ShipmentPath = z.strictObject({ shipmentId: z.uuid() });
export const Reason = z.strictObject({ reason });
export const Moved = z.strictObject({ shipmentId: z.uuid(), state: State });
export type Moved = z.infer<typeof Moved>;

export const SendOff = z.strictObject({ carrier: text(60).optional(), tracking: text(60).optional() });
export const GateIn = z.strictObject({ dockCode: labelCode.optional() });

export const SlotsQuery = z.strictObject({ siteId: z.uuid(), day });
const Slot = z.strictObject({ dockCode: labelCode, startsAt: momentText });
export const Schedule = Slot;
export const Slots = z.strictObject({
  slots: z.array(Slot.extend({ endsAt: z.iso.datetime({ offset: true }), free: z.boolean() })),
});
export type Slots = z.infer<typeof Slots>;
export const Scheduled = z.strictObject({
  shipmentId: z.uuid(),
  state: State,
  dockCode: z.string(),
  startsAt: z.iso.datetime({ offset: true }),
  /** Of a draft: until then the slot is held. */
  heldUntil: z.iso.datetime({ offset: true }).optional(),
});
export type Scheduled = z.infer<typeof Scheduled>;

export const arrivals = ['sellable', 'inspect', 'hold', 'damaged'] as const;
export const Arrival = z.enum(arrivals);
export type Arrival = z.infer<typeof Arrival>;

export const Receive = z.strictObject({
  itemId: z.uuid(),
  quantity,
  lot: lot.optional(),
  expiry: day.optional(),
  serials: z.array(lot).max(1_000).optional(),
  condition: Arrival.default('sellable'),
  lpnCode,
  boxNo: z.int().min(1).optional(),
  /** Goods that were not announced are taken in on hold, with the reason why. */
  reason: reason.optional(),
});
export type Receive = z.infer<typeof Receive>;
export const Received = z.strictObject({
  movementId: z.uuid(),
  receipts: z.array(z.strictObject({ receiptId: z.uuid(), lineNo: z.int(), condition: Arrival, quantity: z.int() })),
  /** Of the quantity: above what was announced and tolerated, or not announced. */
  held: z.int(),
});
export type Received = z.infer<typeof Received>;

export const ReceiptPath = z.strictObject({ receiptId: z.uuid() });
export const BoxPath = z.strictObject({ shipmentId: z.uuid(), boxNo: z.coerce.number().int().min(1) });
export const Close = z.strictObject({ reason: reason.optional() });
export const Accept = z.strictObject({
  /** Units on hold because more came than announced are put on sale, where they still lie on their LPN. */
  freeHeld: z.boolean().default(false),
});

export const Inspect = z.strictObject({
  siteId: z.uuid(),
  lpnCode,
  itemId: z.uuid(),
  lot: lot.optional(),
  quantity,
  result: z.enum(['sellable', 'damaged', 'hold']),
  reason: reason.optional(),
});
export type Inspect = z.infer<typeof Inspect>;

export const PutAway = z.strictObject({
  siteId: z.uuid(),
  lpnCode,
  binCode: labelCode,
  /** Needed where the LPN carries more than one kind of goods. */
  itemId: z.uuid().optional(),
  lot: lot.optional(),
  quantity: quantity.optional(),
  /** Why they go to another bin than was suggested. */
  reason: reason.optional(),
  /** A manager's reason to put goods where the bin's rules forbid them. */
  override: reason.optional(),
});
export type PutAway = z.infer<typeof PutAway>;
export const PutAwayDone = z.strictObject({
  movementId: z.uuid(),
  binCode: z.string(),
  quantity: z.int(),
  /** Units that are still on the LPN. */
  left: z.int(),
});
export type PutAwayDone = z.infer<typeof PutAwayDone>;

export const LpnQuery = z.strictObject({ siteId: z.uuid() });
export const LpnPath = z.strictObject({ lpnCode });
export const Nest = z.strictObject({ siteId: z.uuid(), parentLpn: lpnCode.nullable() });

const LpnContent = z.strictObject({
  itemId: z.uuid(),
  lot: z.string(),
  condition: z.string(),
  quantity: z.int(),
});
export const Lpn = z.strictObject({
  lpnCode,
  kind: z.string(),
  sellerId: z.uuid(),
  place: z.string(),
  parentLpn: z.string().optional(),
  state: z.enum(['filled', 'empty']),
  contents: z.array(LpnContent),
});
export type Lpn = z.infer<typeof Lpn>;
export const Lpns = z.strictObject({
  lpns: z.array(Lpn.omit({ contents: true })),
  /** The highest number on a label of ours, `LPN` and seven digits, that was ever scanned at the site. */
  highest: z.int().optional(),
});
export type Lpns = z.infer<typeof Lpns>;

export const ShipmentsQuery = z.strictObject({
  siteId: z.uuid().optional(),
  sellerId: z.uuid().optional(),
  state: State.optional(),
  asn: text(40).optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const Head = z.strictObject({
  shipmentId: z.uuid(),
  siteId: z.uuid(),
  sellerId: z.uuid(),
  asn: z.string(),
  version: z.int(),
  state: State,
  unannounced: z.boolean(),
  expectedOn: z.iso.date(),
  carrier: z.string().nullable(),
  tracking: z.string().nullable(),
  packing: Packing.nullable(),
  dockCode: z.string().nullable(),
  slotAt: z.date().nullable(),
  reason: z.string().nullable(),
  /** Units. */
  expected: z.int(),
  received: z.int(),
  /** Of those announced not there yet, and received beyond them: too many on one line make up for none on another. */
  missing: z.int(),
  surplus: z.int(),
});
export type Head = z.infer<typeof Head>;
export const Shipments = z.strictObject({ shipments: z.array(Head), next: z.uuid().optional() });

const ShownLine = z.strictObject({
  lineNo: z.int(),
  itemId: z.uuid(),
  code: z.string(),
  name: z.string(),
  lot: z.string(),
  expiry: z.string().nullable(),
  expected: z.int(),
  received: z.int(),
  good: z.int(),
  inspect: z.int(),
  damaged: z.int(),
  hold: z.int(),
  state: z.enum(['expected', 'partial', 'complete', 'over', 'short']),
  shortReason: z.string().nullable(),
});
export type ShownLine = z.infer<typeof ShownLine>;
const ShownBox = z.strictObject({
  boxNo: z.int(),
  sscc: z.string(),
  size_mm: z.array(z.int()),
  weight_g: z.int(),
  state: z.enum(['expected', 'open', 'closed']),
  contents: z.array(z.strictObject({ line: z.int(), quantity: z.int(), received: z.int() })),
});
export type ShownBox = z.infer<typeof ShownBox>;
export const Shipment = Head.extend({ lines: z.array(ShownLine), boxes: z.array(ShownBox) });
export type Shipment = z.infer<typeof Shipment>;
