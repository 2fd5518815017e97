import { z } from 'zod';
import { deviceMoment } from '../platform/moment.shared.ts';

/** The flows a handheld can be in; one file of src/scans/flows each. */
export const flows = [
  'receive',
  'putAway',
  'pick',
  'sortToWall',
  'pack',
  'load',
  'deliver',
  'count',
  'move',
  'replenish',
  'return',
  'handOver',
  'look',
] as const;
export type Flow = (typeof flows)[number];

/** What the next scan should be. `none`: nothing is left to scan, `any`: whatever lies at hand. */
export const expectations = [
  'shipment',
  'item',
  'quantity',
  'lot',
  'expiry',
  'lpn',
  'bin',
  'cart',
  'tote',
  'lane',
  'carton',
  'weight',
  'label',
  'vehicle',
  'parcel',
  'proof',
  'condition',
  'any',
  'none',
] as const;
export type Expectation = (typeof expectations)[number];

/**
 * One key of the two at the bottom of the screen, or one row of a decision. `needs` asks for more before it is sent; of
 * `reasonAndPhoto` the photo may be left out.
 */
export const Choice = z.strictObject({
  choice: z.string(),
  title: z.string(),
  needs: z.enum(['reason', 'quantity', 'quantityAndReason', 'reasonAndPhoto', 'photo']).optional(),
  /** What its number is the number of, as a question; else how many are there. */
  asks: z.string().optional(),
  /** Its number is how many there are in all: fewer than asked for, and with those that were scanned already. */
  whole: z.strictObject({ asked: z.int(), done: z.int() }).optional(),
  reasons: z.array(z.strictObject({ reason: z.string(), title: z.string() })).optional(),
  /** What it is about, one by one, where its reason is asked for. */
  lines: z.array(z.strictObject({ label: z.string(), value: z.string() })).optional(),
});
export type Choice = z.infer<typeof Choice>;

/** What the screen shows, in the order of size: `big` is the one huge datum. Texts are in the worker's language. */
export const Show = z.strictObject({
  big: z.string().optional(),
  why: z.string().optional(),
  item: z.strictObject({ code: z.string(), name: z.string(), picture: z.string().optional() }).optional(),
  quantity: z
    .strictObject({
      asked: z.int(),
      done: z.int(),
      pack: z.strictObject({ packs: z.int(), units: z.int() }).optional(),
    })
    .optional(),
  slots: z.strictObject({ count: z.int(), active: z.int(), filled: z.array(z.int()) }).optional(),
  /** `call`: the value is a telephone number. */
  lines: z.array(z.strictObject({ label: z.string(), value: z.string(), call: z.literal(true).optional() })).optional(),
  progress: z.strictObject({ done: z.int(), total: z.int() }).optional(),
  next: z.string().optional(),
  notice: z.string().optional(),
});
export type Show = z.infer<typeof Show>;

export const Step = z.strictObject({
  flow: z.enum(flows),
  title: z.string(),
  expect: z.enum(expectations),
  show: Show,
  /** What to scan, in the worker's language, where `expect` says too little. */
  asks: z.string().optional(),
  taskId: z.string().optional(),
  choices: z.array(Choice).optional(),
});
export type Step = z.infer<typeof Step>;

/** Text beside the code: names, choices, lots. The code itself may be anything that a damaged label gives. */
const word = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'expected no control characters');

/** One trigger pull. `code` is what the scanner read, or the typed number where a quantity or weight is expected. */
export const Scan = z.strictObject({
  deviceId: word(64).min(1),
  seq: z.int().min(1),
  at: deviceMoment,
  /** When it was sent, by the clock that says `at`: how long ago that was, however wrong the clock. Another in each repeat. */
  sentAt: deviceMoment.optional(),
  code: z.string().max(4096),
  symbology: word(32).optional(),
  source: z.enum(['wedge', 'camera', 'typed']),
  flow: z.enum(flows),
  screen: word(64).optional(),
  taskId: word(64).optional(),
  /** Judged by its digits, as typed: `qty_invalid` for what is no whole number. */
  quantity: z.union([z.number(), z.string().max(40)]).optional(),
  answer: z
    .strictObject({
      choice: word(64).optional(),
      reason: word(200).optional(),
      lot: word(40).optional(),
      /** Of any year: `expiry_impossible` for one that goods cannot have. */
      expiry: z.iso.date().optional(),
      condition: word(40).optional(),
      weight_g: z.int().min(0).max(100_000_000).optional(),
      photoId: z.uuid().optional(),
      signatureId: z.uuid().optional(),
    })
    .optional(),
});
export type Scan = z.infer<typeof Scan>;

/** One way to read a label: `code` is what to send for it, `lines` are what tells it from the others. */
export const Reading = z.strictObject({
  code: z.string(),
  lines: z.array(z.strictObject({ label: z.string(), value: z.string() })),
});
export type Reading = z.infer<typeof Reading>;

export const ScanRefusal = z.strictObject({
  code: z.string(),
  message: z.string(),
  /** The message without what was scanned and expected: it names nobody, and may be kept on a device. */
  bare: z.string().optional(),
  scanned: z.string().optional(),
  expected: z.string().optional(),
  /** Of a label that can be read in several ways (`gs1_ambiguous`): the worker says which it is, the likeliest first. */
  readings: z.array(Reading).optional(),
});
export type ScanRefusal = z.infer<typeof ScanRefusal>;

export const ScanAnswer = z.union([
  z.strictObject({ ok: z.literal(true), seq: z.int(), step: Step, replayed: z.boolean().optional() }),
  z.strictObject({
    ok: z.literal(false),
    seq: z.int(),
    refusal: ScanRefusal,
    step: Step.optional(),
    replayed: z.boolean().optional(),
  }),
]);
export type ScanAnswer = z.infer<typeof ScanAnswer>;
