import { z } from 'zod';
import { outcomes } from '../failurePolicy.ts';
import { failReasons, type FailReason } from '../../shipping/index.ts';
import { shownTime, siteId } from './shapes.ts';

/** What follows the first, the second … door that did not open; the last also all that come after it. */
const Steps = z
  .array(z.enum(outcomes))
  .min(1)
  .max(5)
  .refine((steps) => !steps.slice(0, -1).includes('returning'), 'expected nothing after returning')
  // a door that is tried once more whatever happens never lets its route end
  .refine((steps) => steps.at(-1) !== 'again', 'expected another last step than again');
const Rules = z.strictObject(
  Object.fromEntries(failReasons.map((reason) => [reason, Steps])) as Record<FailReason, typeof Steps>,
);

export const SetFailurePolicy = z.strictObject({
  siteId,
  /** The version that was seen: 0 where the site goes by the usual rules. */
  version: z.int().min(0).max(1_000_000),
  rules: Rules,
});
export type SetFailurePolicy = z.infer<typeof SetFailurePolicy>;

export const FailurePolicy = z.strictObject({
  siteId,
  version: z.int(),
  rules: Rules,
  /** The latest first. */
  versions: z.array(
    z.strictObject({
      version: z.int(),
      rules: Rules,
      setBy: z.uuid(),
      setByLogin: z.string().nullable(),
      at: shownTime,
    }),
  ),
});
export type FailurePolicy = z.infer<typeof FailurePolicy>;
