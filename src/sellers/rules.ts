import { notFound, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';

/** The seller's wall: whoever belongs to one seller finds no other; the answer is the same as for one that is absent. */
export function mayUseSeller(work: Work, sellerId: string): Refused | undefined {
  const own = work.actor.sellerId;
  return own !== undefined && own !== sellerId ? notFound('seller', 'sellerId', sellerId) : undefined;
}

/** Accepted above the announced quantity where a seller agreed on nothing else. */
export const OVER_TOLERANCE_PCT = 5;
