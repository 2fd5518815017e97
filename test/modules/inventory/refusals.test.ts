import { afterAll, beforeAll, expect, it } from 'vitest';
import { breakAllocation, reducePromise } from '../../../src/inventory/index.ts';
import { newId } from '../../../src/platform/ids.ts';
import { transact } from '../../../src/platform/transact.ts';
import { system, type Work } from '../../../src/platform/work.ts';
import type { Outcome } from '../../../src/platform/errors.ts';
import { addItem, openGround, stockOf, stow, type Ground } from '../../support/goods.ts';
import { refused } from '../../support/refused.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { bought1 } from '../orders/buy.ts';
import { must } from '../packing/floor.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server, {});
  shop = await server.as('channel', { sellerId: ground.sellerId });
});
afterAll(() => server.close('an allocation is broken and nobody hears of it'));

const asSystem = <T>(verb: (work: Work) => Promise<Outcome<T>>) =>
  transact(server.db, { actor: system, at: server.clock.now(), id: newId() }, verb);

async function promisedFor(orderId: string): Promise<{ promiseId: string; itemId: string }> {
  const { rows } = (await server.db.raw(
    `SELECT promise_id AS "promiseId", item_id AS "itemId" FROM order_line WHERE order_id = ?`,
    [orderId],
  )) as { rows: { promiseId: string; itemId: string }[] };
  return rows[0]!;
}

it('an adjustment is decided once (adjustment_decided)', async () => {
  await server.db.raw('UPDATE site SET adjustment_limit = 5 WHERE site_id = ?', [ground.siteId]);
  const { itemId } = await addItem(ground);
  const body = { siteId: ground.siteId, binCode: ground.bins[0], itemId, quantity: 20, reason: 'found' };
  const { adjustmentId, state } = await must(ground.manager.post('/v1/stock/adjustments', body));
  expect(state).toBe('waiting');
  const second = await server.as('manager');
  const decide = (approve: boolean) => second.post(`/v1/stock/adjustments/${adjustmentId}/decide`, { approve });
  await must(decide(true));
  expect(await refused(decide(true), 409, 'adjustment_decided')).toMatchObject({ got: 'posted' });
  await refused(decide(false), 409, 'adjustment_decided');
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 20 });
});

it('the promise of an order is given back by cancelling the order alone (promise_in_order)', async () => {
  const { itemId } = await addItem(ground);
  await stow(ground, itemId, ground.bins[1]!, 3);
  const { promiseId } = await promisedFor(await bought1(shop, itemId, 2));
  await refused(shop.post(`/v1/promises/${promiseId}/release`, { paymentReturned: true }), 409, 'promise_in_order');
  expect(await stockOf(ground, itemId)).toMatchObject({ promised: 2, available: 1 });
});

it('no more units of a promise are lost than it holds (promise_smaller)', async () => {
  const { itemId } = await addItem(ground);
  await stow(ground, itemId, ground.bins[2]!, 3);
  const { promiseId } = await promisedFor(await bought1(shop, itemId, 2));
  const lose = (quantity: number) =>
    asSystem((work) => reducePromise(work, { siteId: ground.siteId, promiseId, itemId, quantity }));
  expect(await lose(3)).toMatchObject({ refused: true, refusal: { code: 'promise_smaller', got: 3 } });
  expect(await stockOf(ground, itemId)).toMatchObject({ promised: 2, available: 1 });
});

it('an allocation that is none, and one that has ended, are broken by nobody (allocation_not_found, allocation_ended)', async () => {
  const broken = (allocationId: string) =>
    asSystem((work) => breakAllocation(work, { siteId: ground.siteId, allocationId, to: 'promise' }));
  expect(await broken(newId())).toMatchObject({ refused: true, refusal: { code: 'allocation_not_found' } });
  const { itemId } = await addItem(ground);
  await stow(ground, itemId, ground.bins[3]!, 2);
  const orderId = await bought1(shop, itemId, 2);
  await must(ground.manager.post('/v1/waves', { siteId: ground.siteId, orderIds: [orderId] }));
  const { rows } = (await server.db.raw('SELECT allocation_id AS id FROM allocation WHERE order_id = ?', [
    orderId,
  ])) as {
    rows: { id: string }[];
  };
  expect(await broken(rows[0]!.id)).toMatchObject({ refused: false, value: { rest: 2 } });
  expect(await broken(rows[0]!.id)).toMatchObject({ refused: true, refusal: { code: 'allocation_ended' } });
});
