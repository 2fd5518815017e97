import {
  assertCount,
  binPlace,
  COUNT_REASON,
  freeUnits,
  heldByHand,
  isOvertaken,
  lockCounts,
  type HeldStock,
} from '../inventory/index.ts';
import { done, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { countAsked, counted } from './events.ts';
import { askCount, endCounts, handsAt, openCounts, shortsUnder, type CountRequest, type ShortUnits } from './store.ts';

export interface Count {
  sellerId: string;
  itemId: string;
  lot: string;
  /** Units seen, of every condition, and when: what moved after it is added. */
  counted: number;
  since: Date;
}

export interface CountResult {
  /** Units found (+) or lost (-) in all. */
  difference: number;
  /** Differences above the site's limit, waiting for a second person. */
  waiting: number;
  /** Of each item and lot that was not as in the books. */
  differences: { itemId: string; lot: string; difference: number }[];
  /** Neither right nor corrected: what was seen is too old to be compared with the books, and is to be counted again. */
  again: { itemId: string; lot: string }[];
}

/** Why a count is asked for that comes of another. */
export const COUNT_AGAIN = 'count_again';

/**
 * A bin has been counted: what short picks held there is judged by the count, each item is asserted, and the requests
 * that asked for it are done; where one was overtaken by what moved since, it is asked for again. Units that a picker has scanned into his hand and not into a tote belong to the bin still:
 * with them out of sight the count is refused with `pick_in_hand`, unless the counter says that he knows of them.
 */
export async function finishCount(
  work: Work,
  input: { siteId: string; binCode: string; counts: Count[]; handsKnown?: boolean },
): Promise<Outcome<CountResult>> {
  const { siteId, binCode, counts } = input;
  const items = new Set(counts.map((count) => count.itemId));
  const unseen = input.handsKnown === true ? undefined : await refuseHands(work, siteId, binCode, items);
  if (unseen) return unseen;
  const asserted = counts.map((count) => ({ siteId, binCode, ...count }));
  const stock = await lockCounts(work, siteId, asserted);
  const result: CountResult = { difference: 0, waiting: 0, differences: [], again: [] };
  for (const count of asserted) {
    if (await isOvertaken(work, count)) result.again.push({ itemId: count.itemId, lot: count.lot });
  }
  const isAgain = (itemId: string | null, lot?: string) =>
    result.again.some((one) => one.itemId === itemId && (lot === undefined || one.lot === lot));
  const answered = ({ itemId }: CountRequest) => itemId === null || (items.has(itemId) && !isAgain(itemId));
  const countIds = (await openCounts(work.tx, siteId, binCode)).filter(answered).map((request) => request.countId);
  const held = await shortsUnder(work.tx, siteId, countIds);
  for (const count of asserted) {
    if (isAgain(count.itemId, count.lot)) continue;
    const shorts = held.filter((row) => row.itemId === count.itemId && row.lot === count.lot);
    const one = await settleOne(work, count, { shorts, stock });
    if (one.refused) return one;
    const { difference, waiting } = one.value;
    result.difference += difference;
    result.waiting += waiting;
    if (difference !== 0) result.differences.push({ itemId: count.itemId, lot: count.lot, difference });
  }
  await endCounts(work, siteId, countIds);
  await askAgain(work, { siteId, binCode, again: result.again });
  const { difference, waiting } = result;
  tell(work, counted(siteId, binCode, { difference, waiting }));
  return done(result);
}

async function askAgain(
  work: Work,
  { siteId, binCode, again }: Pick<CountResult, 'again'> & { siteId: string; binCode: string },
): Promise<void> {
  for (const itemId of new Set(again.map((one) => one.itemId))) {
    const countId = await askCount(work, { siteId, countId: newId(), binCode, itemId, cause: COUNT_AGAIN });
    tell(work, countAsked(siteId, countId, binCode, itemId));
  }
}

async function refuseHands(
  work: Work,
  siteId: string,
  binCode: string,
  items: ReadonlySet<string>,
): Promise<Refused | undefined> {
  const hands = await handsAt(work.tx, siteId, binCode);
  const full = hands.filter(({ itemId, units }) => units > 0 && itemId !== null && items.has(itemId));
  const [first] = full;
  if (first === undefined) return undefined;
  return refuse('pick_in_hand', 'Somebody holds units of this bin', { got: first.login, details: full });
}

type CountedHere = Count & { siteId: string; binCode: string };

/** What short picks held is freed first: the count says anew what is missing, and holds it where that has to be decided. */
async function settleOne(
  work: Work,
  count: CountedHere,
  { shorts, stock }: { shorts: ShortUnits[]; stock: HeldStock },
): Promise<Outcome<Pick<CountResult, 'difference' | 'waiting'>>> {
  const missed: string[] = [];
  for (const { serial, units } of shorts) {
    const short = unitsOf(count, serial);
    const quantity = Math.min(units, await heldByHand(work, short));
    if (quantity <= 0) continue;
    const free = await freeUnits(work, { ...short, quantity });
    if (free.refused) return free;
    missed.push(serial);
  }
  const asserted = await assertCount(work, count, stock, missed);
  if (asserted.refused) return asserted;
  const { difference, adjustment } = asserted.value;
  return done({ difference, waiting: adjustment?.state === 'waiting' ? 1 : 0 });
}

const unitsOf = ({ siteId, binCode, itemId, lot }: CountedHere, serial: string) => {
  return { siteId, place: binPlace(binCode), itemId, lot, serial, reason: COUNT_REASON };
};
