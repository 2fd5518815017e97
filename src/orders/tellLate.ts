import type { Job } from '../platform/jobs.ts';
import type { Work } from '../platform/work.ts';
import { endStates, nextStepOf } from './rules.ts';
import { addEvents, lateOrders, lockOrders } from './store.ts';

const AT_ONCE = 200;

/** An order whose promise has passed gets that into its log, with the step that it waits for. */
export async function tellLate(work: Work): Promise<number> {
  const orders = await lockOrders(work.tx, await lateOrders(work.tx, work.at, AT_ONCE));
  addEvents(
    work,
    [...orders.values()]
      .filter(({ state }) => !endStates.includes(state))
      .map((order) => {
        const { sellerId, orderId, lines } = order;
        return { sellerId, orderId, kind: 'late', cause: `waits_for_${nextStepOf(order, lines)}` };
      }),
  );
  return orders.size;
}

export const lateOrdersTold: Job = {
  name: 'orders.tellLate',
  every_s: 60,
  run: async (work) => {
    await tellLate(work);
  },
};
