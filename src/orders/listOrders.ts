import { sitesSeen } from '../auth/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { maskedRecipient } from './recipient.ts';
import { nextStepOf } from './rules.ts';
import type { OrderHead, Orders, OrderShown, OrdersQuery } from './schema.ts';
import { eventsOf, orderRow, ordersPage, withLines, type OrderRow, type Wall } from './store.ts';

function wallOf(work: Work): Wall {
  return { sellerId: work.actor.sellerId, siteIds: sitesSeen(work) };
}

/** One page of orders, the latest first; recipients are masked. */
export async function listOrders(work: Work, query: OrdersQuery): Promise<Outcome<Orders>> {
  const found = await ordersPage(work.tx, wallOf(work), { ...query, limit: query.limit + 1 });
  const page = found.slice(0, query.limit);
  const more = found.length > page.length ? { next: page.at(-1)!.orderId } : {};
  return done({ orders: page.map(headOf), ...more });
}

/** One order with its lines, its log, why it is not well and what comes next. */
export async function showOrder(work: Work, { orderId }: { orderId: string }): Promise<Outcome<OrderShown>> {
  const row = await orderRow(work.tx, wallOf(work), orderId);
  if (row === undefined) return notFound('order');
  const order = (await withLines(work.tx, [{ ...row, payBy: null }])).get(orderId)!;
  const events = await eventsOf(work.tx, row.sellerId, orderId);
  const cause = events.findLast((event) => event.cause !== null && event.kind === row.state)?.cause ?? row.cancelCause;
  const lines = order.lines.map((line) => ({ ...line, promiseId: undefined }));
  return done({ ...headOf(row), lines, events, cause, nextStep: nextStepOf(order, order.lines) });
}

function headOf(row: OrderRow): OrderHead {
  const { recipient: _, name, phone, address, lat: _lat, lon: _lon, cancelCause: _cause, ...head } = row;
  return { ...head, shipTo: maskedRecipient({ name, phone, address }) };
}
