import { done, type Outcome, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { keep } from './keep.ts';
import type { Line, Order } from './rules.ts';
import type { Placed } from './schema.ts';
import { takePromise } from './takePromise.ts';

export interface Settling {
  event: string;
  onShortfall: 'refuse' | 'keep';
  /** Lines that were changed before. */
  changed?: Line[];
}

/** An order that is kept waits for units, or for the end of a flash sale that has no more for its customer. */
const WAITED_FOR = new Set(['not_enough_stock', 'flash_cap_reached', 'flash_customer_missing', 'flash_not_open']);

/** Why an order that got no units is kept all the same; nothing where it is refused. */
export function keptFor({ refusal }: Refused, onShortfall: Settling['onShortfall']): string | undefined {
  return onShortfall === 'keep' && WAITED_FOR.has(refusal.code) ? refusal.code : undefined;
}

/** Promises what is paid, keeps the order as it then stands, and answers it. */
export async function settleUnits(
  work: Work,
  order: Order,
  { event, onShortfall, changed = [] }: Settling,
): Promise<Outcome<Placed>> {
  let cause: string | undefined;
  const lines = new Set(changed);
  if (order.paidAt !== null) {
    const taken = await takePromise(work, order);
    if (taken.refused) {
      cause = keptFor(taken, onShortfall);
      if (cause === undefined) return taken;
    } else taken.value.forEach((line) => lines.add(line));
  }
  if (order.lines.some((line) => line.itemId === null)) cause ??= 'code_unknown';
  keep(work, [{ order, lines, event, cause }]);
  return done(placed(order));
}

export function placed({ orderId, state, siteId, promiseBy }: Order): Placed {
  return { orderId, state, siteId, promiseBy };
}
