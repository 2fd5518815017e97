import { kindOfPlace } from '../place.ts';
import type { Leg } from '../post.ts';
import type { OpenHold } from '../schema.ts';
import type { Account, OrderHit } from '../store.ts';
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

const SHELVED = new Set(['dock', 'bin', 'lpn']);

/** Legs that bring units on sale: from outside, from an order, or from a condition in which nobody may sell them. */
export function arrivalsOf(legs: Leg[]): Leg[] {
  return legs.filter(({ from, to, fromCondition = 'sellable', toCondition = fromCondition }) => {
    const wasOnSale = fromCondition === 'sellable' && SHELVED.has(kindOfPlace(from));
    return toCondition === 'sellable' && SHELVED.has(kindOfPlace(to)) && !wasOnSale;
  });
}

const unitsOf = ({ itemId, lot, serial }: Account) => `${itemId} ${lot} ${serial}`;
const accountOf = (account: Account) => `${account.place} ${unitsOf(account)}`;

/**
 * What a hold gives back: where it took it, as much as still lies there on hold. What it took on a dock or an LPN may have been
 * put away since, and is given back where it lies now; what somebody took out of a bin is for a person to judge.
 */
export function unitsToFree(taken: Account[], lying: Account[]): Account[] {
  const given = new Map<string, number>();
  const gone = new Map<string, number>();
  const free: Account[] = [];
  const give = (account: Account, quantity: number) => {
    if (quantity > 0) free.push({ ...account, quantity });
  };
  const there = new Map(lying.map((one) => [accountOf(one), one.quantity]));
  for (const one of taken) {
    const units = Math.min(one.quantity, there.get(accountOf(one)) ?? 0);
    give(one, units);
    given.set(accountOf(one), units);
    if (kindOfPlace(one.place) === 'bin') continue;
    gone.set(unitsOf(one), (gone.get(unitsOf(one)) ?? 0) + one.quantity - units);
  }
  for (const one of lying) {
    // beside what was given back there may lie what was put away to it
    const left = one.quantity - (given.get(accountOf(one)) ?? 0);
    const units = Math.min(left, gone.get(unitsOf(one)) ?? 0);
    give(one, units);
    gone.set(unitsOf(one), (gone.get(unitsOf(one)) ?? 0) - units);
  }
  return free;
}
