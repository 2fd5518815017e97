import { done, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { endDueFirst } from './expirePromises.ts';
import type { Buyer } from './flash/customerKey.ts';
import { returnCaps } from './flash/returnCaps.ts';
import { takeCaps } from './flash/takeCaps.ts';
import { sumByItem, takeBaskets, type Missing } from './rules.ts';
import {
  insertPromises,
  linesOfPromise,
  livePromises,
  lockAvailable,
  type NewPromise,
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
  const firsts = new Map<string, PromiseAsked>();
  for (const basket of baskets.toReversed()) firsts.set(keyOf(basket), basket);
  if (firsts.size === baskets.length) return promiseEach(work, baskets);
  const isFirst = (basket: PromiseAsked) => firsts.get(keyOf(basket)) === basket;
  const outcomes = await promiseEach(work, baskets.filter(isFirst));
  const twins = await promiseMany(
    work,
    baskets.filter((basket) => !isFirst(basket)),
  );
  return baskets.map((basket) => (isFirst(basket) ? outcomes : twins).shift()!);
}

async function promiseEach(work: Work, baskets: PromiseAsked[]): Promise<Outcome<Promised>[]> {
  if (baskets.length === 0) return [];
  const live = new Map((await livePromises(work.tx, baskets)).map((row) => [keyOf(row), row]));
  const outcomes = new Map<string, Outcome<Promised>>();
  const fresh: NewPromise[] = [];
  const wanted = baskets.map((basket) => wantedOf(basket));
  for (const basket of wanted) {
    const same = live.size === 0 ? undefined : live.get(keyOf(basket));
    if (same === undefined) fresh.push(basket);
    else outcomes.set(basket.promiseId, await again(work, same, basket.lines));
  }
  const refused = await take(work, fresh);
  const taken = fresh.filter((_, at) => refused[at] === undefined);
  if (taken.length > 0) insertPromises(work, taken);
  for (const [at, { promiseId, state, expiresAt }] of fresh.entries()) {
    outcomes.set(promiseId, refused[at] ?? done({ promiseId, state, expiresAt }));
  }
  return wanted.map(({ promiseId }) => outcomes.get(promiseId)!);
}

function wantedOf(basket: PromiseAsked): NewPromise & Buyer {
  return {
    ...basket,
    promiseId: newId(),
    lines: sumByItem(basket.lines),
    orderId: basket.orderId ?? null,
    expiresAt: basket.expiresAt ?? null,
    state: basket.expiresAt === undefined ? 'confirmed' : 'open',
  };
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
  const asks = wanted.flatMap(({ siteId, promiseId, customer, lines }) =>
    lines.map(({ itemId, quantity }) => ({ siteId, promiseId, itemId, quantity, customer })),
  );
  if (asks.length === 0) return [];
  // the sums first: what goes out together is answered in its order
  const [locked, { refused, moved }] = await Promise.all([lockAvailable(work.tx, asks), takeCaps(work, asks)]);
  const found = moved ? await lockAvailable(work.tx, asks) : locked;
  const admitted = wanted.filter(({ promiseId }) => !refused.has(promiseId));
  const missing = missingOf(admitted, found);
  await endDueFirst(
    work,
    admitted.flatMap(({ siteId }, at) => missing[at]!.map(({ itemId }) => ({ siteId, itemId }))),
  );
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
