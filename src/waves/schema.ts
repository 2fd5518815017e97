import { z } from 'zod';
import { conditions } from '../inventory/index.ts';
import { Bin } from '../layout/index.ts';
import { labelCode } from '../platform/labelCode.ts';
import { moment } from '../platform/moment.shared.ts';

const shownTime = z.date().meta({ type: 'string', format: 'date-time' });
const code = z.string().min(1).max(40);
const count = z.int();

export const PlanWave = z.strictObject({
  siteId: z.uuid(),
  /** Chosen by whoever may want to cancel the plan before it is answered. */
  waveId: z.uuidv7().optional(),
  cutOffId: z.uuid().optional(),
  /** Orders promised to be delivered by then. */
  dueBy: moment.optional(),
  orderIds: z.array(z.uuid()).min(1).max(2000).optional(),
  maxOrders: z.int().min(1).max(2000).default(1000),
  cartSlots: z.int().min(1).max(40).default(12),
  /** Take in orders of which only a part can be picked now. */
  partly: z.boolean().default(false),
});
export type PlanWave = z.output<typeof PlanWave>;

export const WaveCancelled = z.strictObject({ waveId: z.uuid(), orders: count });
export type CancelledWave = z.infer<typeof WaveCancelled>;
export type CancelWave = { siteId: string; waveId: string };

const LeftOut = z.object({
  orderId: z.uuid(),
  reason: z.enum(['not_in_pick_bins', 'promise_broken']),
  items: z.array(z.uuid()),
});
const state = z.enum(['planned', 'released', 'done', 'cancelled']);

export const Planned = z.object({
  waveId: z.uuid(),
  state,
  orders: count,
  units: count,
  batches: count,
  walk_m: count,
  /** The same orders one a tour. */
  single_m: count,
  /** False where a solver failed and orders went onto carts, or bins into order, by a rule of thumb. */
  solved: z.boolean(),
  leftOut: z.array(LeftOut),
});
export type Planned = z.infer<typeof Planned>;

export const WavePath = z.strictObject({ waveId: z.uuid() });
export const WavesQuery = z.strictObject({
  siteId: z.uuid(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type WavesQuery = z.output<typeof WavesQuery>;

const Wave = z.object({
  siteId: z.uuid(),
  waveId: z.uuid(),
  state,
  cutOffId: z.uuid().nullable(),
  dueBy: shownTime.nullable(),
  orders: count,
  units: count,
  walk_m: count.nullable(),
  single_m: count.nullable(),
  solved: z.boolean(),
  leftOut: z.array(LeftOut),
  plannedAt: shownTime,
  launchedAt: shownTime.nullable(),
  endedAt: shownTime.nullable(),
});
export type Wave = z.infer<typeof Wave>;
export const Waves = z.object({ waves: z.array(Wave), next: z.uuid().optional() });
export type Waves = z.infer<typeof Waves>;

export const WaveShown = Wave.extend({
  tasks: z.object({
    tasks: count,
    open: count,
    picked: count,
    short: count,
    cancelled: count,
    unitsPicked: count,
  }),
  batches: z.array(
    z.object({
      batchId: z.uuid(),
      state: z.enum(['ready', 'claimed', 'delivered', 'cancelled']),
      cartCode: z.string().nullable(),
      pickerId: z.uuid().nullable(),
      laneCode: z.string().nullable(),
      walk_mm: count,
      orders: count,
      tasks: count,
      open: count,
    }),
  ),
});
export type WaveShown = z.infer<typeof WaveShown>;

export const SiteQuery = z.strictObject({ siteId: z.uuid() });
export const AskCount = z.strictObject({
  siteId: z.uuid(),
  binCode: labelCode,
  itemId: z.uuid().optional(),
  cause: code.default('asked'),
});
export const CountAsked = z.object({ countId: z.uuid() });
export const Counts = z.object({
  counts: z.array(
    z.object({
      countId: z.uuid(),
      binCode: z.string(),
      itemId: z.uuid().nullable(),
      cause: z.string(),
      at: shownTime,
    }),
  ),
});

export const PutBacks = z.object({
  putBacks: z.array(
    z.object({
      putBackId: z.uuid(),
      sellerId: z.uuid(),
      orderId: z.uuid(),
      itemId: z.uuid(),
      lot: z.string(),
      serial: z.string(),
      toteCode: z.string(),
      quantity: count,
      put: count,
    }),
  ),
});
export const PutBackPath = z.strictObject({ putBackId: z.uuid() });
export const PutBack = z.strictObject({
  siteId: z.uuid(),
  binCode: labelCode,
  quantity: z.int().min(1).max(100_000).optional(),
});
export const PutBackDone = z.object({ putBackId: z.uuid(), left: count });

export const BatchPath = z.strictObject({ batchId: z.uuid() });
export const FreeBatch = z.strictObject({ siteId: z.uuid() });
export const Freed = z.object({ batchId: z.uuid(), state: z.string() });

export const TotePath = z.strictObject({
  toteCode: z.string().regex(/^TOTE-[0-9]{1,6}$/, 'expected the code of a tote'),
});
export const ToteShown = z.object({
  toteCode: z.string(),
  /** Null: the tote is free. */
  orderId: z.uuid().nullable(),
  /** Where its cart was left; null while that is on its way. */
  laneCode: z.string().nullable(),
});
export type ToteShown = z.infer<typeof ToteShown>;

export const BinPath = z.strictObject({ siteId: z.uuid(), binCode: labelCode });
export const BinShown = z.object({
  bin: Bin,
  contents: z.array(
    z.object({
      sellerId: z.uuid(),
      itemId: z.uuid(),
      lot: z.string(),
      serial: z.string(),
      expiry: z.string().nullable(),
      condition: z.enum(conditions),
      quantity: count,
      /** Of it promised to orders, and still to be picked here. */
      allocated: count,
    }),
  ),
  holds: z.array(z.object({ holdId: z.uuid(), scope: z.string(), reason: z.string(), units: count, at: shownTime })),
  /** Those that wait, and the last that were done. */
  counts: z.array(
    z.object({
      countId: z.uuid(),
      itemId: z.uuid().nullable(),
      cause: z.string(),
      state: z.enum(['open', 'done', 'cancelled']),
      at: shownTime,
      actorId: z.uuid(),
      endedAt: shownTime.nullable(),
      endedBy: z.uuid().nullable(),
    }),
  ),
  picks: z.array(
    z.object({
      taskId: z.uuid(),
      sellerId: z.uuid(),
      orderId: z.uuid(),
      itemId: z.uuid(),
      lot: z.string(),
      serial: z.string(),
      quantity: count,
      waveId: z.uuid().nullable(),
      cartCode: z.string().nullable(),
      pickerId: z.uuid().nullable(),
    }),
  ),
  /** The last hundred, the latest first. */
  moves: z.array(
    z.object({
      movementId: z.uuid(),
      leg: count,
      kind: z.string(),
      itemId: z.uuid(),
      lot: z.string(),
      fromPlace: z.string(),
      toPlace: z.string(),
      toCondition: z.string(),
      quantity: count,
      reason: z.string().nullable(),
      actorId: z.uuid().nullable(),
      at: shownTime,
    }),
  ),
});
export type BinShown = z.infer<typeof BinShown>;
