import { mayUseSite } from '../auth/index.ts';
import type { PromiseRow } from '../inventory/index.ts';
import { promisesAt, promisingOf, sitesSeenBy, type Promises } from '../layout/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { chooseSite } from './chooseSite.ts';
import { contentsKey, contentsOf } from './contents.ts';
import type { Draft } from './placeFresh.ts';
import { hasAddress } from './recipient.ts';
import { refusePhone } from './refusePhone.ts';
import { spotOf, zoned } from './zoned.ts';
import { purchaseOf, type Order } from './rules.ts';
import type { NewOrder } from './store.ts';

const DAY_MS = 86_400_000;
/** An unpaid order waits for its payment a day, a gift for its address a week. */
const PAY_WITHIN_MS = DAY_MS;
const ADDRESS_WITHIN_MS = 7 * DAY_MS;

/** Orders as they begin: received, at their sites, due when the cut-offs of their zones say that still have room. */
export async function newOrders(
  drafts: Draft[],
  checkouts: Map<string, PromiseRow>,
): Promise<Outcome<Order & NewOrder>[]> {
  const { tx } = drafts[0]!.work;
  const named = [...new Set(drafts.flatMap(({ input }) => input.siteId ?? []))];
  const there = new Set(named.length === 0 ? [] : (await sitesSeenBy(tx, named)).map(({ siteId }) => siteId));
  const key = await contentsKey(drafts[0]!.work);
  const sites = await Promise.all(drafts.map((draft) => siteOf(draft, there, checkouts)));
  const known = new Map<string, ReturnType<typeof promisingOf>>();
  const promisingAt = (siteId: string) => {
    const promising = known.get(siteId) ?? promisingOf(tx, siteId);
    known.set(siteId, promising);
    return promising;
  };
  return Promise.all(
    drafts.map(async (draft, place) => {
      const site = sites[place]!;
      if (site.refused) return site;
      const { input, work } = draft;
      const wrong = refusePhone(input.shipTo?.phone);
      if (wrong !== undefined) return wrong;
      const promising = await promisingAt(site.value);
      const promises = promising && promisesAt(promising, work.at, spotOf(input.shipTo));
      return done(newOrder(draft, { siteId: site.value, promises, key }));
    }),
  );
}

function newOrder(
  { work, input, sellerId, lines }: Draft,
  { siteId, promises, key }: { siteId: string; promises: Promises | undefined; key: Buffer },
): Order & NewOrder {
  const { channel, mall, externalId, version, shipTo } = input;
  const later = (ms: number) => new Date(work.at.getTime() + ms);
  // a promise that the shop gave by itself is of no cut-off
  const due = input.promiseBy === undefined ? promises?.promise : undefined;
  const orderId = newId();
  return {
    sellerId,
    orderId,
    siteId,
    channel,
    mall,
    externalId,
    version,
    state: 'received',
    paidAt: input.paid ? work.at : null,
    payBy: input.paid ? null : later(PAY_WITHIN_MS),
    recipient: null,
    addressBy: hasAddress(shipTo) ? null : later(ADDRESS_WITHIN_MS),
    cutOffId: due?.cutOffId ?? null,
    promiseBy: input.promiseBy ?? due?.deliverBy ?? later(DAY_MS),
    ...zoned(promises),
    cancelAskedAt: null,
    cancelCause: null,
    contents: contentsOf(key, orderId, input),
    lines,
  };
}

/**
 * The site named, else the one where the checkout was promised its units, else the best by stock and distance; a checkout at
 * a site that the caller does not see is nobody's to take over, nor to give up for another.
 */
async function siteOf(
  { work, input, sellerId, lines }: Draft,
  there: Set<string>,
  checkouts: Map<string, PromiseRow>,
): Promise<Outcome<string>> {
  const { siteId } = input;
  const isOpen = siteId === undefined || (mayUseSite(work, siteId) === undefined && there.has(siteId));
  if (!isOpen) return notFound('site', 'siteId', siteId);
  const checkout = checkouts.get(purchaseOf({ ...input, sellerId }));
  if (checkout !== undefined && mayUseSite(work, checkout.siteId)) return notFound('promise');
  const known = siteId ?? checkout?.siteId;
  if (known !== undefined) return done(known);
  const wanted = lines.flatMap(({ itemId, ordered }) => (itemId === null ? [] : [{ itemId, quantity: ordered }]));
  const chosen = await chooseSite(work, { lines: wanted, near: spotOf(input.shipTo) });
  return chosen === undefined ? notFound('site', 'siteId') : done(chosen);
}
