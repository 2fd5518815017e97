import { mayUseSite } from '../auth/index.ts';
import { promiseFor, sitesSeenBy } from '../layout/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { amend } from './amend.ts';
import { chooseSite } from './chooseSite.ts';
import { readLines, sellerOfOrder } from './readLines.ts';
import { hasAddress, sealRecipient } from './recipient.ts';
import type { Line, Order } from './rules.ts';
import type { Placed, PlaceOrder } from './schema.ts';
import { insertLines, insertOrder, lockByExternal } from './store.ts';
import { placed, settleUnits } from './settleUnits.ts';
import { checkoutPromise } from './takePromise.ts';

const DAY_MS = 86_400_000;
/** An unpaid order waits for its payment a day, a gift for its address a week. */
const PAY_WITHIN_MS = DAY_MS;
const ADDRESS_WITHIN_MS = 7 * DAY_MS;

/**
 * Places an order once for (seller, channel, mall, externalId). The same version again answers 200 with the same order,
 * a newer one amends it. A paid order is promised in the same transaction; an unpaid one waits for its payment.
 * @returns `order_stale`, `not_enough_stock` (unless `onShortfall` is `keep`), `item_not_found`, `seller_not_found`
 */
export async function place(work: Work, input: PlaceOrder): Promise<Outcome<Placed>> {
  const seller = await sellerOfOrder(work, input);
  if (seller.refused) return seller;
  const read = await readLines(work, seller.value, input.lines);
  if (read.refused) return read;
  const order = await newOrder(work, input, { sellerId: seller.value, lines: read.value });
  if (order.refused) return order;
  const { value: fresh } = order;
  if (!(await insertOrder(work, fresh))) {
    const known = await lockByExternal(work.tx, fresh);
    if (known === undefined) throw new Error(`order ${fresh.externalId} is neither new nor known`);
    return again(work, known, input, read.value);
  }
  await insertLines(work, fresh, fresh.lines);
  if (hasAddress(input.shipTo)) await sealRecipient(work, fresh, input.shipTo);
  return settleUnits(work, fresh, { event: 'placed', onShortfall: input.onShortfall });
}

function again(work: Work, known: Order, input: PlaceOrder, lines: Line[]): Promise<Outcome<Placed>> | Outcome<Placed> {
  if (input.version === known.version) return done(placed(known), 200);
  if (input.version < known.version) {
    const more = { field: 'version', got: input.version, expected: known.version };
    return refuse('order_stale', 'A newer version of this order is known', more);
  }
  return amend(work, known, { input, lines });
}

async function newOrder(
  work: Work,
  input: PlaceOrder,
  { sellerId, lines }: { sellerId: string; lines: Line[] },
): Promise<Outcome<Order & { cutOffId: string | null; addressBy: Date | null }>> {
  const { channel, mall, externalId, version, shipTo } = input;
  const siteId = await siteOfOrder(work, input, { sellerId, lines });
  if (siteId === undefined) return notFound('site', 'siteId', input.siteId);
  const due = input.promiseBy === undefined ? await promiseFor(work.tx, siteId, work.at) : undefined;
  const later = (ms: number) => new Date(work.at.getTime() + ms);
  return done({
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
  });
}

/** The site named, else the one where the checkout was promised its units, else the best by stock and distance. */
async function siteOfOrder(
  work: Work,
  input: PlaceOrder,
  { sellerId, lines }: { sellerId: string; lines: Line[] },
): Promise<string | undefined> {
  if (input.siteId !== undefined) {
    if (mayUseSite(work, input.siteId)) return undefined;
    return (await sitesSeenBy(work.tx, [input.siteId]))[0]?.siteId;
  }
  const checkout = await checkoutPromise(work, { ...input, sellerId });
  if (checkout !== undefined) return checkout.siteId;
  const { lat, lon } = input.shipTo ?? {};
  const near = lat !== undefined && lon !== undefined ? { lat, lon } : undefined;
  const wanted = lines.flatMap(({ itemId, ordered }) => (itemId === null ? [] : [{ itemId, quantity: ordered }]));
  return chooseSite(work, { lines: wanted, near });
}
