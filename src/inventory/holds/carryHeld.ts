import type { Asked } from '../../platform/gather.ts';
import type { Movement } from '../post.ts';
import { heldThere, loseHeld, noteHeld } from '../store.ts';
import { carriedBy, leavesHold } from './rules.ts';

/**
 * What movements have just taken away of units on hold stays with its hold where they are on hold again, and else leaves it. The
 * movements are written: their transaction holds the balances, under which alone a hold's units change.
 */
export async function carryHeld(asked: Asked<Movement>[]): Promise<void> {
  const legs = asked.flatMap(({ input }) => input.legs);
  const left = legs.filter(leavesHold);
  if (left.length === 0) return;
  const [{ work, input }] = asked as [Asked<Movement>];
  const { siteId } = input;
  const from = left.map(({ from: place, itemId, lot = '', serial = '' }) => ({ place, itemId, lot, serial }));
  const { lost, carried } = carriedBy(legs, await heldThere(work.tx, siteId, from));
  if (lost.length > 0) await loseHeld(work, siteId, lost);
  if (carried.length > 0) await noteHeld(work, siteId, carried, { carried: true });
}
