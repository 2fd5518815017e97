import { done, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { expireDue } from './expirePromises.ts';
import { sumByItem, takeBaskets, type Missing } from './rules.ts';
import { insertPromises, linesOfPromise, livePromises, lockAvailable, type PromiseRow } from './store.ts';

export interface PromiseAsked {
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
  const fresh = wanted.filter(({ at }) => !outcomes.has(at));
  const missing = await take(work, fresh);
  const taken = fresh.flatMap(({ at, basket, lines }, place) => {
    const short = missing[place]!;
    if (short.length > 0) {
      outcomes.set(at, refuse('not_enough_stock', 'There is not enough left', { details: short }));
      return [];
    }
    const state = basket.expiresAt === undefined ? ('confirmed' as const) : ('open' as const);
    const row = {
      ...basket,
      promiseId: newId(),
      orderId: basket.orderId ?? null,
      expiresAt: basket.expiresAt ?? null,
      state,
      lines,
    };
    outcomes.set(at, done({ promiseId: row.promiseId, state, expiresAt: row.expiresAt }));
    return [row];
  });
  if (taken.length > 0) await insertPromises(work, taken);
  return baskets.map((_, at) => outcomes.get(at)!);
}

const keyOf = (of: { sellerId: string; channel: string; mall: string; externalId: string }) =>
  JSON.stringify([of.sellerId, of.channel, of.mall, of.externalId]);

interface Wanted {
  basket: { siteId: string };
  lines: { itemId: string; quantity: number }[];
}

/** Locks the sums and takes from them; what expired promises still hold is freed before anybody is told "sold out". */
export async function take(work: Work, wanted: Wanted[]): Promise<Missing[][]> {
  const keys = wanted.flatMap(({ basket, lines }) => lines.map(({ itemId }) => ({ siteId: basket.siteId, itemId })));
  if (keys.length === 0) return [];
  const decide = async () => {
    const found = await lockAvailable(work.tx, keys);
    const available = new Map(found.map((row) => [`${row.siteId} ${row.itemId}`, row.available]));
    return takeBaskets(
      wanted.map(({ basket, lines }) => ({ key: (itemId) => `${basket.siteId} ${itemId}`, lines })),
      available,
    );
  };
  const first = await decide();
  const tight = first.flatMap((missing, at) =>
    missing.map(({ itemId }) => ({ siteId: wanted[at]!.basket.siteId, itemId })),
  );
  if (tight.length === 0 || (await expireDue(work, tight)) === 0) return first;
  return decide();
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
