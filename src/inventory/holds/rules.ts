import { accountKey, isShelved } from '../place.ts';
import type { Leg } from '../post.ts';
import type { OpenHold } from '../schema.ts';
import type { HeldThere, HeldUnits, OrderHit } from '../store.ts';
import type { TakenOut } from '../takeOut.ts';

/** What is held, as one text: one open hold of it at a time. */
export function subjectOf(input: OpenHold): string {
  switch (input.scope) {
    case 'seller':
      return `seller ${input.sellerId}`;
    case 'item':
      return `item ${input.itemId}`;
    case 'lot':
      return `lot ${input.itemId} ${input.lot}`;
    case 'bin':
      return `bin ${input.binCode}`;
    default:
      return `lpn ${input.lpnCode}`;
  }
}

/** Orders that lost units, each once. */
export function ordersHit({ broken, shed }: TakenOut, sellerOf: (itemId: string) => string): OrderHit[] {
  const hits = new Map<string, OrderHit>();
  const hit = (orderId: string, sellerId: string) => {
    const known = hits.get(orderId) ?? { orderId, sellerId, broken: 0, short: 0 };
    hits.set(orderId, known);
    return known;
  };
  for (const { orderId, sellerId, quantity } of broken) hit(orderId, sellerId).broken += quantity;
  for (const { orderId, itemId, quantity } of shed) {
    if (orderId !== null) hit(orderId, sellerOf(itemId)).short += quantity;
  }
  return [...hits.values()];
}

/** Legs that bring units on sale: from outside, from an order, or from a condition in which nobody may sell them. */
export function arrivalsOf(legs: Leg[]): Leg[] {
  return legs.filter(({ from, to, fromCondition = 'sellable', toCondition = fromCondition }) => {
    const wasOnSale = fromCondition === 'sellable' && isShelved(from);
    return toCondition === 'sellable' && isShelved(to) && !wasOnSale;
  });
}

/** Legs that take units away which lay on hold. */
export const leavesHold = ({ from, fromCondition }: Leg): boolean => fromCondition === 'hold' && isShelved(from);

/**
 * What of holds leaves with units that lay on hold. What somebody held by hand goes first, so that a hold loses no more than
 * what lies there does not cover; then the latest hold's. Units that stay on hold elsewhere stay their hold's.
 * @param there what holds had there, the latest first, with what lies there now
 */
export function carriedBy(legs: Leg[], there: HeldThere[]): { lost: HeldUnits[]; carried: HeldUnits[] } {
  const had = new Map<string, HeldThere[]>();
  for (const one of there) had.set(accountKey(one), [...(had.get(accountKey(one)) ?? []), { ...one }]);
  const lost: HeldUnits[] = [];
  const carried: HeldUnits[] = [];
  for (const { from, to, itemId, lot = '', serial = '', quantity, toCondition = 'hold' } of legs.filter(leavesHold)) {
    const holds = had.get(accountKey({ place: from, itemId, lot, serial })) ?? [];
    let left = Math.min(quantity, holds.reduce((sum, one) => sum + one.quantity, 0) - (holds[0]?.lying ?? 0));
    for (const one of holds) {
      const units = Math.min(Math.max(left, 0), one.quantity);
      if (units === 0) continue;
      one.quantity -= units;
      left -= units;
      lost.push({ ...one, quantity: units });
      if (toCondition === 'hold' && isShelved(to)) carried.push({ ...one, place: to, quantity: units });
    }
  }
  return { lost, carried };
}
