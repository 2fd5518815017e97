import { refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { HeldStock } from './lockStock.ts';
import type { Condition } from './place.ts';
import { post } from './post.ts';
import { takeOut, unitsAt, type TakenOut, type UnitsAt, type OutOfSale } from './takeOut.ts';

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

/** Held units are sellable again. */
export async function freeUnits(
  work: Work,
  input: UnitsAt & { condition?: Condition },
): Promise<Outcome<{ movementId: string }>> {
  const [held] = await unitsAt(work, [input], input.condition ?? 'hold');
  if (held === undefined || held.quantity < input.quantity) {
    return refuse('not_enough_at_place', 'Fewer units are held there', {
      got: input.quantity,
      expected: held?.quantity ?? 0,
    });
  }
  const { sellerId, itemId, lot, serial, condition } = held;
  const ends = { from: input.place, to: input.place, fromCondition: condition, toCondition: 'sellable' } as const;
  const leg = { sellerId, itemId, lot, serial, ...ends, quantity: input.quantity };
  return post(work, { siteId: input.siteId, kind: 'free', reason: input.reason, legs: [leg] });
}
