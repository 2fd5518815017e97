import type { Work } from '../platform/work.ts';
import type { Order } from './rules.ts';
import { phonesOf } from './store.ts';

/** Who the customers of orders are, as far as a flash sale has to know: one who was sealed with the order is known already. */
export async function knowCustomers(work: Work, orders: Order[]): Promise<void> {
  const unknown = orders.filter(({ customer, recipient }) => customer === undefined && recipient !== null);
  if (unknown.length === 0) return;
  const phones = new Map((await phonesOf(work.tx, unknown)).map(({ orderId, phone }) => [orderId, phone]));
  for (const order of unknown) order.customer = phones.get(order.orderId) ?? null;
}
