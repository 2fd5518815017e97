import type { Work } from '../../platform/work.ts';
import { lockTakes, writeReturns, type Held } from '../store.ts';

export interface Returned {
  siteId: string;
  promiseId: string;
  itemId: string;
  quantity: number;
}

/**
 * Units that promises give back may be bought again: by the same customer, too, and out of what is set aside while the sale
 * is open. At most what was taken comes back, so it comes back once. The caller holds the sums of the items and has lowered
 * the promises already; `lost`: the units are gone, only the customer's share comes back.
 */
export async function returnCaps(work: Work, lines: Returned[], { lost = false } = {}): Promise<void> {
  if (lines.length === 0) return;
  const held = await lockTakes(work.tx, lines);
  const returned = share(lines, held);
  if (returned.length > 0) await writeReturns(work, returned, !lost);
}

/** Each line's units from the takes of its promise and item, in their order. */
function share(lines: Returned[], held: Held[]): Held[] {
  const wanted = new Map<string, number>();
  const keyOf = ({ promiseId, itemId }: { promiseId: string; itemId: string }) => `${promiseId} ${itemId}`;
  for (const line of lines) wanted.set(keyOf(line), (wanted.get(keyOf(line)) ?? 0) + line.quantity);
  return held.flatMap((take) => {
    const units = Math.min(take.units, wanted.get(keyOf(take)) ?? 0);
    if (units === 0) return [];
    wanted.set(keyOf(take), wanted.get(keyOf(take))! - units);
    return [{ ...take, units }];
  });
}
