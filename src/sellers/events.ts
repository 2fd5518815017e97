import type { Fact } from '../platform/work.ts';

export function accountOpened(sellerId: string): Fact {
  return { kind: 'sellers.accountOpened', sellerId, subject: sellerId, body: {} };
}

export function termsSet(sellerId: string, state: string): Fact {
  return { kind: 'sellers.termsSet', sellerId, subject: sellerId, body: { state } };
}
