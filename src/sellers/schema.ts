import { z } from 'zod';

/** What was agreed with a seller. */
export const Terms = z.strictObject({
  /** More than announced is accepted up to this share of a line; the rest is held. */
  overTolerance_pct: z.int().min(0).max(50).optional(),
  /** Its goods never share a bin with another seller's. */
  ownBins: z.boolean().optional(),
});
export type Terms = z.infer<typeof Terms>;

const code = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'expected 1-40 letters, digits, dots, dashes or underscores');
const name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{C}]+$/u, 'expected no control characters');

export const OpenAccount = z.strictObject({ code, name, terms: Terms.optional() });
export type OpenAccount = z.infer<typeof OpenAccount>;

export const Opened = z.strictObject({ sellerId: z.uuid() });
export type Opened = z.infer<typeof Opened>;

export const SellerPath = z.strictObject({ sellerId: z.uuid() });

export const SetTerms = z.strictObject({
  name: name.optional(),
  state: z.enum(['active', 'suspended']).optional(),
  terms: Terms.optional(),
});

export const Seller = z.strictObject({
  sellerId: z.uuid(),
  code: z.string(),
  name: z.string(),
  state: z.enum(['active', 'suspended']),
  terms: Terms,
});
export type Seller = z.infer<typeof Seller>;

export const Sellers = z.strictObject({ sellers: z.array(Seller) });
