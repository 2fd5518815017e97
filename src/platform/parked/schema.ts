import { z } from 'zod';

const shownTime = z.date().meta({ type: 'string', format: 'date-time' });
const states = ['parked', 'heard', 'given_up'] as const;
export const ParkedFact = z.object({
  parkedId: z.uuid(),
  consumer: z.string(),
  kind: z.string(),
  /** What it is about: an id. */
  subject: z.string(),
  siteId: z.uuid().nullable(),
  state: z.enum(states),
  /** Why it could not be heard, the last time. */
  reason: z.string(),
  /** Times that it was heard again in vain. */
  tries: z.int(),
  at: shownTime,
  endedAt: shownTime.nullable(),
  endedBy: z.uuid().nullable(),
  /** Why it was given up. */
  why: z.string().nullable(),
});
export const ParkedFacts = z.object({ facts: z.array(ParkedFact), waiting: z.int() });
export const ParkedQuery = z.strictObject({
  state: z.enum(states).default('parked'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const ParkedId = z.strictObject({ parkedId: z.uuid() });
export const GiveUp = z.strictObject({ reason: z.string().trim().min(1).max(200) });

export type ParkedFact = z.infer<typeof ParkedFact>;
export type ParkedFacts = z.infer<typeof ParkedFacts>;
export type ParkedQuery = z.output<typeof ParkedQuery>;
