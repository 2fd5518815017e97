import type { Asked } from '../../platform/gather.ts';
import { newId } from '../../platform/ids.ts';
import type { Movement } from '../post.ts';
import {
  holdsOver,
  lockFirstUnits,
  lockPlaces,
  noteHeld,
  writeMovements,
  type HeldUnits,
  type Written,
} from '../store.ts';
import { arrivalsOf } from './rules.ts';

/**
 * What movements have just brought on sale and what comes under an open hold is held before anybody can have it. The movements
 * are written: their transaction holds the balances and the sums, and nothing rests on the units yet.
 * @param first those whose sums it has just made, which nobody else could hold before
 */
export async function holdArrivals(asked: Asked<Movement>[], first: { sellerId: string }[]): Promise<void> {
  const arrivals = asked.flatMap(({ work, input }) => arrivalsOf(input.legs).map((leg) => ({ work, leg })));
  if (arrivals.length === 0) return;
  const [{ work, input }] = asked as [Asked<Movement>];
  const { siteId } = input;
  for (const sellerId of [...new Set(first.map((one) => one.sellerId))].sort()) {
    await lockFirstUnits(work.tx, { siteId, sellerId }, { alone: false });
  }
  const accounts = arrivals.map(({ leg: { to, sellerId, itemId, lot = '' } }) => ({
    place: to,
    sellerId,
    itemId,
    lot,
  }));
  const places = accounts.map(({ place }) => place);
  // one round trip: each sees what was committed when it ran, and the second runs once the first has waited
  const [, over] = await Promise.all([
    lockPlaces(work.tx, siteId, places, { alone: false }),
    holdsOver(work.tx, siteId, accounts),
  ]);
  if (over.size === 0) return;
  const held: HeldUnits[] = [];
  const written: Written[] = [];
  for (const [at, { holdId, reason }] of over) {
    const { leg, work } = arrivals[at]!;
    const { sellerId, itemId, lot = '', serial = '', quantity, to: place } = leg;
    held.push({ holdId, place, sellerId, itemId, lot, serial, quantity });
    const units = { sellerId, itemId, lot, serial, quantity, from: place, to: place };
    const legs = [{ ...units, fromCondition: 'sellable', toCondition: 'hold' } as const];
    written.push({ work, movementId: newId(), movement: { siteId, kind: 'hold', reason, legs } });
  }
  const { short } = await writeMovements(work.tx, siteId, written);
  if (short.length > 0) throw new Error(`arrived and not to be held: ${JSON.stringify(short)}`);
  await noteHeld(work, siteId, held);
}
