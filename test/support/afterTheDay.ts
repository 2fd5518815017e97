import { expect } from 'vitest';
import type { Played } from '../../src/commands/day/play.ts';
import type { Person, TestServer } from './server.ts';

/**
 * What a finished day leaves nothing of: a return of which one unit is back in stock and another waits, a checkout's
 * promise, and an order whose units are allocated and stand on a wave. Everything through the doors.
 */
export async function afterTheDay(server: TestServer, played: Played): Promise<void> {
  const { siteId } = played.stage.ground;
  const admin = await server.as('admin');
  await takeUnitsBack(admin, siteId, played);
  const { items } = await must(admin.get(`/v1/stock?siteId=${siteId}&limit=500`));
  const { itemId } = (items as { itemId: string; available: number }[]).find(({ available }) => available >= 4)!;
  const { sellerId } = await must(admin.get(`/v1/items/${itemId}`));
  const lines = [{ itemId, quantity: 2 }];
  const bought = { siteId, sellerId, channel: 'after', lines };
  await must(admin.post('/v1/promises', { ...bought, externalId: 'CHECKOUT-1', expiresInSeconds: 86_400 }));
  const promiseBy = new Date(server.clock.now().getTime() + 20 * 3_600_000).toISOString();
  const shipTo = {
    name: '홍길동',
    phone: '010-1234-5678',
    address: '서울시 강남구 테헤란로 1',
    lat: 37.5,
    lon: 127.03,
  };
  const { orderId } = await must(
    admin.post('/v1/orders', { ...bought, externalId: 'AFTER-1', paid: true, shipTo, promiseBy }),
  );
  await must(admin.post('/v1/waves', { siteId, orderIds: [orderId] }));
  await server.settle();
}

/** Two units that reached a door come back; the first of them is graded and sellable again. */
async function takeUnitsBack(admin: Person, siteId: string, played: Played): Promise<void> {
  const back: { unitId: string }[] = [];
  for (const { note } of played.books.endings) {
    if (note.orderId === undefined || back.length === 2) continue;
    const order = await must(admin.get(`/v1/orders/${note.orderId}`));
    const delivered = (order.lines as { itemId: string; delivered: number }[]).filter((line) => line.delivered > 0);
    const [first] = delivered;
    if (first === undefined) continue;
    const { returnId } = await must(admin.post('/v1/returns', { orderId: note.orderId, reason: 'changed_mind' }));
    back.push((await must(admin.post(`/v1/returns/${returnId}/units`, { siteId, itemId: first.itemId }))).units[0]);
  }
  expect(back.length).toBe(2);
  const { unitId } = back[0]!;
  await must(admin.post(`/v1/return-units/${unitId}/grade`, { siteId, grade: 'A' }));
  await must(admin.post(`/v1/return-units/${unitId}/decide`, { siteId, decision: 'restock' }));
}

/** The body of an answer that has to be a success. */
async function must(asked: Promise<{ status: number; body: unknown }>) {
  const answer = await asked;
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  // oxlint-disable-next-line no-explicit-any -- tests read whatever came
  return answer.body as any;
}
