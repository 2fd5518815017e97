import type { Asked } from '../../platform/gather.ts';
import { newId } from '../../platform/ids.ts';
import type { Movement } from '../post.ts';
import { holdsOver, noteHeld, writeMovements, type Account, type Written } from '../store.ts';
import { arrivalsOf } from './rules.ts';

/**
 * What movements have just brought on sale and what comes under an open hold is held before anybody can have it. The movements
 * are written: their transaction holds the balances and the sums, and nothing rests on the units yet.
 */
export async function holdArrivals(asked: Asked<Movement>[]): Promise<void> {
  const arrivals = asked.flatMap(({ work, input }) => arrivalsOf(input.legs).map((leg) => ({ work, leg })));
  if (arrivals.length === 0) return;
  const [{ work, input }] = asked as [Asked<Movement>];
  const { siteId } = input;
  const over = await holdsOver(
    work.tx,
    siteId,
    arrivals.map(({ leg: { to, sellerId, itemId, lot = '' } }) => ({ place: to, sellerId, itemId, lot })),
  );
  if (over.size === 0) return;
  const held: (Account & { holdId: string })[] = [];
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
