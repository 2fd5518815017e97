import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { correct, type Adjusted } from './adjust.ts';
import { binPlace } from './place.ts';
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
  const moved = await netSince(work.tx, { siteId, place, itemId, lot, since: input.since });
  const difference = input.counted + moved - sum;
  if (difference === 0) return done({ difference });
  const adjustment = await correct(work, { siteId, place, sellerId, itemId, lot, quantity: difference, reason });
  return adjustment.refused ? adjustment : done({ difference, adjustment: adjustment.value });
}
