import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItem, openGround, stow, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { must } from '../packing/floor.ts';
import { buy } from './buy.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;
let packer: Person;
let itemId: string;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
  packer = await server.as('packer');
  itemId = (await addItem(ground)).itemId;
  await stow(ground, itemId, ground.bins[0]!, 50);
});
afterAll(() => server.close());

async function orderFor(name: string): Promise<string> {
  const shipTo = { name, phone: '+82 10-7734-1209', address: '서울 마포구 월드컵로 77', lat: 37.56, lon: 126.9 };
  return (await must(buy(shop, [{ itemId, quantity: 1 }], { shipTo }))).orderId;
}

const cancel = (orderId: string, cause: string) => shop.post(`/v1/orders/${orderId}/cancel`, { cause });

describe('a cause', () => {
  it('that names a person is refused at every door that takes one, and not said again (cause_personal)', async () => {
    const orderId = await orderFor('홍길동');
    for (const [given, got] of [
      ['홍길동 010-1234-5678 님이 전화함', 'phone'],
      ['call 01077341209', 'phone'],
      ['+82 10 7734 1209', 'phone'],
      ['10-7734-1209', 'phone'],
      ['０１０－７７３４－１２０９', 'phone'],
      ['tel. 02) 345-6789', 'phone'],
      ['customer: gildong@mail.example', 'email'],
      ['홍 길동 고객 변심', 'name'],
      ['customer:홍길동', 'name'],
    ] as const) {
      for (const [answer, field] of [
        [await cancel(orderId, given), 'cause'],
        [await ground.manager.post(`/v1/orders/${orderId}/pause`, { reason: given }), 'reason'],
        [await ground.manager.post(`/v1/orders/${orderId}/back-order`, { cause: given }), 'cause'],
      ] as const) {
        expect([given, answer.status, answer.body.error]).toMatchObject([
          given,
          422,
          { code: 'cause_personal', field, got },
        ]);
        expect(JSON.stringify(answer.body)).not.toContain(given);
      }
    }
    expect((await must(shop.get(`/v1/orders/${orderId}`))).state).toBe('promised');
  });

  it('that names nobody is kept as it was given, codes and numbers of things with it', async () => {
    const orderId = await orderFor('Ann Lee');
    for (const reason of [
      'fraud',
      '색을 바꾸고 싶다',
      'asleep at 09:30',
      'see order 2026112200017',
      '2026-11-22',
      '1588-1234',
    ])
      await must(ground.manager.post(`/v1/orders/${orderId}/pause`, { reason }));
    const named = await ground.manager.post(`/v1/orders/${orderId}/pause`, { reason: 'ANN LEE asked' });
    expect(named.body.error).toMatchObject({ code: 'cause_personal', got: 'name' });
    await must(ground.manager.post(`/v1/orders/${orderId}/resume`, {}));
    await must(cancel(orderId, 'colour too loud'));
    expect(await must(shop.get(`/v1/orders/${orderId}`))).toMatchObject({
      state: 'cancelled',
      cause: 'colour too loud',
    });
  });

  it('shows nobody, once who got the order has been erased, who that was', async () => {
    const orderId = await orderFor('홍길동');
    expect((await cancel(orderId, '홍길동 010-1234-5678 전화')).status).toBe(422);
    await must(cancel(orderId, 'customer'));
    await must(ground.manager.post(`/v1/orders/${orderId}/recipient/erase`, { reason: 'customer_asked' }));
    const seen = JSON.stringify(await must(packer.get(`/v1/orders/${orderId}`)));
    for (const part of ['홍길동', '1234']) expect(seen).not.toContain(part);
    const { rows } = await server.db.raw('SELECT cause FROM order_event WHERE order_id = ? AND cause IS NOT NULL', [
      orderId,
    ]);
    expect(new Set((rows as { cause: string }[]).map(({ cause }) => cause))).toEqual(
      new Set(['customer', 'customer_asked']),
    );
  });
});
