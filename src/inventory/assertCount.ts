import { done, OvertakenError, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { correct, type Adjusted } from './adjust.ts';
import { adjusted } from './events.ts';
import { freeUnseen, holdUnseen } from './holdUnseen.ts';
import { lockStock, type HeldStock } from './lockStock.ts';
import { binPlace, COUNT_REASON } from './place.ts';
import { lockWaitingCounts, standing, stirred, supersedeCount, waitingCount, type CountedKey } from './store.ts';

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
}

/** Units that the ledger lacks (+) or has too many (-). */
async function differenceOf(work: Work, { siteId, binCode, itemId, lot = '', counted, since }: CountInput) {
  const { booked, moved } = await standing(work.tx, { siteId, place: binPlace(binCode), itemId, lot, since });
  return counted + moved - booked;
}

/** A shift: nobody works for longer without a network, and a device that says so has lost its time. */
const PLAUSIBLE_MS = 12 * 3_600_000;

/**
 * Whether nobody can say any more what a count is to be compared with: another count has corrected the books after its units
 * were seen, or waits for a second person to, or they were seen implausibly long ago and units have moved since. The caller holds what `lockCounts` locks.
 */
export async function isOvertaken(work: Work, { siteId, binCode, itemId, lot = '', since }: CountInput) {
  const key = { place: binPlace(binCode), itemId, lot };
  const { moved, counted } = await stirred(work.tx, { siteId, ...key, since });
  const waiting = await waitingCount(work.tx, siteId, key);
  const isLate = counted || (waiting !== undefined && waiting > since);
  return isLate || (moved && work.at.getTime() - since.getTime() > PLAUSIBLE_MS);
}

/** What counts of a bin may change: what lies there, and what makes room for units that are missing. */
export async function lockCounts(work: Work, siteId: string, counts: CountInput[]): Promise<HeldStock> {
  const places = counts.map(({ binCode, itemId }) => ({ place: binPlace(binCode), itemId }));
  await lockWaitingCounts(
    work.tx,
    siteId,
    counts.map(({ binCode, itemId, lot = '' }) => ({ place: binPlace(binCode), itemId, lot })),
  );
  const out = [];
  for (const [at, count] of counts.entries()) {
    const missing = -(await differenceOf(work, count));
    if (missing > 0) out.push({ ...places[at]!, quantity: missing });
  }
  return lockStock(work, { siteId, places, out, items: places.map(({ itemId }) => ({ siteId, itemId })) });
}

/**
 * A count is an assertion at a position of the ledger; the difference to the books is posted, or waits above the limit,
 * in place of what a count of the same found before and nobody has decided. Units that it did not find are held while it waits:
 * `first` of these serials. The caller holds what `lockCounts` locks.
 */
export async function assertCount(
  work: Work,
  input: CountInput,
  held: HeldStock,
  first: readonly string[] = [],
): Promise<Outcome<{ difference: number; adjustment?: Adjusted }>> {
  const { siteId, binCode, sellerId, itemId, lot = '', since } = input;
  const key = { place: binPlace(binCode), itemId, lot };
  const before = await takePlaceOf(work, siteId, key);
  if (before.refused) return before;
  const difference = await differenceOf(work, input);
  if (difference === 0) return done({ difference });
  const correction = { siteId, sellerId, ...key, quantity: difference, reason: COUNT_REASON, seenAt: since };
  const adjustment = await correct(work, correction, held);
  if (adjustment.refused) return adjustment;
  const { adjustmentId, state } = adjustment.value;
  const isUnseen = state === 'waiting' && difference < 0;
  const unseen = { siteId, ...key, adjustmentId, missing: -difference, first };
  const kept = isUnseen ? await holdUnseen(work, unseen, held) : done(undefined);
  return kept.refused ? kept : done({ difference, adjustment: adjustment.value });
}

/** A difference that waits is one to the books as they were: approved after another it would be taken twice. */
async function takePlaceOf(work: Work, siteId: string, key: CountedKey): Promise<Outcome<undefined>> {
  const before = await supersedeCount(work, siteId, key);
  if (before) {
    tell(work, adjusted(before, 'superseded'));
    return freeUnseen(work, before);
  }
  if (await waitingCount(work.tx, siteId, key)) throw new OvertakenError('a count is being decided');
  return done(undefined);
}
