import { mayUseSite } from '../auth/index.ts';
import type { PromiseRow } from '../inventory/index.ts';
import { promiseFor, sitesSeenBy } from '../layout/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { chooseSite } from './chooseSite.ts';
import type { Draft } from './placeFresh.ts';
import { hasAddress } from './recipient.ts';
import { purchaseOf, type Order } from './rules.ts';
import type { NewOrder } from './store.ts';

const DAY_MS = 86_400_000;
/** An unpaid order waits for its payment a day, a gift for its address a week. */
const PAY_WITHIN_MS = DAY_MS;
const ADDRESS_WITHIN_MS = 7 * DAY_MS;

/** Orders as they begin: received, at their sites, due when the sites' cut-offs say. */
export async function newOrders(
  drafts: Draft[],
  checkouts: Map<string, PromiseRow>,
): Promise<Outcome<Order & NewOrder>[]> {
  const { tx } = drafts[0]!.work;
  const named = [...new Set(drafts.flatMap(({ input }) => input.siteId ?? []))];
  const there = new Set(named.length === 0 ? [] : (await sitesSeenBy(tx, named)).map(({ siteId }) => siteId));
  const siteIds = await Promise.all(drafts.map((draft) => siteOf(draft, there, checkouts)));
  // orders that come together make the same cut-off, but for the moment that it passes in
  const dues = new Map<string, ReturnType<typeof promiseFor>>();
  const dueAt = (siteId: string, at: Date) => {
    const key = `${siteId} ${at.getTime()}`;
    const due = dues.get(key) ?? promiseFor(tx, siteId, at);
    dues.set(key, due);
    return due;
  };
  return Promise.all(
    drafts.map(async (draft, place) => {
      const siteId = siteIds[place];
      const { input, work } = draft;
      if (siteId === undefined) return notFound('site', 'siteId', input.siteId);
      const due = input.promiseBy === undefined ? await dueAt(siteId, work.at) : undefined;
      return done(newOrder(draft, siteId, due));
    }),
  );
}

function newOrder(
  { work, input, sellerId, lines }: Draft,
  siteId: string,
  due: Awaited<ReturnType<typeof promiseFor>>,
): Order & NewOrder {
  const { channel, mall, externalId, version, shipTo } = input;
  const later = (ms: number) => new Date(work.at.getTime() + ms);
  return {
    sellerId,
    orderId: newId(),
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
    paused: null,
    cancelAskedAt: null,
    cancelCause: null,
    lines,
  };
}

/** The site named, else the one where the checkout was promised its units, else the best by stock and distance. */
async function siteOf(
  { work, input, sellerId, lines }: Draft,
  there: Set<string>,
  checkouts: Map<string, PromiseRow>,
): Promise<string | undefined> {
  const { siteId } = input;
  if (siteId !== undefined) return mayUseSite(work, siteId) === undefined && there.has(siteId) ? siteId : undefined;
  const checkout = checkouts.get(purchaseOf({ ...input, sellerId }));
  if (checkout !== undefined) return checkout.siteId;
  const { lat, lon } = input.shipTo ?? {};
  const near = lat !== undefined && lon !== undefined ? { lat, lon } : undefined;
  const wanted = lines.flatMap(({ itemId, ordered }) => (itemId === null ? [] : [{ itemId, quantity: ordered }]));
  return chooseSite(work, { lines: wanted, near });
}
