import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { correct, type Adjusted } from './adjust.ts';
import { ADJUSTMENT, binPlace } from './place.ts';
import { post, type Leg } from './post.ts';
import { balancesAt, netSince } from './store.ts';

export interface CountInput {
  siteId: string;
  binCode: string;
  sellerId: string;
  itemId: string;
  lot?: string;
  /** Units seen, of every condition. */
  counted: number;
  /** When they were seen: what moved after it is added, so that a count never undoes a movement. */
  since: Date;
  reason: string;
  /** Units that a short pick put on hold there until this count: lost first, and free again where they are found. */
  missing?: number;
}

/** A count is an assertion at a position of the ledger; the difference to the books is posted, or waits above the limit. */
export async function assertCount(
  work: Work,
  input: CountInput,
): Promise<Outcome<{ difference: number; adjustment?: Adjusted }>> {
  const place = binPlace(input.binCode);
  const { siteId, sellerId, itemId, reason, lot = '' } = input;
  const booked = (await balancesAt(work.tx, siteId, place)).filter((row) => row.itemId === itemId && row.lot === lot);
  const sum = booked.reduce((total, row) => total + row.quantity, 0);
  const held = booked.find((row) => row.condition === 'hold')?.quantity ?? 0;
  const moved = await netSince(work.tx, { siteId, place, itemId, lot, since: input.since });
  const difference = input.counted + moved - sum;
  const missing = Math.min(input.missing ?? 0, held);
  const lost = Math.min(missing, Math.max(0, -difference));
  const line = { sellerId, itemId, lot, from: place, fromCondition: 'hold' as const };
  const legs: Leg[] = [];
  if (lost > 0) legs.push({ ...line, to: ADJUSTMENT, quantity: lost });
  if (missing > lost) legs.push({ ...line, to: place, toCondition: 'sellable', quantity: missing - lost });
  if (legs.length > 0) {
    const posted = await post(work, { siteId, kind: 'count', reason, legs });
    if (posted.refused) return posted;
  }
  const rest = difference + lost;
  if (rest === 0) return done({ difference });
  const adjustment = await correct(work, { siteId, place, sellerId, itemId, lot, quantity: rest, reason });
  return adjustment.refused ? adjustment : done({ difference, adjustment: adjustment.value });
}
