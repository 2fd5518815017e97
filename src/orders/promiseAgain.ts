import type { Job } from '../platform/jobs.ts';
import type { Consumer } from '../platform/relay.ts';
import { attempt } from '../platform/transact.ts';
import { done } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { keep } from './keep.ts';
import { lockOrders, wantingOrders } from './store.ts';
import { takePromise } from './takePromise.ts';

/** Orders looked at in one go; the rest comes with the next fact or the next turn of the job. */
const AT_ONCE = 100;

/** Promises what arrived to the paid orders that lack it, those due first; an order gets all it lacks or waits on. */
export async function promiseAgain(work: Work, siteId: string | null, itemId: string | null): Promise<number> {
  const wanting = await wantingOrders(work.tx, { siteId, itemId, limit: AT_ONCE });
  if (wanting.length === 0) return 0;
  const orders = await lockOrders(work.tx, wanting);
  let served = 0;
  for (const { orderId } of wanting) {
    const order = orders.get(orderId);
    if (order === undefined) continue;
    const taken = await attempt(work, async (part) => {
      const lines = await takePromise(part, order);
      if (lines.refused || lines.value.length === 0) return lines;
      await keep(part, [{ order, lines: lines.value, event: 'promised_again', cause: 'units_arrived' }]);
      return done(lines.value);
    });
    if (!taken.refused && taken.value.length > 0) served += 1;
  }
  return served;
}

export const hearAvailable: Consumer = {
  name: 'orders.available',
  kinds: ['inventory.available'],
  hear: async (work, fact) => {
    await promiseAgain(work, fact.siteId ?? null, fact.subject);
  },
};

/** For what no fact announces: a line whose other units were in work when the new ones came. */
export const promiseWanting: Job = {
  name: 'orders.promiseWanting',
  every_s: 60,
  run: async (work) => {
    await promiseAgain(work, null, null);
  },
};
