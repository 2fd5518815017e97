import { z } from 'zod';
import { momentText } from '../platform/moment.shared.ts';

/** One past basket: item ids or the seller's own codes. */
const Basket = z.strictObject({
  at: momentText,
  lines: z.array(z.string().regex(/^[^\p{C}]{1,60}$/u, 'expected 1-60 characters, none of them control')).max(500),
});
export type Basket = z.infer<typeof Basket>;

export const History = z.strictObject({ sellerId: z.uuid(), baskets: z.array(Basket).min(1).max(10_000) });
export type History = z.infer<typeof History>;

export const Learned = z.strictObject({
  baskets: z.int(),
  items: z.int(),
  /** Codes that the catalogue does not have, left out: how many, and the first twenty. */
  unknown: z.int(),
  unknownCodes: z.array(z.string()),
});
export type Learned = z.infer<typeof Learned>;

/** Why a bin was chosen: beside an item often bought together, beside more of the same, close to the front, or free. */
export const Why = z.strictObject({
  because: z.enum(['together', 'same', 'front', 'free']),
  itemCode: z.string().optional(),
  distance_m: z.int(),
});
export type Why = z.infer<typeof Why>;

export const MovesQuery = z.strictObject({
  siteId: z.uuid(),
  sellerId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const PlannedMove = z.strictObject({
  itemId: z.uuid(),
  sellerId: z.uuid(),
  code: z.string(),
  fromBin: z.string(),
  toBin: z.string(),
  quantity: z.int(),
  /** Walked less in the next thirty days, after the walk of the move itself. */
  saving_m: z.int(),
});
export type PlannedMove = z.infer<typeof PlannedMove>;
export const PlannedMoves = z.strictObject({ moves: z.array(PlannedMove) });
