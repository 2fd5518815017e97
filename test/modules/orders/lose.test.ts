import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { binPlace, correct } from '../../../src/inventory/index.ts';
import { cancel } from '../../../src/orders/index.ts';
import { addItem, openGround, stockOf, stow, type Ground } from '../../support/goods.ts';
import { inWork, startServer, type Person, type TestServer } from '../../support/server.ts';
import { expectClean, planWave } from '../waves/floor.ts';
import { bought1, buy, seen } from './buy.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;

beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
});
afterEach(() => expectClean(server));
afterAll(() => server.close());

const stocked = async (quantity: number) => {
  const goods = await addItem(ground);
  await stow(ground, goods.itemId, ground.bins[0]!, quantity);
  return goods.itemId;
};
const lose = (itemId: string, quantity: number) => {
  const { siteId } = ground;
  const body = { siteId, binCode: ground.bins[0], itemId, quantity: -quantity, reason: 'flooded' };
  return ground.manager.post('/v1/stock/adjustments', body);
};

describe('units that turn out not to be there', () => {
  it('leave the latest order short, with the cause, until others come', async () => {
    const itemId = await stocked(5);
    const [first, last] = [await bought1(shop, itemId, 3), await bought1(shop, itemId, 2)];
    expect((await lose(itemId, 1)).status).toBe(201);
    await server.settle();
    expect(await seen(shop, first)).toMatchObject({ state: 'promised' });
    expect(await seen(shop, last)).toMatchObject({
      state: 'shortfall',
      cause: 'flooded',
      nextStep: 'back_order_or_cancel',
    });
    await stow(ground, itemId, ground.bins[2]!, 3);
    await server.settle();
    expect(await seen(shop, last)).toMatchObject({ state: 'promised', lines: [{ promised: 2, waiting: 0 }] });
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 7, promised: 5, available: 2 });
    expect(await planWave(ground)).toMatchObject({ orders: 2, units: 5 });
  });

  it('disappoint the fewest: who waits already before others, and one that holds all that lacks before many', async () => {
    const [itemId, other] = [await stocked(8), await stocked(1)];
    const small = [await bought1(shop, itemId, 1), await bought1(shop, itemId, 1)];
    const large = await bought1(shop, itemId, 3);
    const placed = await buy(shop, [
      { itemId, quantity: 1 },
      { itemId: other, quantity: 1 },
    ]);
    const waiting: string = placed.body.orderId;
    const newest = await bought1(shop, itemId, 2);
    expect((await lose(other, 1)).status).toBe(201);
    await server.settle();
    expect((await lose(itemId, 4)).status).toBe(201);
    await server.settle();
    expect(await seen(shop, waiting)).toMatchObject({ lines: [{ waiting: 1 }, { waiting: 1 }] });
    expect(await seen(shop, large)).toMatchObject({ state: 'shortfall', lines: [{ waiting: 3 }] });
    const { body } = await shop.get('/v1/orders?lacking=true');
    expect(body.orders.map((order: { orderId: string }) => order.orderId)).toEqual([waiting, large]);
    for (const orderId of [...small, newest]) expect(await seen(shop, orderId)).toMatchObject({ state: 'promised' });
  });

  it('keep a short order off the floor until somebody decides', async () => {
    const itemId = await stocked(3);
    const orderId = await bought1(shop, itemId, 3);
    await lose(itemId, 1);
    await server.settle();
    const none = await ground.manager.post('/v1/waves', { siteId: ground.siteId });
    expect(none.body.error.code).toBe('nothing_due');
    await ground.manager.post(`/v1/orders/${orderId}/back-order`, {});
    expect(await planWave(ground)).toMatchObject({ orders: 1, units: 2 });
  });

  it('go back to nobody when the order was cancelled before it heard of them', async () => {
    const itemId = await stocked(4);
    const orderId = await bought1(shop, itemId, 4);
    await planWave(ground);
    const { siteId, sellerId } = ground;
    await inWork(server.db, server.clock, async (work) => {
      const place = binPlace(ground.bins[0]!);
      await correct(work, { siteId, place, sellerId, itemId, quantity: -1, reason: 'flooded' });
      return cancel(work, { orderId, cause: 'customer' });
    });
    await server.settle();
    expect(await seen(shop, orderId)).toMatchObject({ state: 'cancelled' });
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 3, promised: 0, allocated: 0, available: 3 });
  });

  it('cost an order in work only the units that are gone', async () => {
    const [sure, lost] = [await stocked(2), await stocked(2)];
    const placed = await buy(shop, [
      { itemId: sure, quantity: 1 },
      { itemId: lost, quantity: 2 },
    ]);
    const { orderId } = placed.body;
    await planWave(ground);
    expect((await lose(lost, 2)).status).toBe(201);
    await server.settle();
    const order = await seen(shop, orderId);
    expect(order.lines).toMatchObject([{ allocated: 1 }, { allocated: 0, promised: 0, back_ordered: 2 }]);
    expect(order.state).toBe('allocated');
  });
});
