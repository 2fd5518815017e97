import { done, OvertakenError, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { allocationBroken, promiseBroken } from './events.ts';
import { returnCaps } from './flash/returnCaps.ts';
import { lockStock, type HeldStock } from './lockStock.ts';
import type { Condition } from './place.ts';
import { post, type Leg } from './post.ts';
import { chooseLosers } from './rules.ts';
import {
  balancesIn,
  endAllocation,
  lockAvailable,
  lockFreeLines,
  loseOpen,
  promisesOn,
  type AllocationRow,
  type Balance,
} from './store.ts';

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

/** Units that leave sale; `prefer` names the promise that loses before its equals and is not told. */
export type OutOfSale = UnitsAt & { prefer?: string | undefined };

export interface Shed {
  promiseId: string;
  orderId: string | null;
  itemId: string;
  quantity: number;
}

export interface TakenOut {
  movementId: string;
  /** Promises that the rest of the stock no longer covers. */
  shed: Shed[];
  /** Allocations that were broken, to be fetched from elsewhere. */
  broken: { orderId: string; sellerId: string; quantity: number }[];
}

export interface WayOut {
  /** Absent: they stay where they lie. */
  to?: string | undefined;
  toCondition: Condition;
  kind: string;
  /** What the caller holds of them already. */
  held?: HeldStock | undefined;
}

/** Sellable units leave sale, for a condition or for good, breaking what rests on them. */
export function takeOut(work: Work, input: OutOfSale, way: WayOut): Promise<Outcome<TakenOut>> {
  return takeOutAll(work, [input], way);
}

/** The same for units of many places of one site, by one movement under the reason of the first. */
export async function takeOutAll(work: Work, units: OutOfSale[], way: WayOut): Promise<Outcome<TakenOut>> {
  const [{ siteId, reason }] = units as [OutOfSale];
  const held = way.held ?? (await lockStock(work, { siteId, out: units }));
  const there = await unitsAt(work, units, 'sellable');
  const short = units.findIndex((one, at) => (there[at]?.quantity ?? 0) < one.quantity);
  if (short >= 0) {
    const [got, expected] = [units[short]!.quantity, there[short]?.quantity ?? 0];
    return refuse('not_enough_at_place', 'Fewer units lie there', { got, expected });
  }
  const on = byAccount(held.allocations);
  const broken: TakenOut['broken'] = [];
  for (const [at, one] of units.entries()) {
    const balance = there[at]!;
    broken.push(...(await breakUntilFree(work, one, balance, on.get(accountOf(balance)) ?? [])));
  }
  const shed: Shed[] = [];
  for (const item of sums(units, there as Balance[])) shed.push(...(await shedUntilFree(work, item, held)));
  const legs = units.map(({ place, quantity }, at): Leg => {
    const { sellerId, itemId, lot, serial } = there[at]!;
    const ends = { from: place, to: way.to ?? place, fromCondition: 'sellable', toCondition: way.toCondition } as const;
    return { sellerId, itemId, lot, serial, ...ends, quantity };
  });
  const posted = await post(work, { siteId, kind: way.kind, reason, legs });
  return posted.refused ? posted : done({ movementId: posted.value.movementId, shed, broken });
}

/** What lies there in a condition, for each of them. */
export async function unitsAt(work: Work, units: UnitsAt[], condition: Condition): Promise<(Balance | undefined)[]> {
  const [{ siteId }] = units as [UnitsAt];
  const lying = new Map<string, Balance[]>();
  for (const row of await balancesIn(work.tx, siteId, [...new Set(units.map(({ place }) => place))])) {
    if (row.condition !== condition) continue;
    const key = `${row.place} ${row.itemId} ${row.lot}`;
    lying.set(key, [...(lying.get(key) ?? []), row]);
  }
  return units.map(({ place, itemId, lot = '', serial }) =>
    lying.get(`${place} ${itemId} ${lot}`)?.find((row) => serial === undefined || row.serial === serial),
  );
}

type Account = Pick<Balance, 'place' | 'itemId' | 'lot' | 'serial'>;
const accountOf = ({ place, itemId, lot, serial }: Account) => [place, itemId, lot, serial].join(' ');

function byAccount(allocations: AllocationRow[]): Map<string, AllocationRow[]> {
  const found = new Map<string, AllocationRow[]>();
  for (const one of allocations) {
    const same = found.get(accountOf(one));
    if (same) same.push(one);
    else found.set(accountOf(one), [one]);
  }
  return found;
}

/** Newest first: who asked last is the first to be served from elsewhere. */
async function breakUntilFree(
  work: Work,
  { siteId, quantity, reason }: OutOfSale,
  there: Balance,
  allocations: AllocationRow[],
): Promise<TakenOut['broken']> {
  let free = there.quantity - there.allocated;
  const broken: TakenOut['broken'] = [];
  const newest = allocations.toSorted(
    (a, b) => b.at.getTime() - a.at.getTime() || (a.allocationId < b.allocationId ? 1 : -1),
  );
  for (const allocation of newest) {
    if (free >= quantity) return broken;
    if (!(await endAllocation(work, siteId, allocation, true))) continue;
    const rest = allocation.quantity - allocation.picked;
    free += rest;
    const { allocationId, orderId, lineNo, sellerId } = allocation;
    broken.push({ orderId, sellerId, quantity: rest });
    tell(work, allocationBroken(siteId, sellerId, { allocationId, orderId, lineNo, quantity: rest, reason }));
  }
  if (free < quantity) throw new OvertakenError('units were allocated before the place was held');
  return broken;
}

interface ItemOut {
  siteId: string;
  sellerId: string;
  itemId: string;
  quantity: number;
  reason: string;
  prefer: string | undefined;
}

function sums(units: OutOfSale[], there: Balance[]): ItemOut[] {
  const items = new Map<string, ItemOut>();
  for (const [at, { siteId, itemId, quantity, reason, prefer }] of units.entries()) {
    const known = items.get(itemId);
    if (known) known.quantity += quantity;
    else items.set(itemId, { siteId, sellerId: there[at]!.sellerId, itemId, quantity, reason, prefer });
  }
  return [...items.values()];
}

async function shedUntilFree(work: Work, item: ItemOut, held: HeldStock): Promise<Shed[]> {
  const { siteId, sellerId, itemId, quantity, reason, prefer } = item;
  const [sum] = await lockAvailable(work.tx, [{ siteId, itemId }]);
  const lacking = quantity - (sum?.available ?? 0);
  const shed: Shed[] = [];
  if (lacking <= 0) return shed;
  for (const { share, units } of await losersOf(work, item, lacking, held)) {
    const { promiseId, orderId, aside } = share;
    await loseOpen(work, { siteId, promiseId, itemId, quantity: units });
    if (aside) continue;
    await returnCaps(work, [{ siteId, promiseId, itemId, quantity: units }], { lost: true });
    const broken = { promiseId, orderId, itemId, quantity: units };
    shed.push(broken);
    if (promiseId !== prefer) tell(work, promiseBroken(siteId, sellerId, { ...broken, reason }));
  }
  return shed;
}

/** Among those that are held; where promises came after these were locked, among them, too. */
async function losersOf(work: Work, { siteId, itemId, prefer }: ItemOut, lacking: number, held: HeldStock) {
  const lines = new Set(held.lines.filter((line) => line.itemId === itemId).map(({ promiseId }) => promiseId));
  const shares = await promisesOn(work.tx, siteId, itemId);
  const known = shares.filter(({ promiseId, aside }) => aside || lines.has(promiseId));
  const losers = chooseLosers(known, lacking, prefer);
  if (unitsOf(losers) === lacking) return losers;
  const since = shares.filter((share) => !known.includes(share)).map(({ promiseId }) => promiseId);
  const free = await lockFreeLines(work.tx, { siteId, itemId }, since);
  const all = shares.filter((share) => known.includes(share) || free.has(share.promiseId));
  const chosen = chooseLosers(all, lacking, prefer);
  if (unitsOf(chosen) < lacking) throw new OvertakenError('units were promised since');
  return chosen;
}

const unitsOf = (losers: { units: number }[]) => losers.reduce((sum, { units }) => sum + units, 0);
