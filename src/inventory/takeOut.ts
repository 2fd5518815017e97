import { done, OvertakenError, refuse, type Outcome } from '../platform/errors.ts';
import { joined } from '../platform/joined.ts';
import { tell, type Work } from '../platform/work.ts';
import { allocationBroken, promiseBroken } from './events.ts';
import { returnCaps } from './flash/returnCaps.ts';
import { lockStock, type HeldStock } from './lockStock.ts';
import { accountKey, type Condition } from './place.ts';
import { post, type Leg } from './post.ts';
import { chooseLosers } from './rules.ts';
import {
  allocationsAt,
  balancesIn,
  endAllocations,
  lockAvailable,
  lockFreeLines,
  loseOpen,
  promisesOn,
  type AllocationRow,
  type Balance,
  type PromiseShare,
} from './store.ts';

export interface UnitsAt {
  siteId: string;
  place: string;
  itemId: string;
  lot?: string | undefined;
  /** Where serials are kept, the one that is meant; absent: the only one there (`serial_required` where there are several). */
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
  const lying = await unitsAt(work, units, 'sellable');
  const untold = units.findIndex(({ serial }, at) => serial === undefined && lying[at]!.length > 1);
  if (untold >= 0) {
    const serials = lying[untold]!.map(({ serial }) => serial);
    return refuse('serial_required', 'Say which of the serials', { field: 'serial', details: { serials } });
  }
  const there = lying.map(([row]) => row);
  const short = units.findIndex((one, at) => (there[at]?.quantity ?? 0) < one.quantity);
  if (short >= 0) {
    const [got, expected] = [units[short]!.quantity, there[short]?.quantity ?? 0];
    return refuse('not_enough_at_place', 'Fewer units lie there', { got, expected });
  }
  const broken = await breakUntilFree(work, units, there as Balance[], held);
  const shed = await shedUntilFree(work, sums(units, there as Balance[]), held);
  const legs = units.map(({ place, quantity }, at): Leg => {
    const { sellerId, itemId, lot, serial } = there[at]!;
    const ends = { from: place, to: way.to ?? place, fromCondition: 'sellable', toCondition: way.toCondition } as const;
    return { sellerId, itemId, lot, serial, ...ends, quantity };
  });
  const posted = await post(work, { siteId, kind: way.kind, reason, legs });
  return posted.refused ? posted : done({ movementId: posted.value.movementId, shed, broken });
}

/** What lies there in a condition, for each of them. */
async function unitsAt(work: Work, units: UnitsAt[], condition: Condition): Promise<Balance[][]> {
  const [{ siteId }] = units as [UnitsAt];
  const lying = new Map<string, Balance[]>();
  for (const row of await balancesIn(work.tx, siteId, [...new Set(units.map(({ place }) => place))])) {
    if (row.condition !== condition) continue;
    const key = joined(row.place, row.itemId, row.lot);
    const same = lying.get(key);
    if (same) same.push(row);
    else lying.set(key, [row]);
  }
  return units.map(({ place, itemId, lot = '', serial }) =>
    (lying.get(joined(place, itemId, lot)) ?? []).filter((row) => serial === undefined || row.serial === serial),
  );
}

const keyOf = ({ place, itemId, lot, serial }: Pick<Balance, 'place' | 'itemId' | 'lot' | 'serial'>) =>
  accountKey({ place, itemId, lot, serial });

/** Newest first: who asked last is the first to be served from elsewhere. */
function byAccount(allocations: AllocationRow[]): Map<string, AllocationRow[]> {
  const found = new Map<string, AllocationRow[]>();
  const newest = allocations.toSorted(
    (a, b) => b.at.getTime() - a.at.getTime() || (a.allocationId < b.allocationId ? 1 : -1),
  );
  for (const one of newest) {
    const same = found.get(keyOf(one));
    if (same) same.push(one);
    else found.set(keyOf(one), [one]);
  }
  return found;
}

/** As many allocations as are in the way, the newest of all that are active now that the balances are held. */
async function breakUntilFree(
  work: Work,
  units: OutOfSale[],
  there: Balance[],
  held: HeldStock,
): Promise<TakenOut['broken']> {
  const [{ siteId }] = units as [OutOfSale];
  const free = there.map(({ quantity, allocated }) => quantity - allocated);
  if (units.every(({ quantity }, at) => free[at]! >= quantity)) return [];
  const on = byAccount(await allocationsAt(work.tx, siteId, units));
  const chosen = units.flatMap(({ quantity, reason }, at) => {
    const here = on.get(keyOf(there[at]!)) ?? [];
    let count = 0;
    for (let got = free[at]!; got < quantity && count < here.length; count++) got += restOf(here[count]!);
    return here.splice(0, count).map((allocation) => ({ reason, allocation }));
  });
  const known = new Set(held.allocations.map(({ allocationId }) => allocationId));
  const ids = chosen.map(({ allocation }) => allocation.allocationId);
  if (ids.some((id) => !known.has(id))) throw new OvertakenError('units were allocated before the place was held');
  await endAllocations(work, siteId, ids, true);
  return chosen.map(({ reason, allocation }) => {
    const { allocationId, orderId, lineNo, sellerId } = allocation;
    const quantity = restOf(allocation);
    tell(work, allocationBroken(siteId, sellerId, { allocationId, orderId, lineNo, quantity, reason }));
    return { orderId, sellerId, quantity };
  });
}

const restOf = ({ quantity, picked }: AllocationRow): number => quantity - picked;

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

interface Lacking extends ItemOut {
  lacking: number;
}

/** Promises that the rest of the stock does not cover lose units, all of them by one statement. */
async function shedUntilFree(work: Work, items: ItemOut[], held: HeldStock): Promise<Shed[]> {
  const [{ siteId }] = items as [ItemOut];
  const free = new Map((await lockAvailable(work.tx, items)).map(({ itemId, available }) => [itemId, available]));
  const short = items
    .map((item): Lacking => ({ ...item, lacking: item.quantity - (free.get(item.itemId) ?? 0) }))
    .filter(({ lacking }) => lacking > 0);
  if (short.length === 0) return [];
  const shares = await promisesOn(
    work.tx,
    siteId,
    short.map(({ itemId }) => itemId),
  );
  const lost: (Shed & { item: Lacking; siteId: string; aside: boolean })[] = [];
  const waiting = new Set<string>();
  for (const item of short) {
    const { itemId } = item;
    // an order that loses of one item is not whole anyway
    const on = shares.get(itemId)!.map((share) => ({ ...share, waits: share.waits || waiting.has(share.promiseId) }));
    for (const { share, units: quantity } of await losersOf(work, item, on, held)) {
      const { promiseId, orderId, aside } = share;
      waiting.add(promiseId);
      lost.push({ item, siteId, promiseId, orderId, itemId, quantity, aside });
    }
  }
  if (!(await loseOpen(work, siteId, lost))) throw new OvertakenError('promised units were lost meanwhile');
  const named = lost.filter(({ aside }) => !aside);
  await returnCaps(work, named, { lost: true });
  return named.map(({ item: { sellerId, reason, prefer }, promiseId, orderId, itemId, quantity }) => {
    const shed = { promiseId, orderId, itemId, quantity };
    if (promiseId !== prefer) tell(work, promiseBroken(siteId, sellerId, { ...shed, reason }));
    return shed;
  });
}

/** Among all that are open by now: those that came after the guess are locked out of turn, where nobody else holds them. */
async function losersOf(
  work: Work,
  { siteId, itemId, prefer, lacking }: Lacking,
  shares: PromiseShare[],
  held: HeldStock,
) {
  const losers = chooseLosers(shares, lacking, prefer);
  const lines = new Set(held.lines.filter((line) => line.itemId === itemId).map(({ promiseId }) => promiseId));
  const since = losers.flatMap(({ share: { promiseId, aside } }) => (aside || lines.has(promiseId) ? [] : promiseId));
  if (since.length === 0) return losers;
  const free = await lockFreeLines(work.tx, { siteId, itemId }, since);
  if (free.size < since.length) throw new OvertakenError('units were promised since');
  return losers;
}
