import { refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { lockStock, type HeldStock } from './lockStock.ts';
import type { Condition } from './place.ts';
import { post } from './post.ts';
import { balancesAt, heldThere, unseenAt, type Balance } from './store.ts';
import { takeOut, type TakenOut, type UnitsAt, type OutOfSale } from './takeOut.ts';

/**
 * Takes sellable units out of sale where they lie. Allocations on the place that no longer fit are broken, and promises
 * that the rest of the stock no longer covers are shed, in the same transaction; both are told.
 * @returns what was shed; `prefer` names the promise that loses before its equals and is not told, since the caller
 * answers for it
 */
export async function holdUnits(
  work: Work,
  input: OutOfSale & { condition?: Condition },
  held?: HeldStock,
): Promise<Outcome<TakenOut>> {
  return takeOut(work, input, { toCondition: input.condition ?? 'hold', kind: 'hold', held });
}

/**
 * Units that somebody held by hand are sellable again.
 * @returns `hold_stands` where they are those of an open hold, wherever it took them; `adjustment_waits` where a count did not find
 * them and waits for a second person
 */
export async function freeUnits(work: Work, input: UnitsAt): Promise<Outcome<{ movementId: string }>> {
  const { siteId, place, itemId, reason, quantity } = input;
  await lockStock(work, { siteId, places: [{ place, itemId }], items: [{ siteId, itemId }] });
  const found = await mostByHand(work, input);
  const [lying, byHand] = [found?.quantity ?? 0, found?.byHand ?? 0];
  if (found === undefined || lying < quantity) {
    return refuse('not_enough_at_place', 'Fewer units are held there', { got: quantity, expected: lying });
  }
  if (byHand < quantity && found.holdId === undefined) {
    const details = { adjustmentId: found.adjustmentId };
    return refuse('adjustment_waits', 'A count did not find them; decide it', {
      got: quantity,
      expected: byHand,
      details,
    });
  }
  if (byHand < quantity) {
    const details = { holdId: found.holdId };
    return refuse('hold_stands', 'A hold stands on them; lift it', { got: quantity, expected: byHand, details });
  }
  const { sellerId, lot, serial } = found;
  const ends = { from: place, to: place, fromCondition: 'hold', toCondition: 'sellable' } as const;
  const leg = { sellerId, itemId, lot, serial, ...ends, quantity };
  return post(work, { siteId, kind: 'free', reason, legs: [leg] });
}

/** Units on hold that no open hold has, nor a count that waits: somebody held them by hand. The caller holds their balances. */
export async function heldByHand(work: Work, units: Omit<UnitsAt, 'quantity' | 'reason'>): Promise<number> {
  return (await mostByHand(work, units))?.byHand ?? 0;
}

/** Of the balances that are meant, one for each serial, the one with most of them. */
async function mostByHand(
  { tx }: Work,
  { siteId, place, itemId, lot = '', serial }: Omit<UnitsAt, 'quantity' | 'reason'>,
) {
  const meant = (row: Balance) =>
    row.condition === 'hold' && row.itemId === itemId && row.lot === lot && (serial ?? row.serial) === row.serial;
  const lying = (await balancesAt(tx, siteId, place)).filter(meant);
  const holds = await heldThere(tx, siteId, lying);
  const count = lying.length === 0 ? undefined : await unseenAt(tx, siteId, { place, itemId, lot });
  const found = lying.map((row) => {
    const on = holds.filter((one) => one.serial === row.serial);
    const isOfCount = count?.heldSerials.length === 0 || count?.heldSerials.includes(row.serial) === true;
    const unseen = isOfCount ? Math.min(count.held, row.quantity) : 0;
    const byHand = on.reduce((left, one) => left - one.quantity, row.quantity) - unseen;
    return { ...row, holdId: on[0]?.holdId, adjustmentId: count?.adjustmentId, byHand };
  });
  return found.sort((a, b) => b.byHand - a.byHand)[0];
}
