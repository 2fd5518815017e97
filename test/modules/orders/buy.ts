import { expect } from 'vitest';
import type { Ground } from '../../support/goods.ts';
import type { Answer, Person } from '../../support/server.ts';

let bought = 0;

export const recipient = { name: '홍길동', phone: '010-1234-5678', address: '서울 강남구 테헤란로 152' };

/** The body of an order; paid, with an address, of a purchase of its own. */
export function orderOf(
  lines: { itemId?: string; code?: string; quantity: number }[],
  more: Record<string, unknown> = {},
) {
  bought += 1;
  return { channel: 'cafe24', mall: 'main', externalId: `P-${bought}`, paid: true, lines, shipTo: recipient, ...more };
}

export function buy(
  who: Person,
  lines: Parameters<typeof orderOf>[0],
  more: Record<string, unknown> = {},
): Promise<Answer> {
  return who.post('/v1/orders', orderOf(lines, more));
}

/** Buys and expects it to go well; answers the id. */
export async function bought1(who: Person, itemId: string, quantity: number, more: Record<string, unknown> = {}) {
  const answer = await buy(who, [{ itemId, quantity }], more);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.orderId as string;
}

export async function seen(who: Person, orderId: string) {
  const answer = await who.get(`/v1/orders/${orderId}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

export async function stateOf(ground: Ground, orderId: string): Promise<string> {
  return (await seen(ground.admin, orderId)).state as string;
}
