import { done, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { expireDue } from './expirePromises.ts';
import type { Buyer } from './flash/customerKey.ts';
import { returnCaps } from './flash/returnCaps.ts';
import { takeCaps } from './flash/takeCaps.ts';
import { sumByItem, takeBaskets, type Missing } from './rules.ts';
import {
  insertPromises,
  linesOfPromise,
  livePromises,
  lockAvailable,
  type PromiseRow,
  type StockKey,
} from './store.ts';

/** `customer` is asked for by the flash sales that its items are in. */
export interface PromiseAsked extends Buyer {
  siteId: string;
  sellerId: string;
  channel: string;
  mall: string;
  externalId: string;
  /** Absent: the promise is confirmed at once and does not expire. */
  expiresAt?: Date;
  orderId?: string;
  lines: { itemId: string; quantity: number }[];
}

export interface Promised {
  promiseId: string;
  state: PromiseRow['state'];
  expiresAt: Date | null;
}

/**
 * Promises a basket: all of it or nothing. The same thing asked for again (seller, channel, mall, externalId) gets the
 * same promise; with another basket it is refused.
 * @returns `not_enough_stock` with details [{itemId, requested, available}]
 */
export async function promise(work: Work, asked: PromiseAsked): Promise<Outcome<Promised>> {
  const [outcome] = await promiseMany(work, [asked]);
  return outcome!;
}

/**
 * The set form: one lock, one write, one refusal a basket. A refused basket takes nothing from the others; of twins the
 * first is judged, and the others after it.
 */
export async function promiseMany(work: Work, baskets: PromiseAsked[]): Promise<Outcome<Promised>[]> {
  if (baskets.length === 0) return [];
  const firsts = new Map<string, number>();
  baskets.forEach((basket, at) => {
    if (!firsts.has(keyOf(basket))) firsts.set(keyOf(basket), at);
  });
  const isTwin = (at: number) => firsts.get(keyOf(baskets[at]!)) !== at;
  const outcomes = await promiseEach(
    work,
    baskets.filter((_, at) => !isTwin(at)),
  );
  const twins = await promiseMany(
    work,
    baskets.filter((_, at) => isTwin(at)),
  );
  return baskets.map((_, at) => (isTwin(at) ? twins : outcomes).shift()!);
}

async function promiseEach(work: Work, baskets: PromiseAsked[]): Promise<Outcome<Promised>[]> {
  const live = new Map((await livePromises(work.tx, baskets)).map((row) => [keyOf(row), row]));
  const outcomes = new Map<number, Outcome<Promised>>();
  const wanted = baskets.map((basket, at) => ({ at, basket, lines: sumByItem(basket.lines) }));
  for (const { at, basket, lines } of wanted) {
    const same = live.get(keyOf(basket));
    if (same !== undefined) outcomes.set(at, await again(work, same, lines));
  }
  const fresh = wanted
    .filter(({ at }) => !outcomes.has(at))
    .map(({ at, basket, lines }) => ({ at, ...basket, promiseId: newId(), lines }));
  const refused = await take(work, fresh);
  const taken = fresh.flatMap(({ at, ...basket }, place) => {
    const refusal = refused[place];
    if (refusal !== undefined) {
      outcomes.set(at, refusal);
      return [];
    }
    const state = basket.expiresAt === undefined ? ('confirmed' as const) : ('open' as const);
    const row = { ...basket, orderId: basket.orderId ?? null, expiresAt: basket.expiresAt ?? null, state };
    outcomes.set(at, done({ promiseId: row.promiseId, state, expiresAt: row.expiresAt }));
    return [row];
  });
  if (taken.length > 0) insertPromises(work, taken);
  return baskets.map((_, at) => outcomes.get(at)!);
}

const keyOf = (of: { sellerId: string; channel: string; mall: string; externalId: string }) =>
  JSON.stringify([of.sellerId, of.channel, of.mall, of.externalId]);

interface Wanted extends Buyer {
  siteId: string;
  promiseId: string;
  lines: { itemId: string; quantity: number }[];
}

/**
 * Locks the sums and takes from them, and from the flash sales that the items are in; what expired promises still hold is
 * freed before anybody is told "sold out". @returns for each its refusal, or nothing: taken
 */
export async function take(work: Work, wanted: Wanted[]): Promise<(Refused | undefined)[]> {
  const asks = wanted.flatMap(({ lines, ...basket }) => lines.map((line) => ({ ...basket, ...line })));
  if (asks.length === 0) return [];
  // the sums first: what goes out together is answered in its order
  const [locked, { refused, moved }] = await Promise.all([lockAvailable(work.tx, asks), takeCaps(work, asks)]);
  const found = moved ? await lockAvailable(work.tx, asks) : locked;
  const admitted = wanted.filter(({ promiseId }) => !refused.has(promiseId));
  let missing = missingOf(admitted, found);
  const tight = admitted.flatMap(({ siteId }, at) => missing[at]!.map(({ itemId }) => ({ siteId, itemId })));
  if (tight.length > 0 && (await expireDue(work, tight)) > 0) {
    missing = missingOf(admitted, await lockAvailable(work.tx, asks));
  }
  const short = new Map(admitted.map(({ promiseId }, at) => [promiseId, missing[at]!]));
  await returnCaps(
    work,
    asks.filter(({ promiseId }) => (short.get(promiseId) ?? []).length > 0),
  );
  return wanted.map(({ promiseId }) => {
    const details = short.get(promiseId) ?? [];
    const soldOut = () => refuse('not_enough_stock', 'There is not enough left', { details });
    return refused.get(promiseId) ?? (details.length > 0 ? soldOut() : undefined);
  });
}

function missingOf(wanted: Wanted[], found: (StockKey & { available: number })[]): Missing[][] {
  const available = new Map(found.map((row) => [`${row.siteId} ${row.itemId}`, row.available]));
  return takeBaskets(
    wanted.map(({ siteId, lines }) => ({ key: (itemId) => `${siteId} ${itemId}`, lines })),
    available,
  );
}

async function again(
  work: Work,
  same: PromiseRow,
  lines: { itemId: string; quantity: number }[],
): Promise<Outcome<Promised>> {
  if (same.state === 'open' && same.expiresAt! <= work.at) {
    return refuse('promise_expired', 'The promise has expired', { details: { promiseId: same.promiseId } });
  }
  const kept = await linesOfPromise(work.tx, same.siteId, same.promiseId);
  const text = (list: { itemId: string; quantity: number }[]) =>
    list.map(({ itemId, quantity }) => `${itemId}:${quantity}`).join();
  if (text(kept) !== text(lines)) {
    return refuse('promise_exists', 'This purchase has another promise already', {
      details: { promiseId: same.promiseId },
    });
  }
  return done({ promiseId: same.promiseId, state: same.state, expiresAt: same.expiresAt }, 200);
}
