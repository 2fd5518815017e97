import { afterAll, beforeAll, expect, it } from 'vitest';
import { addItem, openGround, stow, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { bought1, orderOf, recipient, seen } from './buy.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;
let seller: Person;
let itemId: string;
const spot = { lat: 37.5, lon: 127.03 };

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  const { sellerId } = ground;
  [shop, seller] = [await server.as('channel', { sellerId }), await server.as('seller', { sellerId })];
  ({ itemId } = await addItem(ground));
  await stow(ground, itemId, ground.bins[0]!, 20);
});
afterAll(() => server.close());

const give = (orderId: string, shipTo: object) => seller.post(`/v1/orders/${orderId}/address`, { shipTo });
const clear = async (orderId: string) =>
  (await ground.manager.get(`/v1/orders/${orderId}/recipient?reason=check_address`)).body;
const looks = async () => {
  await server.settle();
  return (await ground.admin.get('/v1/access-records?limit=100')).body.accesses.length as number;
};

/** Where the order goes, as the books have it: no door tells it. */
async function spotOf(orderId: string) {
  const { rows } = await server.db.raw(
    `SELECT r.lat, r.lon FROM recipient r JOIN customer_order o USING (seller_id, order_id)
      WHERE order_id = ? AND r.version = o.recipient`,
    [orderId],
  );
  return rows[0] as { lat: number | null; lon: number | null };
}

it('changes a phone alone: name, address and place stay, and nobody has looked at them for that', async () => {
  const orderId = await bought1(shop, itemId, 1, { shipTo: { ...recipient, ...spot } });
  const before = await looks();
  const phone = '010-7777-8888';
  expect((await give(orderId, { phone })).status).toBe(200);
  expect(await looks()).toBe(before);
  expect((await seen(seller, orderId)).shipTo).toMatchObject({ name: '홍*동', phone: '010-7777-****' });
  expect(await clear(orderId)).toEqual({ ...recipient, phone });
  expect(await looks()).toBe(before + 1);
  expect(await spotOf(orderId)).toEqual(spot);
  expect((await seen(seller, orderId)).events.map(({ kind }: { kind: string }) => kind)).toContain('address_given');
});

it('takes every number that can be called, and refuses others wherever an order is told its recipient (phone_invalid)', async () => {
  const orderId = await bought1(shop, itemId, 1);
  const callable = ['010-2345-6789', '02-123-4567', '031-1234-5678', '070-1234-5678', '080-123-4567', '011-234-5678'];
  const ofShops = [
    '0505-123-4567',
    '0507-1234-5678',
    '1588-1234',
    '1899-0000',
    '１５４４-１２３４',
    '02-123-4567 내선 12',
  ];
  const abroad = ['+1 415 555 2671', '0081 90-1234-5678', '+82 (0)10.2345.6789'];
  for (const phone of [...callable, ...ofShops, ...abroad]) {
    expect((await give(orderId, { phone })).status, phone).toBe(200);
    expect(await clear(orderId)).toEqual({ ...recipient, phone });
  }
  const none = [
    '010',
    '112',
    '010-2345-678',
    '010-23456-7890',
    '000-0000-0000',
    '+1 010 2222 3333',
    '홍길동',
    '02-123',
  ];
  const events = async () => (await seen(seller, orderId)).events.length as number;
  const before = await events();
  for (const phone of [...none, '010-2345-678a', '010-2345-6789 / 010-1111-2222', '0505-1234-56789']) {
    const answer = await give(orderId, { phone });
    expect([answer.status, answer.body.error?.code], phone).toEqual([422, 'phone_invalid']);
    expect(answer.body.error).toMatchObject({ field: 'shipTo.phone', expected: 'a phone number' });
    if (phone.length > 4) expect(answer.body.error.got).not.toBe(phone);
  }
  expect(await events()).toBe(before);
  const wrong = { ...recipient, phone: '010-2345-678' };
  const body = orderOf([{ itemId, quantity: 1 }]);
  for (const shipTo of [wrong, { name: wrong.name, phone: wrong.phone }]) {
    expect((await shop.post('/v1/orders', { ...body, shipTo })).body.error?.code).toBe('phone_invalid');
  }
  expect((await shop.get(`/v1/orders?externalId=${body.externalId}`)).body.orders).toEqual([]);
  await shop.post('/v1/orders', body);
  const amended = await shop.post('/v1/orders', { ...body, version: 2, shipTo: wrong });
  expect(amended.body.error?.code).toBe('phone_invalid');
});

it('changes an address with its place, and forgets the place of the one before', async () => {
  const orderId = await bought1(shop, itemId, 1, { shipTo: { ...recipient, ...spot } });
  const address = '서울 마포구 월드컵로 1';
  const there = { lat: 37.56, lon: 126.9 };
  await give(orderId, { address, ...there });
  expect(await clear(orderId)).toEqual({ ...recipient, address });
  expect(await spotOf(orderId)).toEqual(there);
  await give(orderId, there);
  expect(await clear(orderId)).toEqual({ ...recipient, address });
  await give(orderId, { address: recipient.address });
  expect(await clear(orderId)).toEqual(recipient);
  expect(await spotOf(orderId)).toEqual({ lat: null, lon: null });
});

it('refuses a change of nothing, half a place, and a part of what nobody told', async () => {
  const orderId = await bought1(shop, itemId, 1);
  for (const shipTo of [{}, { lat: 37.5 }]) {
    expect((await give(orderId, shipTo)).body.error).toMatchObject({ code: 'invalid' });
  }
  const gift = await bought1(shop, itemId, 1, { shipTo: undefined });
  expect((await give(gift, { phone: recipient.phone })).body.error).toMatchObject({
    code: 'address_missing',
    field: 'shipTo.address',
  });
  const { address, phone } = recipient;
  expect((await give(gift, { address })).body.error).toMatchObject({ code: 'invalid', field: 'shipTo.name' });
  expect((await give(gift, { address, name: '김철' })).body.error).toMatchObject({ field: 'shipTo.phone' });
  expect((await give(gift, { address, phone, name: '김철' })).body.state).toBe('promised');
});
