import { lockStock } from '../inventory/index.ts';
import type { Job } from '../platform/jobs.ts';
import { attempt } from '../platform/transact.ts';
import type { Work } from '../platform/work.ts';
import { cancelHeld, promisesOf } from './cancel.ts';
import { lockOrders, overdueOrders } from './store.ts';

const AT_ONCE = 200;

/** Ends orders whose payment did not come in time, and gifts that nobody gave an address for. */
export async function endOverdue(work: Work): Promise<number> {
  const due = await overdueOrders(work.tx, work.at, AT_ONCE);
  const orders = await lockOrders(work.tx, due);
  const [first, ...more] = orders.values();
  if (first === undefined) return 0;
  await lockStock(work, { siteId: first.siteId, promises: await promisesOf(work, [first, ...more]) });
  for (const order of orders.values()) {
    const cause = order.paidAt === null ? 'payment_expired' : 'address_expired';
    await attempt(work, (part) => cancelHeld(part, order, cause));
  }
  return orders.size;
}

export const endOverdueOrders: Job = {
  name: 'orders.endOverdue',
  every_s: 30,
  run: async (work) => ((await endOverdue(work)) === AT_ONCE ? 'more' : undefined),
};
