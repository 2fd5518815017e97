import type { Work } from '../platform/work.ts';
import { endDueFirst } from './expirePromises.ts';
import { chooseLosers, type Source } from './rules.ts';
import {
  availableNow,
  lockAllocationsOf,
  lockAvailable,
  lockBalances,
  lockLines,
  lockPromises,
  promisesOn,
  type AllocationRow,
  type LineHeld,
  type LineKey,
  type PlaceKey,
  type PromiseIds,
  type StockKey,
} from './store.ts';

/** What a verb is about to change; all of it is to be named at once, by whoever opens the transaction's way to the stock. */
export interface Touched {
  /** Of what lies and is to be picked there; promises and sums name their own. */
  siteId: string;
  /** Promises that may end or grow: themselves, all their lines, and the sums of these. */
  promises?: PromiseIds[];
  /** Lines of promises, without the sums they count in. */
  lines?: LineKey[];
  /** Allocations that may be broken, and all that their units count in. */
  allocationIds?: string[];
  /** Orders whose active allocations may be. */
  orderIds?: string[];
  /** Places of items: all that lies there. */
  places?: PlaceKey[];
  /** Units that are to leave sale where they lie, with whatever has to make room for that. */
  out?: UnitsOut[];
  /** Items that units are to be found of in the pick bins. */
  sourced?: string[];
  /** Sums. */
  items?: StockKey[];
}

export interface UnitsOut extends PlaceKey {
  quantity: number;
  /** Its promise loses before its equals. */
  prefer?: string | undefined;
}

/** What the transaction holds, as it was when it was locked. */
export interface HeldStock {
  allocations: AllocationRow[];
  /** Of `sourced`: free units in the order in which they are to be taken. */
  sources: Source[];
  lines: LineHeld[];
}

/**
 * Locks what a verb touches in the one order in which rows of the stock are locked, so that no two transactions wait for
 * each other in a circle: **promises, allocations, balances, promise lines, sums of items (`item_stock`)**, each kind by its
 * key. Flash sales, the line that keeps units aside for one, and what its customers took come last; whoever changes them
 * holds the sum of their item. Orders and tasks come before all of these.
 *
 * A verb that takes more than one kind calls this once, before it changes anything, and passes on what it holds to the verbs
 * that it is made of; single statements (a movement, a promise given back) keep the order within themselves. What is held
 * already may be locked again. Which promises lose units that are to leave sale is guessed before anything is held; where
 * the guess was too short, the verb throws `OvertakenError` and begins again.
 */
export async function lockStock(work: Work, touched: Touched): Promise<HeldStock> {
  const { tx } = work;
  const { siteId, promises = [], lines = [], allocationIds = [], orderIds = [], out = [], sourced = [] } = touched;
  const losing = out.length === 0 ? [] : await guessLosers(work, siteId, out);
  const picking = allocationIds.length + orderIds.length + out.length > 0;
  const [, allocations] = await Promise.all([
    promises.length === 0 ? undefined : lockPromises(tx, promises),
    picking ? lockAllocationsOf(tx, siteId, { allocationIds, orderIds, places: out }) : [],
  ]);
  const places = [...(touched.places ?? []), ...out, ...allocations];
  const single = [...lines, ...losing, ...allocations.map(({ promiseId, itemId }) => ({ siteId, promiseId, itemId }))];
  const keys: LineKey[] = [...promises.map((promise) => ({ ...promise, itemId: undefined })), ...single];
  const [sources, held] = await Promise.all([
    places.length + sourced.length === 0 ? [] : lockBalances(work, siteId, { sourced, places }),
    keys.length === 0 ? [] : lockLines(tx, keys),
  ]);
  const whole = new Set(promises.map(({ promiseId }) => promiseId));
  const items = [
    ...(touched.items ?? []),
    ...[...allocations, ...out].map(({ itemId }) => ({ siteId, itemId })),
    ...held.filter(({ promiseId }) => whole.has(promiseId)),
  ];
  if (items.length > 0) await lockAvailable(tx, items);
  return { allocations, sources, lines: held };
}

/**
 * Lines that may have to lose units, as many as if none of an item were available, and as many again, since some end before
 * they are held; none where there is enough. Whose time is over is ended before anybody else loses.
 */
async function guessLosers(work: Work, siteId: string, out: UnitsOut[]): Promise<LineKey[]> {
  const wanted = new Map<string, UnitsOut>();
  for (const units of out) {
    const quantity = units.quantity + (wanted.get(units.itemId)?.quantity ?? 0);
    wanted.set(units.itemId, { ...units, quantity });
  }
  const keys = [...wanted.keys()].map((itemId) => ({ siteId, itemId }));
  const now = await availableNow(work.tx, keys);
  const short = now.filter(({ itemId, available }) => available < wanted.get(itemId)!.quantity);
  await endDueFirst(work, short);
  if (short.length === 0) return [];
  const shares = await promisesOn(
    work.tx,
    siteId,
    short.map(({ itemId }) => itemId),
  );
  return [...shares].flatMap(([itemId, on]) => {
    const { quantity, prefer } = wanted.get(itemId)!;
    // the many are not always more of the same: one may hold all that twice as much takes
    const chosen = [...chooseLosers(on, quantity, prefer), ...chooseLosers(on, 2 * quantity, prefer)];
    const named = chosen.filter(({ share }) => !share.aside).map(({ share }) => share.promiseId);
    if (prefer !== undefined) named.push(prefer);
    return named.map((promiseId) => ({ siteId, promiseId, itemId }));
  });
}
