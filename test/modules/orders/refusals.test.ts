import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { advance, type Column } from '../../../src/orders/index.ts';
import { newId } from '../../../src/platform/ids.ts';
import { transact } from '../../../src/platform/transact.ts';
import { system } from '../../../src/platform/work.ts';
import { addItem, openGround, stow, type Ground } from '../../support/goods.ts';
import { refused } from '../../support/refused.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { must } from '../packing/floor.ts';
import { planWave } from '../waves/floor.ts';
import { bought1, buy, orderOf, recipient, seen } from './buy.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;
let itemId: string;

beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
  itemId = (await addItem(ground)).itemId;
  await stow(ground, itemId, ground.bins[0]!, 10);
});
afterAll(() => server.close('units of a line are moved that no promise or bin knows of'));

const move = (orderId: string, from: Column, to: Column, quantity = 1) =>
  transact(server.db, { actor: system, at: server.clock.now(), id: newId() }, (work) => {
    const moves = [{ sellerId: ground.sellerId, orderId, lineNo: 1, from, to, quantity }];
    return advance(work, { siteId: ground.siteId, moves });
  });

it('an order on a picker’s tour keeps its basket (order_in_work)', async () => {
  const body = orderOf([{ itemId, quantity: 2 }]);
  const { orderId } = await must(shop.post('/v1/orders', body));
  await planWave(ground);
  const other = { ...body, version: 2, lines: [{ itemId, quantity: 5 }] };
  await refused(shop.post('/v1/orders', other), 409, 'order_in_work');
  expect(await seen(shop, orderId)).toMatchObject({ version: 1, lines: [{ ordered: 2, allocated: 2 }] });
});

it('an order that lacks nothing is not back-ordered (nothing_to_back_order)', async () => {
  const orderId = await bought1(shop, itemId, 2);
  await refused(ground.manager.post(`/v1/orders/${orderId}/back-order`, {}), 409, 'nothing_to_back_order');
  expect((await seen(shop, orderId)).lines).toMatchObject([{ promised: 2, back_ordered: 0 }]);
});

it('what is on the road keeps its address (order_shipped), and units move from where they are (line_moved)', async () => {
  const orderId = await bought1(shop, itemId, 1);
  expect(await move(orderId, 'packed', 'shipped')).toMatchObject({ refusal: { code: 'line_moved', expected: 0 } });
  expect(await move(orderId, 'promised', 'allocated', 2)).toMatchObject({ refusal: { code: 'line_moved', got: 2 } });
  const steps: Column[] = ['promised', 'allocated', 'picked', 'packed', 'shipped'];
  for (const [at, to] of steps.slice(1).entries()) expect(await move(orderId, steps[at]!, to)).toHaveProperty('value');
  await refused(shop.post(`/v1/orders/${orderId}/address`, { shipTo: recipient }), 409, 'order_shipped');
});

it('a line is mapped once, and only one that the order has (line_not_found, line_mapped)', async () => {
  const { orderId } = (await buy(shop, [{ code: 'NOBODY-KNOWS', quantity: 1 }])).body;
  const map = (lineNo: number, to: string) => ground.manager.post(`/v1/orders/${orderId}/map`, { lineNo, itemId: to });
  await refused(map(9, itemId), 404, 'line_not_found');
  await must(map(1, itemId));
  await must(map(1, itemId));
  const other = (await addItem(ground)).itemId;
  expect(await refused(map(1, other), 409, 'line_mapped')).toMatchObject({ expected: itemId });
});

it('nobody is shown of an order that nobody is named for yet (recipient_not_found)', async () => {
  const { orderId } = (await buy(shop, [{ itemId, quantity: 1 }], { shipTo: undefined })).body;
  const look = ground.manager.get(`/v1/orders/${orderId}/recipient?reason=complaint`);
  await refused(look, 404, 'recipient_not_found');
});
