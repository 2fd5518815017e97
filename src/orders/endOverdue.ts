import { lockStock } from '../inventory/index.ts';
import type { Job } from '../platform/jobs.ts';
import { attempt } from '../platform/transact.ts';
import type { Work } from '../platform/work.ts';
import { cancelHeld, promisesOf } from './cancel.ts';
import { lockOrders, overdueOrders } from './store.ts';

const AT_ONCE = 200;

/** Ends orders whose payment did not come in time, and gifts that nobody gave an address for. @returns how many it ended */
export async function endOverdue(work: Work): Promise<number> {
  const orders = [...(await lockOrders(work.tx, await overdueOrders(work.tx, work.at, AT_ONCE))).values()];
  if (orders.length === 0) return 0;
  let ended = 0;
  const promises = await promisesOf(work, orders);
  // what these orders wait for comes before anything is allocated
  const held = await lockStock(work, { siteId: orders[0]!.siteId, promises: [...promises.values()].flat() });
  for (const order of orders) {
    const cause = order.paidAt === null ? 'payment_expired' : 'address_expired';
    const units = { promises: promises.get(order.orderId)!, held };
    const outcome = await attempt(work, (part) => cancelHeld(part, order, cause, units));
    ended += Number(!outcome.refused);
  }
  return ended;
}

export const endOverdueOrders: Job = {
  name: 'orders.endOverdue',
  every_s: 30,
  run: async (work) => ((await endOverdue(work)) === AT_ONCE ? 'more' : undefined),
};
