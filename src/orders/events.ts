import { codeAmong } from '../platform/codes.ts';
import type { Fact } from '../platform/work.ts';
import { causeCodes, type CancelPlan, type Order } from './rules.ts';
import type { Wanted, WantingOrder } from './store.ts';

const camel = (code: string) => code.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const told = (cause: string | null) => cause && codeAmong(causeCodes, cause);

type Named = Pick<Order, 'siteId' | 'sellerId' | 'orderId' | 'channel' | 'mall' | 'externalId'>;

function about(order: Named, kind: string, body: Record<string, unknown>): Fact {
  const { siteId, sellerId, orderId, channel, mall, externalId } = order;
  return { kind, siteId, sellerId, subject: orderId, body: { orderId, channel, mall, externalId, ...body } };
}

/** `orders.promised`, `orders.backOrdered` …: an order came to a state; `before` is null for a new one. */
export function cameTo(order: Order, before: string | null, cause: string | null): Fact {
  return about(order, `orders.${camel(order.state)}`, { state: order.state, before, cause: told(cause) });
}

/** The units in totes are to be put back, those in parcels taken out, those on the road stopped. */
export function cancelRequested(order: Order, plan: CancelPlan, cause: string): Fact {
  const { picked, packed, shipped, answer } = plan;
  return about(order, 'orders.cancelRequested', { picked, packed, shipped, answer, cause: told(cause) });
}

/** Elsewhere: where it goes was told, and not only to whom. */
export function addressGiven(order: Order, { isElsewhere }: { isElsewhere: boolean }): Fact {
  return about(order, 'orders.addressGiven', { recipient: order.recipient, isElsewhere });
}

export function amended(order: Order): Fact {
  return about(order, 'orders.amended', { version: order.version });
}

export function paused(order: Order): Fact {
  return about(order, order.paused === null ? 'orders.resumed' : 'orders.paused', { reason: told(order.paused) });
}

export function recipientErased({ siteId, sellerId, orderId }: Pick<Named, 'siteId' | 'sellerId' | 'orderId'>): Fact {
  return { kind: 'orders.recipientErased', siteId, sellerId, subject: orderId, body: { orderId } };
}

export const MORE_WANTING = 'orders.moreWanting';

/** That more orders than one transaction looks at may be promised what they lack: whoever hears it goes on after the last one. */
export function moreWanting({ siteId, itemId }: Wanted, { promiseBy, orderId }: WantingOrder): Fact {
  const subject = itemId ?? orderId;
  return { kind: MORE_WANTING, subject, body: { siteId, itemId, after: { promiseBy, orderId } } };
}
