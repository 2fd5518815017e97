import { z } from 'zod';
import { conditions } from './place.ts';

const quantity = z.int().min(1).max(1_000_000);
const name = z.string().min(1).max(80);
export const Limit = z.coerce.number().int().min(1).max(1000).default(200);

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
});
export type OpenPromise = z.infer<typeof OpenPromise>;

export const promiseStates = ['open', 'confirmed', 'released', 'expired'] as const;

export const PromiseAnswer = z.object({
  promiseId: z.uuid(),
  state: z.enum(promiseStates),
  expiresAt: z.date().nullable().meta({ type: 'string', format: 'date-time' }),
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
  binCode: name,
  itemId: z.uuid(),
  lot: z.string().max(40).optional(),
  quantity: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((n) => n !== 0, 'a whole number other than 0'),
  reason: z.string().min(1).max(200),
});

export const Adjusted = z.object({
  adjustmentId: z.uuid(),
  state: z.enum(['posted', 'waiting', 'refused']),
  movementId: z.uuid().optional(),
});

export const Decide = z.strictObject({ approve: z.boolean() });
export const AdjustmentId = z.strictObject({ adjustmentId: z.uuid() });
export const SiteQuery = z.strictObject({ siteId: z.uuid() });

export const Waiting = z.object({
  adjustments: z.array(
    z.object({
      siteId: z.uuid(),
      adjustmentId: z.uuid(),
      sellerId: z.uuid(),
      itemId: z.uuid(),
      place: z.string(),
      lot: z.string(),
      quantity: z.int(),
      reason: z.string(),
      state: z.string(),
      askedBy: z.uuid(),
    }),
  ),
});

export const StockQuery = z.strictObject({
  itemId: z.uuid().optional(),
  siteId: z.uuid().optional(),
  limit: Limit,
  after: z.uuid().optional(),
});

export const Stock = z.object({
  items: z.array(
    z.object({
      itemId: z.uuid(),
      siteId: z.uuid(),
      onHand: z.int(),
      promised: z.int(),
      allocated: z.int(),
      held: z.int(),
      available: z.int(),
    }),
  ),
});

export const PlacesQuery = z.strictObject({ siteId: z.uuid(), itemId: z.uuid() });

export const Places = z.object({
  places: z.array(
    z.object({
      place: z.string(),
      sellerId: z.uuid(),
      itemId: z.uuid(),
      lot: z.string(),
      serial: z.string(),
      condition: z.enum(conditions),
      quantity: z.int(),
      allocated: z.int(),
    }),
  ),
});

export const LedgerQuery = z.strictObject({ itemId: z.uuid(), siteId: z.uuid().optional(), limit: Limit });

export const Ledger = z.object({
  legs: z.array(
    z.object({
      movementId: z.uuid(),
      kind: z.string(),
      itemId: z.uuid(),
      lot: z.string(),
      fromPlace: z.string(),
      toPlace: z.string(),
      toCondition: z.string(),
      quantity: z.int(),
      reason: z.string().nullable(),
      at: z.date().meta({ type: 'string', format: 'date-time' }),
    }),
  ),
});
