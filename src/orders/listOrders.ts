import { recordAccess, sitesSeen } from '../auth/index.ts';
import { codePart } from '../platform/codePart.ts';
import { done, invalid, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { soughtPhones } from '../platform/phone.ts';
import type { Work } from '../platform/work.ts';
import { sellersSeenBy } from '../sellers/index.ts';
import { maskedPerson } from './recipient.ts';
import { maySearchByPhone, nextStepOf } from './rules.ts';
import type { OrderHead, Orders, OrderShown, OrdersQuery } from './schema.ts';
import {
  doorEventsOf,
  eventsOf,
  orderRow,
  ordersByPart,
  ordersPage,
  withLines,
  type Boxes,
  type OrderRow,
  type RecipientKey,
  type Wall,
} from './store.ts';
import { doorKinds, isUnderWay, nextUndelivered, undeliveredOf } from './undelivered.ts';

function wallOf(work: Work): Wall {
  return { sellerId: work.actor.sellerId, siteIds: sitesSeen(work) };
}

/** One page of orders, the latest first; recipients are masked. */
export async function listOrders(work: Work, query: OrdersQuery): Promise<Outcome<Orders>> {
  const { phone, part, ...rest } = query;
  if (part !== undefined && query.siteId === undefined) return invalid('siteId', undefined, 'a site, beside part');
  const sought = phone === undefined ? done(undefined) : await soughtPhone(work, phone);
  if (sought.refused) return sought;
  const orderIds = part === undefined ? undefined : await soughtPart(work, part, query.siteId!);
  const wanted = { ...rest, orderIds, phoneIndexes: sought.value, limit: query.limit + 1 };
  const found = await ordersPage(work.tx, wallOf(work), wanted);
  const page = found.slice(0, query.limit);
  if (sought.value !== undefined) await recordSearch(work, sought.value[0]!, page);
  const more = found.length > page.length ? { next: page.at(-1)!.orderId } : {};
  return done({ orders: await headsOf(work, page), ...more });
}

async function soughtPhone(work: Work, phone: string): Promise<Outcome<Buffer[]>> {
  if (!maySearchByPhone(work.actor.role)) {
    return refuse('not_allowed', 'Your role may not search by phone', { status: 403, field: 'phone' });
  }
  const indexes = await soughtPhones(work, phone);
  return indexes.length === 0 ? invalid('phone', phone.length, 'at least seven digits') : done(indexes);
}

/** Of all that begin or end alike, the latest: who looks for another types more. */
const MOST_ALIKE = 200;

async function soughtPart(work: Work, text: string, siteId: string): Promise<string[]> {
  const sellers = await sellersSeenBy(work.tx, work.actor.sellerId);
  const sellerIds = sellers.map(({ sellerId }) => sellerId);
  const found = await ordersByPart(work.tx, { part: codePart(text), sellerIds, siteId, limit: MOST_ALIKE });
  return found.map(({ orderId }) => orderId);
}

/** Whose orders were found; a search that finds nobody is known by the index of what it was for. */
async function recordSearch(work: Work, index: Buffer, found: OrderRow[]): Promise<void> {
  const subjects = found.length > 0 ? found.map(({ orderId }) => orderId) : [`phone ${index.toString('hex')}`];
  await recordAccess(work, { subjects, fields: ['phone'], why: 'search_by_phone' });
}

/** One order with its lines, its log, why it is not well and what comes next. */
export async function showOrder(work: Work, { orderId }: { orderId: string }): Promise<Outcome<OrderShown>> {
  const row = await orderRow(work.tx, wallOf(work), orderId);
  if (row === undefined) return notFound('order');
  const order = (await withLines(work.tx, [{ ...row, payBy: null }])).get(orderId)!;
  const events = await eventsOf(work.tx, row.sellerId, orderId);
  const undelivered = undeliveredOf(row.state, events);
  const cause = events.findLast((event) => event.cause !== null && event.kind === row.state)?.cause ?? row.cancelCause;
  const lines = order.lines.map((line) => ({ ...line, promiseId: undefined }));
  // a cancelled one is taken out or stopped on the road; what is back already is judged
  const isBack = row.state === 'shipped' && undelivered?.isBack === true;
  const isAwaited = order.paused === null && (order.cancelAskedAt === null || isBack);
  const next = undelivered && isAwaited ? nextUndelivered(row.state, undelivered) : undefined;
  const nextStep = next ?? nextStepOf(order, order.lines);
  return done({ ...headOf(row, undelivered), lines, events, cause, nextStep });
}

async function headsOf(work: Work, page: OrderRow[]): Promise<OrderHead[]> {
  const sent = page.filter(({ state }) => isUnderWay(state));
  const log = await doorEventsOf(work.tx, {
    sellerIds: sent.map(({ sellerId }) => sellerId),
    orderIds: sent.map(({ orderId }) => orderId),
    kinds: doorKinds,
  });
  const logOf = new Map<string, typeof log>(page.map(({ orderId }) => [orderId, []]));
  for (const entry of log) logOf.get(entry.orderId)!.push(entry);
  return page.map((row) => headOf(row, undeliveredOf(row.state, logOf.get(row.orderId)!)));
}

function headOf(row: OrderRow, undelivered: OrderHead['undelivered']): OrderHead {
  const { recipient, sealed, cancelCause: _cause, ...head } = row;
  return { ...head, shipTo: sealed && shownPerson({ ...row, version: recipient! }, sealed), undelivered };
}

function shownPerson(key: RecipientKey, sealed: Boxes): OrderHead['shipTo'] {
  if (sealed.erasedAt !== null) return { name: '*', phone: '*', address: '*', erased: true };
  const { sellerId, orderId, version } = key;
  return maskedPerson({ sellerId, orderId, version, ...sealed });
}
