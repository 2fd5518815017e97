import { done, OvertakenError, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { allocationBroken, promiseBroken } from './events.ts';
import { returnCaps } from './flash/returnCaps.ts';
import { lockStock, type HeldStock } from './lockStock.ts';
import type { Condition } from './place.ts';
import { post, type Leg } from './post.ts';
import { chooseLosers } from './rules.ts';
import { balancesAt, endAllocation, lockAvailable, loseOpen, promisesOn, type Balance } from './store.ts';

export interface UnitsAt {
  siteId: string;
  place: string;
  itemId: string;
  lot?: string | undefined;
  /** Where serials are kept, the one that is meant; absent: any. */
  serial?: string | undefined;
  quantity: number;
  reason: string;
}

export interface Shed {
  promiseId: string;
  orderId: string | null;
  itemId: string;
  quantity: number;
}

/**
 * Takes sellable units out of sale where they lie. Allocations on the place that no longer fit are broken, and promises
 * that the rest of the stock no longer covers are shed, in the same transaction; both are told.
 * @returns what was shed; `prefer` names the promise that loses before its equals and is not told, since the caller
 * answers for it
 */
export async function holdUnits(
  work: Work,
  input: UnitsAt & { condition?: Condition; prefer?: string },
  held?: HeldStock,
): Promise<Outcome<{ movementId: string; shed: Shed[] }>> {
  return takeOut(work, input, { to: input.place, toCondition: input.condition ?? 'hold', kind: 'hold', held });
}

/** Held units are sellable again. */
export async function freeUnits(
  work: Work,
  input: UnitsAt & { condition?: Condition },
): Promise<Outcome<{ movementId: string }>> {
  const held = await unitsAt(work, input, input.condition ?? 'hold');
  if (held === undefined || held.quantity < input.quantity) {
    return refuse('not_enough_at_place', 'Fewer units are held there', {
      got: input.quantity,
      expected: held?.quantity ?? 0,
    });
  }
  const { sellerId, itemId, lot, serial, condition } = held;
  const leg: Leg = {
    sellerId,
    itemId,
    lot,
    serial,
    from: input.place,
    to: input.place,
    fromCondition: condition,
    toCondition: 'sellable',
    quantity: input.quantity,
  };
  return post(work, { siteId: input.siteId, kind: 'free', reason: input.reason, legs: [leg] });
}

/** Sellable units leave sale, for a condition or for good, breaking what rests on them. */
export async function takeOut(
  work: Work,
  input: UnitsAt & { prefer?: string },
  out: { to: string; toCondition: Condition; kind: string; held?: HeldStock | undefined },
): Promise<Outcome<{ movementId: string; shed: Shed[] }>> {
  const { siteId, place, itemId, quantity, reason } = input;
  const lot = input.lot ?? '';
  const held = out.held ?? (await lockStock(work, { siteId, out: [input] }));
  const there = await unitsAt(work, input, 'sellable');
  if (there === undefined || there.quantity < quantity) {
    return refuse('not_enough_at_place', 'Fewer units lie there', { got: quantity, expected: there?.quantity ?? 0 });
  }
  await breakUntilFree(work, input, there, held);
  const shed = await shedUntilFree(work, input, there.sellerId, held);
  const leg: Leg = {
    sellerId: there.sellerId,
    itemId,
    lot,
    serial: there.serial,
    from: place,
    to: out.to,
    fromCondition: 'sellable',
    toCondition: out.toCondition,
    quantity,
  };
  const posted = await post(work, { siteId, kind: out.kind, reason, legs: [leg] });
  if (posted.refused) return posted;
  return done({ movementId: posted.value.movementId, shed });
}

async function unitsAt(work: Work, at: UnitsAt, condition: Condition): Promise<Balance | undefined> {
  const { siteId, place, itemId, lot = '', serial } = at;
  return (await balancesAt(work.tx, siteId, place)).find(
    (row) =>
      row.itemId === itemId &&
      row.lot === lot &&
      row.condition === condition &&
      (serial === undefined || row.serial === serial),
  );
}

/** Newest first: who asked last is the first to be served from elsewhere. */
async function breakUntilFree(work: Work, input: UnitsAt, there: Balance, held: HeldStock): Promise<void> {
  const { siteId, place, quantity, reason } = input;
  let free = there.quantity - there.allocated;
  const on = held.allocations
    .filter((one) => one.place === place && one.itemId === there.itemId && one.lot === there.lot)
    .filter((one) => one.serial === there.serial)
    .toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.allocationId < b.allocationId ? 1 : -1));
  for (const allocation of on) {
    if (free >= quantity) return;
    if (!(await endAllocation(work, siteId, allocation, true))) continue;
    const rest = allocation.quantity - allocation.picked;
    free += rest;
    const { allocationId, orderId, lineNo, sellerId } = allocation;
    tell(work, allocationBroken(siteId, sellerId, { allocationId, orderId, lineNo, quantity: rest, reason }));
  }
  if (free < quantity) throw new OvertakenError('units were allocated before the place was held');
}

async function shedUntilFree(
  work: Work,
  input: UnitsAt & { prefer?: string },
  sellerId: string,
  held: HeldStock,
): Promise<Shed[]> {
  const { siteId, itemId, quantity, prefer } = input;
  const [sum] = await lockAvailable(work.tx, [{ siteId, itemId }]);
  const lacking = quantity - (sum?.available ?? 0);
  const shed: Shed[] = [];
  if (lacking <= 0) return shed;
  const lines = new Set(held.lines.filter((line) => line.itemId === itemId).map(({ promiseId }) => promiseId));
  const shares = await promisesOn(work.tx, siteId, itemId);
  const losers = chooseLosers(
    shares.filter(({ promiseId, aside }) => aside || lines.has(promiseId)),
    lacking,
    prefer,
  );
  if (losers.reduce((sum, { units }) => sum + units, 0) < lacking)
    throw new OvertakenError('units were promised since');
  for (const { share, units } of losers) {
    const { promiseId, orderId, aside } = share;
    await loseOpen(work, { siteId, promiseId, itemId, quantity: units });
    if (aside) continue;
    await returnCaps(work, [{ siteId, promiseId, itemId, quantity: units }], { lost: true });
    const broken = { promiseId, orderId, itemId, quantity: units };
    shed.push(broken);
    if (promiseId !== prefer) tell(work, promiseBroken(siteId, sellerId, { ...broken, reason: input.reason }));
  }
  return shed;
}
