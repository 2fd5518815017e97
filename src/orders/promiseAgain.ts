import { promiseMany } from '../inventory/index.ts';
import type { Job } from '../platform/jobs.ts';
import type { Consumer } from '../platform/relay.ts';
import type { Work } from '../platform/work.ts';
import { keep } from './keep.ts';
import { lockOrders, wantingOrders } from './store.ts';
import { basketOf, lackingLines, markPromised } from './takePromise.ts';

/** Orders looked at in one go; the rest comes with the next fact or the next turn of the job. */
const AT_ONCE = 100;

/** Promises what arrived to the paid orders that lack it, those due first; an order gets all it lacks or waits on. */
export async function promiseAgain(work: Work, siteId: string | null, itemId: string | null): Promise<void> {
  const keys = await wantingOrders(work.tx, { siteId, itemId, limit: AT_ONCE });
  if (keys.length === 0) return;
  const orders = await lockOrders(work.tx, keys);
  const wanting = keys
    .map(({ orderId }) => orders.get(orderId)!)
    .map((order) => ({ order, lines: lackingLines(order) }))
    .filter(({ lines }) => lines.length > 0);
  const outcomes = await promiseMany(
    work,
    wanting.map(({ order, lines }) => basketOf(order, lines)),
  );
  const served = wanting.flatMap(({ order, lines }, at) => {
    const outcome = outcomes[at]!;
    if (outcome.refused) return [];
    markPromised(lines, outcome.value.promiseId);
    return [{ order, lines, event: 'promised_again', cause: 'units_arrived' }];
  });
  if (served.length > 0) await keep(work, served);
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
