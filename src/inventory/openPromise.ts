import { mayUseSite, sitesSeen } from '../auth/index.ts';
import { done, invalid, notFound, refuse, type Outcome } from '../platform/errors.ts';
import type { Asked } from '../platform/gather.ts';
import type { Work } from '../platform/work.ts';
import { sellersByIds } from '../sellers/index.ts';
import { customerKey } from './flash/customerKey.ts';
import { promiseMany, type PromiseAsked, type Promised } from './promise.ts';
import { sumByItem } from './rules.ts';
import type { OpenPromise } from './schema.ts';
import { linesOfPromise, livePromises, ownersOf, promiseById, sitesByCode, sitesForBaskets } from './store.ts';

/** `POST /v1/promises`: a checkout asks for units before it takes money. Seller and site are found where not given. */
export async function openPromise(work: Work, input: OpenPromise): Promise<Outcome<Promised>> {
  const [outcome] = await openPromises([{ work, input }]);
  return outcome!;
}

/** The set form, for all checkouts that ask at the same moment. */
export async function openPromises(asked: Asked<OpenPromise>[]): Promise<Outcome<Promised>[]> {
  const { work } = asked[0]!;
  const [owners, sites] = await Promise.all([
    ownersOf(work.tx, [...new Set(asked.flatMap(({ input }) => input.lines.map(({ itemId }) => itemId)))]),
    chooseSites(work, asked),
  ]);
  const suspended = await suspendedOf(work, owners);
  const read = await Promise.all(asked.map((one, at) => basketOf(one, { owners, suspended }, sites.get(at))));
  const baskets = await Promise.all(read.map((basket, at) => unlessElsewhere(asked[at]!.work, basket)));
  const promised = await promiseMany(
    work,
    baskets.flatMap((basket) => (basket.refused ? [] : [basket.value])),
  );
  let next = 0;
  return baskets.map((basket) => (basket.refused ? basket : promised[next++]!));
}

async function basketOf(
  { work, input }: Asked<OpenPromise>,
  { owners, suspended }: { owners: Map<string, string>; suspended: Set<string> },
  chosen: string | undefined,
): Promise<Outcome<PromiseAsked>> {
  const [owner, ...others] = new Set(input.lines.map(({ itemId }) => owners.get(itemId)));
  const foreign = work.actor.sellerId !== undefined && owner !== work.actor.sellerId;
  if (owner === undefined || others.length > 0 || foreign) return notFound('item', 'lines', input.lines[0]!.itemId);
  if (input.sellerId !== undefined && input.sellerId !== owner)
    return invalid('sellerId', input.sellerId, 'the owner of the items');
  if (suspended.has(owner)) return refuse('seller_suspended', 'This seller is suspended');
  const siteId = input.siteId ?? chosen;
  if (siteId === undefined) return notFound('site');
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const buyer = input.customer === undefined ? {} : { customer: await customerKey(work, owner, input.customer) };
  return done({
    ...buyer,
    siteId,
    sellerId: owner,
    channel: input.channel,
    mall: input.mall ?? '',
    externalId: input.externalId,
    expiresAt: new Date(work.at.getTime() + input.expiresInSeconds * 1000),
    lines: input.lines,
  });
}

/** Sellers whose orders would be refused after the customer has paid. */
async function suspendedOf(work: Work, owners: Map<string, string>): Promise<Set<string>> {
  const sellers = await sellersByIds(work.tx, [...new Set(owners.values())]);
  return new Set([...sellers.values()].filter(({ state }) => state !== 'active').map(({ sellerId }) => sellerId));
}

/** A purchase that is promised at a site which staff of another do not see is none that they may ask for again. */
async function unlessElsewhere(work: Work, basket: Outcome<PromiseAsked>): Promise<Outcome<PromiseAsked>> {
  if (basket.refused || sitesSeen(work) === null) return basket;
  const [live] = await livePromises(work.tx, [basket.value]);
  return live !== undefined && mayUseSite(work, live.siteId) ? notFound('promise') : basket;
}

/**
 * For those that name none, among the sites that they see: the site that holds all of it, else the one that holds most lines, else any that ever held
 * one of the items, so that a sold-out one answers with what is left instead of "no site", else the first there is.
 */
async function chooseSites(work: Work, asked: Asked<OpenPromise>[]): Promise<Map<number, string>> {
  const open = [...asked.entries()].filter(([, { input }]) => input.siteId === undefined);
  if (open.length === 0) return new Map();
  const baskets = open.map(([at, { work: own, input }]) => {
    return { at, siteIds: sitesSeen(own), lines: sumByItem(input.lines) };
  });
  const chosen = await sitesForBaskets(work.tx, baskets);
  const all = chosen.size < open.length ? await sitesByCode(work.tx) : [];
  const firstOf = (own: Work) => all.find((siteId) => mayUseSite(own, siteId) === undefined);
  return new Map(open.map(([at, one]) => [at, chosen.get(at) ?? firstOf(one.work)] as const).filter(hasSite));
}

const hasSite = (entry: readonly [number, string | undefined]): entry is [number, string] => entry[1] !== undefined;

export async function showPromise(work: Work, input: { promiseId: string }) {
  const row = await promiseById(work.tx, input.promiseId, work.actor.sellerId);
  if (row === undefined || mayUseSite(work, row.siteId)) return notFound('promise');
  const lines = await linesOfPromise(work.tx, row.siteId, row.promiseId);
  const late = row.state === 'open' && row.expiresAt! <= work.at;
  const state = late ? ('expired' as const) : row.state;
  return done({ promiseId: row.promiseId, siteId: row.siteId, state, expiresAt: row.expiresAt, lines });
}
