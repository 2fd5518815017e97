import { mayUseSite } from '../auth/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { Apart, type Asked } from '../platform/gather.ts';
import { attempt } from '../platform/transact.ts';
import type { Work } from '../platform/work.ts';
import { amend } from './amend.ts';
import { differing } from './contents.ts';
import { placeFresh, type Draft } from './placeFresh.ts';
import { readOrders } from './readOrders.ts';
import { purchaseOf } from './rules.ts';
import type { Placed, PlaceOrder } from './schema.ts';
import { placed } from './settleUnits.ts';
import { knownPurchases, lockByExternal, lockPurchases } from './store.ts';

/**
 * Places an order once for (seller, channel, mall, externalId). The same version again answers 200 with the same order,
 * a newer one amends it; a known version with other contents is refused. A paid order is promised in the same transaction; an unpaid one waits for its payment.
 * @returns `order_not_found` where staff of another site send it, `order_stale`, `order_differs`, `not_enough_stock` (unless `onShortfall` is `keep`), `item_not_found`, `seller_not_found`
 */
export async function place(work: Work, input: PlaceOrder): Promise<Outcome<Placed>> {
  const [outcome] = await placeMany([{ work, input }]);
  return outcome!;
}

/** The set form: new orders go together; those known already, and twins of those before them, one after the other. */
export async function placeMany(asked: Asked<PlaceOrder>[]): Promise<Outcome<Placed>[]> {
  const read = await readOrders(asked);
  const drafts = asked.flatMap(({ work, input }, at): Draft[] => {
    const one = read[at]!;
    return one.refused ? [] : [{ at, work, input, ...one.value }];
  });
  const known = new Set(
    drafts.length === 0 ? [] : (await knownPurchases(asked[0]!.work.tx, drafts.map(keyOf))).map(purchaseOf),
  );
  const fresh: Draft[] = [];
  const later: Draft[] = [];
  for (const draft of drafts) {
    const purchase = purchaseOf(keyOf(draft));
    (known.has(purchase) ? later : fresh).push(draft);
    known.add(purchase);
  }
  const outcomes = new Map<number, Outcome<Placed>>();
  // orders before the stock that the fresh ones take
  if (later.length > 0) await lockPurchases(asked[0]!.work.tx, later.map(keyOf));
  const answers = await placeFresh(fresh);
  fresh.forEach(({ at }, place) => outcomes.set(at, answers[place]!));
  for (const draft of later)
    outcomes.set(draft.at, await attempt(draft.work, (work) => again({ ...draft, work }, asked.length > 1)));
  return asked.map((_, at) => {
    const one = read[at]!;
    return one.refused ? one : outcomes.get(at)!;
  });
}

const keyOf = ({ sellerId, input: { channel, mall, externalId } }: Draft) => ({ sellerId, channel, mall, externalId });

/** An order that is known, or whose twin was just placed or refused. Where it takes stock, it does not go with others. */
async function again(draft: Draft, inCompany: boolean): Promise<Outcome<Placed>> {
  const { work, input } = draft;
  const known = await lockByExternal(work.tx, keyOf(draft));
  if (known !== undefined && mayUseSite(work, known.siteId)) return notFound('order');
  if (inCompany && (known === undefined || input.version > known.version)) throw new Apart();
  if (known === undefined) return (await placeFresh([draft]))[0]!;
  if (input.version === known.version) return (await differing(work, known, draft)) ?? done(placed(known), 200);
  if (input.version < known.version) {
    const more = { field: 'version', got: input.version, expected: known.version };
    return refuse('order_stale', 'A newer version of this order is known', more);
  }
  return amend(work, known, draft);
}
