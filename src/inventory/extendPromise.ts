import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Buyer } from './flash/customerKey.ts';
import { lockStock } from './lockStock.ts';
import { take } from './promise.ts';
import { sumByItem } from './rules.ts';
import { addToPromises } from './store.ts';

export interface Extension extends Buyer {
  siteId: string;
  promiseId: string;
  lines: { itemId: string; quantity: number }[];
}

/**
 * More units under the promise that an order has already: units that were lost came again, a code got its item. The caller
 * holds the order. @returns `not_enough_stock` with details [{itemId, requested, available}]
 */
export async function extendPromise(work: Work, asked: Extension): Promise<Outcome<undefined>> {
  const [outcome] = await extendMany(work, [asked]);
  return outcome!;
}

/** The set form: one lock, one write, one refusal a promise. */
export async function extendMany(work: Work, asked: Extension[]): Promise<Outcome<undefined>[]> {
  const wanted = asked.map((extension) => ({ ...extension, lines: sumByItem(extension.lines) }));
  if (wanted.length === 0) return [];
  const items = wanted.flatMap(({ siteId, lines }) => lines.map(({ itemId }) => ({ siteId, itemId })));
  await lockStock(work, { siteId: wanted[0]!.siteId, promises: wanted, items });
  const refused = await take(work, wanted);
  const granted = wanted.filter((_, at) => refused[at] === undefined);
  if (granted.length > 0) await addToPromises(work, granted);
  return refused.map((refusal) => refusal ?? done(undefined));
}
