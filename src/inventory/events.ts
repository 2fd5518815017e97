import { codeAmong } from '../platform/codes.ts';
import type { Fact } from '../platform/work.ts';
import type { AdjustmentState } from './store.ts';

/** Why units left sale, as far as it is told. */
const reasonCodes = [
  'count',
  'short_pick',
  'missing',
  'damaged',
  'expired',
  'flooded',
  'lost',
  'recalled',
  'stolen',
  'order_cancelled',
];
const told = <Body extends { reason: string }>(body: Body) => ({
  ...body,
  reason: codeAmong(reasonCodes, body.reason),
});

export function becameAvailable(siteId: string, sellerId: string, itemId: string): Fact {
  return { kind: 'inventory.available', siteId, sellerId, subject: itemId, body: { itemId } };
}

export function allocationBroken(
  siteId: string,
  sellerId: string,
  body: { allocationId: string; orderId: string; lineNo: number; quantity: number; reason: string },
): Fact {
  return { kind: 'inventory.allocationBroken', siteId, sellerId, subject: body.allocationId, body: told(body) };
}

export function promiseBroken(
  siteId: string,
  sellerId: string,
  body: { promiseId: string; orderId: string | null; itemId: string; quantity: number; reason: string },
): Fact {
  return { kind: 'inventory.promiseBroken', siteId, sellerId, subject: body.promiseId, body: told(body) };
}

export function promiseExpired(siteId: string, sellerId: string, promiseId: string, orderId: string | null): Fact {
  return { kind: 'inventory.promiseExpired', siteId, sellerId, subject: promiseId, body: { promiseId, orderId } };
}

/** That a checkout which was paid, and whose order never came, keeps its units no longer. */
export function checkoutGivenUp(
  { siteId, sellerId, promiseId }: Record<'siteId' | 'sellerId' | 'promiseId', string>,
  reason: string,
): Fact {
  return { kind: 'inventory.checkoutGivenUp', siteId, sellerId, subject: promiseId, body: { promiseId, reason } };
}

/** That one waits, was posted or refused: whoever looks at the list looks again. */
export function adjusted(
  { siteId, sellerId, itemId, adjustmentId }: Record<'siteId' | 'sellerId' | 'itemId' | 'adjustmentId', string>,
  state: AdjustmentState,
): Fact {
  return { kind: 'inventory.adjusted', siteId, sellerId, subject: adjustmentId, body: { itemId, state } };
}

const ofHold = (kind: string, siteId: string, sellerId: string | null, holdId: string): Fact => {
  return { kind, siteId, ...(sellerId !== null && { sellerId }), subject: holdId, body: { holdId } };
};

export const holdOpened = (siteId: string, sellerId: string | null, holdId: string) =>
  ofHold('inventory.holdOpened', siteId, sellerId, holdId);
export const holdLifted = (siteId: string, sellerId: string | null, holdId: string) =>
  ofHold('inventory.holdLifted', siteId, sellerId, holdId);

interface SaleKey {
  siteId: string;
  saleId: string;
  sellerId: string;
  itemId: string;
}

const ofSale = (kind: string, { siteId, saleId, sellerId, itemId }: SaleKey): Fact => {
  return { kind, siteId, sellerId, subject: saleId, body: { saleId, itemId } };
};

export const flashSaleOpened = (sale: SaleKey) => ofSale('inventory.flashSaleOpened', sale);
export const flashSaleEnded = (sale: SaleKey) => ofSale('inventory.flashSaleEnded', sale);
