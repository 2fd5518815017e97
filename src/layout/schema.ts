import { z } from 'zod';
import { labelCode } from '../platform/labelCode.ts';

export const binKinds = ['pick', 'reserve', 'dock', 'lane', 'stage', 'return'] as const;
export const BinKind = z.enum(binKinds);
export type BinKind = z.infer<typeof BinKind>;
const Temperature = z.enum(['ambient', 'chilled', 'frozen']);
export const BinState = z.enum(['open', 'blocked', 'counting']);
export type BinState = z.infer<typeof BinState>;

const siteCode = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,19}$/, 'expected 1-20 letters, digits, dashes or underscores');
/** As its label shows it: A-01-02-3, DOCK-1. */
export const binCode = labelCode;
const lat = z.number().min(-90).max(90);
const lon = z.number().min(-180).max(180);
const text = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{C}]+$/u, 'expected no control characters');
const name = text;
const mm = z.int().min(0).max(10_000_000);

/** Parallel aisles with bays on both sides and cross aisles; bins and the walking layout are made from it. */
export const AislePlan = z.strictObject({
  aisles: z.int().min(1).max(99),
  /** Of these aisles, the last ones; the rest is ambient. */
  chilledAisles: z.int().min(0).max(98).default(0),
  frozenAisles: z.int().min(0).max(98).default(0),
  /** Of one aisle, both sides counted: odd bays on the left, even ones on the right. */
  bays: z.int().min(1).max(99),
  levels: z.int().min(1).max(9),
  /** The upper levels, out of a picker's reach. */
  reserveLevels: z.int().min(0).max(8).default(0),
  /** The front and the back one, and those between. */
  crossAisles: z.int().min(2).max(7).default(2),
  bayWidth_mm: z.int().min(100).max(10_000).default(1_200),
  aisleSpacing_mm: z.int().min(500).max(20_000).default(3_000),
  crossWidth_mm: z.int().min(500).max(10_000).default(2_000),
  binVolume_cm3: z.int().min(1_000).max(100_000_000).default(200_000),
  binWeight_g: z.int().min(1_000).max(50_000_000).default(200_000),
  docks: z.int().min(1).max(50).default(2),
  lanes: z.int().min(1).max(100).default(4),
  stages: z.int().min(1).max(100).default(2),
  returns: z.int().min(1).max(50).default(1),
});
export type AislePlan = z.infer<typeof AislePlan>;

export const AddSite = z.strictObject({
  code: siteCode,
  name,
  timeZone: z.string().min(1).max(60).default('Asia/Seoul'),
  lat,
  lon,
  plan: AislePlan,
  companyPrefix: z
    .string()
    .regex(/^[0-9]{6,10}$/, 'expected the 6-10 digits of a GS1 company prefix')
    .optional(),
  adjustmentLimit: z.int().min(0).max(1_000_000).optional(),
});
export type AddSite = z.infer<typeof AddSite>;
export const AddedSite = z.strictObject({ siteId: z.uuid(), bins: z.int() });

export const Site = z.strictObject({
  siteId: z.uuid(),
  code: z.string(),
  name: z.string(),
  timeZone: z.string(),
  lat: z.number(),
  lon: z.number(),
});
export type Site = z.infer<typeof Site>;
export const Sites = z.strictObject({ sites: z.array(Site) });

export const NewBin = z.strictObject({
  binCode,
  kind: BinKind,
  aisle: z.int().min(0).max(999),
  y_mm: mm,
  side: z.enum(['L', 'R']).default('L'),
  level: z.int().min(1).max(99).default(1),
  temperature: Temperature.default('ambient'),
  maxWeight_g: z.int().min(1).max(2_000_000_000).default(500_000),
  maxVolume_cm3: z.int().min(1).max(2_000_000_000).default(1_000_000),
  oneSeller: z.boolean().default(false),
});
export type NewBin = z.infer<typeof NewBin>;
export const AddBins = z.strictObject({ siteId: z.uuid(), bins: z.array(NewBin).min(1).max(1_000) });
export const AddedBins = z.strictObject({ added: z.int() });

export const BinPath = z.strictObject({ siteId: z.uuid(), binCode });
export const MoveBin = z.strictObject({
  aisle: z.int().min(0).max(999).optional(),
  y_mm: mm.optional(),
  side: z.enum(['L', 'R']).optional(),
  level: z.int().min(1).max(99).optional(),
});
export const BlockBin = z.strictObject({ state: BinState, reason: text });

export const Bin = NewBin.extend({ state: BinState });
export type Bin = z.infer<typeof Bin>;

export const BinsQuery = z.strictObject({
  siteId: z.uuid(),
  kind: BinKind.optional(),
  /** How their codes begin. */
  begin: z
    .string()
    .regex(/^\s*[A-Za-z0-9-]{0,30}\s*$/, 'expected letters, digits and dashes')
    .trim()
    .toUpperCase()
    .optional(),
  after: binCode.optional(),
  limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
});
export const Bins = z.strictObject({ bins: z.array(Bin), next: z.string().optional() });

/** Where people walk: aisle i lies at aisleX_mm[i]; cross aisles run over all aisles at each y of crossY_mm. */
export const WalkingLayout = z.strictObject({
  aisleX_mm: z.array(mm),
  crossY_mm: z.array(mm),
  depot: z.strictObject({ aisle: z.int(), y_mm: mm }),
});
export type WalkingLayout = z.infer<typeof WalkingLayout>;

export const SitePath = z.strictObject({ siteId: z.uuid() });
export const AdjustmentLimit = z.strictObject({ units: z.int().min(0).max(1_000_000) });
const Ring = z.array(z.strictObject({ lat, lon })).min(3).max(2_000);
export type Ring = z.infer<typeof Ring>;
/** As labels are bought by: `own`, `paper`, or a carrier that was joined. */
const carrier = z.string().regex(/^[a-z][a-z0-9_-]{0,29}$/, 'expected the code of a carrier');
export const DrawZone = z.strictObject({
  siteId: z.uuid(),
  name,
  polygon: Ring,
  /** Names of the cut-offs that hold there; all of the site where absent. */
  cutOffs: z.array(name).min(1).max(50).optional(),
  /** Who drives there. */
  carrier: carrier.default('own'),
});
export type DrawZone = z.infer<typeof DrawZone>;
export const DrawnZone = z.strictObject({ zoneId: z.uuid() });
export const ZonePath = z.strictObject({ zoneId: z.uuid() });
export const Zone = z.strictObject({
  zoneId: z.uuid(),
  name: z.string(),
  polygon: Ring,
  carrier: z.string(),
  cutOffIds: z.array(z.uuid()).nullable(),
});
export type Zone = z.infer<typeof Zone>;

export const SetCutOff = z.strictObject({
  siteId: z.uuid(),
  name,
  /** Minutes of the site's day: 1440 is its end. */
  orderByMinute: z.int().min(0).max(1_440),
  /** Above 1440: of the next day. */
  deliverByMinute: z.int().min(1).max(4_320),
});
export type SetCutOff = z.infer<typeof SetCutOff>;
export const CutOff = z.strictObject({
  cutOffId: z.uuid(),
  name: z.string(),
  orderByMinute: z.int(),
  deliverByMinute: z.int(),
});
export type CutOff = z.infer<typeof CutOff>;

const perHour = z.int().min(1).max(1_000_000).nullable();
/** Orders an hour that the floor gets done; null: no limit to what is promised. */
export const Pace = z.strictObject({ picksPerHour: perHour, packsPerHour: perHour, loadsPerHour: perHour });
export type Pace = z.infer<typeof Pace>;

export const PromisesQuery = z.strictObject({
  siteId: z.uuid(),
  lat: z.coerce.number().min(-90).max(90).optional(),
  lon: z.coerce.number().min(-180).max(180).optional(),
});
const shownTime = z.date().meta({ type: 'string', format: 'date-time' });
const limits = ['pick', 'pack', 'load', 'road'] as const;
export type Limit = (typeof limits)[number];
const PromisedShown = z.strictObject({
  cutOffId: z.uuid(),
  name: z.string(),
  orderBy: shownTime,
  deliverBy: shownTime,
});
export const PromisesShown = z.strictObject({
  zone: z.strictObject({ zoneId: z.uuid(), name: z.string() }).nullable(),
  /** The site delivers within zones, and the address lies in none. */
  outside: z.boolean(),
  carrier: z.string(),
  /** What an order of now gets; null: the site has no cut-offs, or does not deliver there. */
  promise: PromisedShown.nullable(),
  cutOffs: z.array(
    PromisedShown.extend({
      full: z.boolean(),
      /** More orders that can still be brought in time; null: not limited, or not the caller's to know. */
      room: z.int().nullable(),
      limitedBy: z.enum(limits).nullable(),
      reckonedAt: shownTime.nullable(),
    }),
  ),
});
export type PromisesShown = z.infer<typeof PromisesShown>;

export const SiteLayout = Site.extend({
  pace: Pace,
  layout: WalkingLayout,
  cutOffs: z.array(CutOff),
  zones: z.array(Zone),
});
export type SiteLayout = z.infer<typeof SiteLayout>;
