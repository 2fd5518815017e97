import { itemsByCode, itemsById } from '../catalogue/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { ToldFact } from '../platform/outbox.ts';
import type { Tx, Work } from '../platform/work.ts';
import { mayUseSeller, sellerById } from '../sellers/index.ts';
import { addCompanions, weighBaskets } from './affinity.ts';
import type { History, Learned } from './schema.ts';
import { itemsShipped, keepAffinity, lockAffinity } from './store.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Learns from past baskets what is bought together. Codes that the catalogue does not have are counted and left out. */
export async function learn(work: Work, input: History): Promise<Outcome<Learned>> {
  const foreign = mayUseSeller(work, input.sellerId);
  if (foreign !== undefined) return foreign;
  if ((await sellerById(work.tx, input.sellerId)) === undefined) return notFound('seller', 'sellerId', input.sellerId);
  const ids = await idsOf(work.tx, input);
  const unknown = new Set<string>();
  const baskets = input.baskets.map((basket) => ({
    // a clock that runs ahead must not outweigh everything that is learnt after it
    at: new Date(Math.min(new Date(basket.at).getTime(), work.at.getTime())),
    itemIds: basket.lines.flatMap((line) => {
      const itemId = ids.get(line);
      if (itemId === undefined) unknown.add(line);
      return itemId ?? [];
    }),
  }));
  const items = await learnBaskets(work, input.sellerId, baskets);
  return done({
    baskets: baskets.length,
    items,
    unknown: unknown.size,
    unknownCodes: [...unknown].slice(0, 20),
  });
}

async function idsOf(tx: Tx, input: History): Promise<Map<string, string>> {
  const named = new Set(input.baskets.flatMap((basket) => basket.lines));
  const codes = [...named].filter((line) => !UUID.test(line));
  const byCode = await itemsByCode(tx, input.sellerId, codes);
  const ids = new Map(byCode.map((item) => [item.code, item.itemId]));
  const byId = await itemsById(
    tx,
    [...named].filter((line) => UUID.test(line)),
  );
  for (const item of byId) if (item.sellerId === input.sellerId) ids.set(item.itemId, item.itemId);
  return ids;
}

async function learnBaskets(work: Work, sellerId: string, baskets: { at: Date; itemIds: string[] }[]): Promise<number> {
  const gained = weighBaskets(baskets);
  if (gained.size === 0) return 0;
  const known = await lockAffinity(work.tx, sellerId, [...gained.keys()]);
  const byItem = new Map(known.map((row) => [row.itemId, row]));
  const learned = [...gained].map(([itemId, more]) => addCompanions(byItem.get(itemId), itemId, more));
  await keepAffinity(work.tx, sellerId, learned, work.at);
  return learned.length;
}

/** Every order that leaves the house teaches too. */
export async function hearShipped(work: Work, fact: ToldFact): Promise<void> {
  if (fact.sellerId === undefined || fact.sellerId === null) return;
  const items = await itemsShipped(work.tx, fact.sellerId, fact.subject);
  await learnBaskets(work, fact.sellerId, [{ at: fact.at, itemIds: items.map((item) => item.itemId) }]);
}
