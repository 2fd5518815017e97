import { afterAll, beforeAll, expect, it } from 'vitest';
import { addItem, openGround, stockOf, stow, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { buy, orderOf, seen } from './buy.ts';

let server: TestServer;
/** The first has the stock, the second is where the manager works. */
let [there, here]: Ground[] = [];
let shop: Person;
let manager: Person;

beforeAll(async () => {
  server = await startServer();
  there = await openGround(server);
  const opened = await openGround(server);
  here = { ...opened, sellerId: there.sellerId };
  shop = await server.as('channel', { sellerId: there.sellerId });
  manager = await server.as('manager');
  await server.db.raw('DELETE FROM user_site WHERE user_id = ? AND site_id <> ?', [manager.userId, here.siteId]);
});
afterAll(() => server.close());

/** More of it at the other site. */
async function stocked({ own }: { own: number }) {
  const { itemId } = await addItem(there!);
  await stow(there!, itemId, there!.bins[0]!, 9);
  if (own > 0) await stow(here!, itemId, here!.bins[0]!, own);
  return itemId;
}

const checkoutOf = (itemId: string, externalId: string, quantity = 1) => {
  return { channel: 'cafe24', mall: 'main', externalId, expiresInSeconds: 600, lines: [{ itemId, quantity }] };
};

it('places an order that names no site at the site of who brings it, whatever others have', async () => {
  const itemId = await stocked({ own: 1 });
  const placed = await buy(manager, [{ itemId, quantity: 1 }]);
  expect([placed.status, placed.body.siteId]).toEqual([201, here!.siteId]);
  expect((await seen(manager, placed.body.orderId)).siteId).toBe(here!.siteId);
  const none = await buy(manager, [{ itemId, quantity: 1 }]);
  expect(none.body.error.code).toBe('not_enough_stock');
  expect(await stockOf(there!, itemId)).toMatchObject({ promised: 0 });
});

it('promises a checkout that names no site what lies at the site of who asks', async () => {
  const itemId = await stocked({ own: 1 });
  const promised = await manager.post('/v1/promises', checkoutOf(itemId, 'own-1'));
  expect(promised.status).toBe(201);
  expect((await manager.get(`/v1/promises/${promised.body.promiseId}`)).body.siteId).toBe(here!.siteId);
  const sold = await manager.post('/v1/promises', checkoutOf(itemId, 'own-2'));
  expect(sold.body.error).toMatchObject({ code: 'not_enough_stock', details: [{ itemId, available: 0 }] });
  expect(await stockOf(there!, itemId)).toMatchObject({ promised: 0 });
});

it('says what is left at their own site, also of what was never there, to all who ask at one moment', async () => {
  const itemId = await stocked({ own: 0 });
  const asked = [manager, shop, manager, shop].map((who, at) =>
    who.post('/v1/promises', checkoutOf(itemId, `mix-${at}`)),
  );
  const answers = await Promise.all(asked);
  expect(answers.map(({ status }) => status)).toEqual([409, 201, 409, 201]);
  expect(await stockOf(there!, itemId)).toMatchObject({ promised: 2 });
});

it('neither takes over, gives up nor tells a checkout of another site', async () => {
  const itemId = await stocked({ own: 5 });
  const order = orderOf([{ itemId, quantity: 2 }]);
  const checkout = checkoutOf(itemId, order.externalId, 2);
  const promised = await shop.post('/v1/promises', { ...checkout, siteId: there!.siteId });
  expect(promised.status).toBe(201);
  const answers = [
    await manager.post('/v1/orders', order),
    await manager.post('/v1/orders', { ...order, siteId: here!.siteId }),
    await manager.post('/v1/promises', checkout),
    await manager.post('/v1/promises', { ...checkout, siteId: here!.siteId }),
  ];
  expect(answers.map(({ status, body }) => [status, body.error?.code])).toEqual(
    answers.map(() => [404, 'promise_not_found']),
  );
  expect((await shop.get(`/v1/promises/${promised.body.promiseId}`)).body).toMatchObject({
    state: 'open',
    siteId: there!.siteId,
  });
  expect((await shop.post('/v1/orders', order)).body.siteId).toBe(there!.siteId);
});

it('neither tells nor amends an order of another site by sending it again', async () => {
  const itemId = await stocked({ own: 5 });
  const order = orderOf([{ itemId, quantity: 2 }], { siteId: there!.siteId });
  const placed = await shop.post('/v1/orders', order);
  const newer = { ...order, version: 2, lines: [{ itemId, quantity: 1 }] };
  for (const again of [order, newer, { ...newer, siteId: here!.siteId }]) {
    const answer = await manager.post('/v1/orders', again);
    expect([answer.status, answer.body.error?.code]).toEqual([404, 'order_not_found']);
  }
  expect(await seen(shop, placed.body.orderId)).toMatchObject({ version: 1, siteId: there!.siteId });
});
