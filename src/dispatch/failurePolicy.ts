import type { FailReason } from '../shipping/index.ts';

/**
 * What becomes of a parcel that was not handed over. `again`: once more at the end of this route; `later`: on a later
 * route; `held`: staff look at it first; `returning`: to the returns desk.
 */
export const outcomes = ['again', 'later', 'held', 'returning'] as const;
export type After = (typeof outcomes)[number];

/** What the desk may say of a door, instead: `asked`, the customer for the address; `held` takes its word back. */
export const decisions = ['again', 'later', 'returning', 'asked', 'held'] as const;
export type Decision = (typeof decisions)[number];

/** What follows the first, the second … door that did not open; the last also all that come after it. */
export type FailureRules = Record<FailReason, After[]>;

/** Of a site that has set nothing else. */
export const USUAL_RULES: FailureRules = {
  nobody_home: ['later', 'returning'],
  refused: ['returning'],
  damaged: ['returning'],
  wrong_address: ['held'],
  access_code: ['again', 'returning'],
  cancelled: ['returning'],
  no_time: ['later'],
};

/** Where a reason has one step only, how often it happened decides nothing, nor is it counted as an attempt. */
export const countedReasons = (rules: FailureRules): FailReason[] =>
  (Object.keys(rules) as FailReason[]).filter((reason) => rules[reason].length > 1);

/** @param attempts counted ones before this one */
export function afterFailure(rules: FailureRules, reason: FailReason, attempts: number): After {
  const steps = rules[reason];
  return steps[Math.min(attempts, steps.length - 1)]!;
}
