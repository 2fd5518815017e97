import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addItem, openGround, stockOf, stow, type Ground } from '../../support/goods.ts';
import { inWork, startServer, type Person, type TestServer } from '../../support/server.ts';
import { CUSTOMER, post, totePlace } from '../../../src/inventory/index.ts';
import { advance, type Column } from '../../../src/orders/index.ts';
import { expectClean, pickAll, planWave, pull, pullRefused, setOut, workerAt } from '../waves/floor.ts';
import { bought1, buy, seen, stateOf } from './buy.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;
let picker: Person;

beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
  picker = await workerAt(server, ground);
});
afterEach(() => expectClean(server));
afterAll(() => server.close());

const stocked = async (bin: number, quantity: number) => {
  const goods = await addItem(ground);
  await stow(ground, goods.itemId, ground.bins[bin]!, quantity);
  return goods;
};
const cancel = (orderId: string) => shop.post(`/v1/orders/${orderId}/cancel`, { cause: 'changed_mind' });

const advanceOne = (orderId: string, from: Column, to: Column) => {
  const move = { sellerId: ground.sellerId, orderId, lineNo: 1, from, to, quantity: 1 };
  return inWork(server.db, server.clock, (work) => advance(work, { siteId: ground.siteId, moves: [move] }));
};

/** Straight from the tote to the customer: the parcel between them is packing's story. */
async function handOver(orderId: string, itemId: string, tote: string, end: 'shipped' | 'delivered' = 'delivered') {
  const { sellerId, siteId } = ground;
  const leg = { sellerId, itemId, from: totePlace(tote), to: CUSTOMER, quantity: 1 };
  await inWork(server.db, server.clock, (work) => post(work, { siteId, kind: 'deliver', legs: [leg] }));
  await advanceOne(orderId, 'picked', 'packed');
  await advanceOne(orderId, 'packed', 'shipped');
  if (end === 'delivered') await advanceOne(orderId, 'shipped', 'delivered');
}

describe('cancelling an order', () => {
  it('frees what is promised at once, and answers the same when asked again', async () => {
    const { itemId } = await stocked(0, 5);
    const orderId = await bought1(shop, itemId, 3);
    expect((await cancel(orderId)).body).toMatchObject({ state: 'cancelled', answer: 'cancelled' });
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 0, available: 5 });
    expect((await cancel(orderId)).body).toMatchObject({ state: 'cancelled', answer: 'cancelled' });
    expect(await seen(shop, orderId)).toMatchObject({ cause: 'changed_mind', nextStep: 'refund' });
  });

  it('takes an allocated order off the floor with nothing left to pick', async () => {
    const { itemId } = await stocked(0, 5);
    const orderId = await bought1(shop, itemId, 3);
    const wave = await planWave(ground);
    expect(await stateOf(ground, orderId)).toBe('allocated');
    expect((await cancel(orderId)).body).toMatchObject({ state: 'cancelled' });
    expect(await stockOf(ground, itemId)).toMatchObject({ allocated: 0, promised: 0, available: 5 });
    await server.settle();
    expect((await pullRefused(picker, 'CART-01')).refusal!.code).toBe('nothing_to_pick');
    expect((await ground.manager.get(`/v1/waves/${wave.waveId}`)).body).toMatchObject({
      state: 'done',
      tasks: { cancelled: 1 },
    });
  });

  it('stops the picker who is about to take the units', async () => {
    const goods = await stocked(0, 5);
    const orderId = await bought1(shop, goods.itemId, 1);
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-01');
    await pull(picker, step.show.big!);
    await pull(picker, goods.barcode);
    await cancel(orderId);
    const late = await pullRefused(picker, totes[0]!);
    expect(['order_cancelled', 'scan_expected', 'wrong_bin']).toContain(late.refusal!.code);
    await server.settle();
    expect((await pull(picker, 'CART-01')).expect).toBe('lane');
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 5, available: 5 });
    await pull(picker, 'LANE-1');
  });

  it('has picked units put back to a bin, and only then are they for sale again', async () => {
    const [a, b] = [await stocked(0, 5), await stocked(9, 5)];
    const placed = await buy(shop, [
      { itemId: a.itemId, quantity: 2 },
      { itemId: b.itemId, quantity: 1 },
    ]);
    const { orderId } = placed.body;
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-01');
    await pull(picker, step.show.big!);
    const first = step.show.item!.code === a.code ? { ...a, units: 2 } : { ...b, units: 1 };
    await pull(picker, first.barcode, { quantity: first.units });
    await pull(picker, totes[0]!);
    expect((await cancel(orderId)).body).toMatchObject({ answer: 'put_back' });
    expect(await seen(shop, orderId)).toMatchObject({ state: 'picked', nextStep: 'put_back' });
    await server.settle();
    expect(await stockOf(ground, first.itemId)).toMatchObject({ available: 5 - first.units });
    const open = await ground.manager.get(`/v1/put-backs?siteId=${ground.siteId}`);
    expect(open.body.putBacks).toMatchObject([{ orderId, toteCode: totes[0], quantity: first.units, put: 0 }]);

    const from = await picker.scan('move', totes[0]!);
    expect(from.step.expect).toBe('item');
    await picker.scan('move', first.barcode, { quantity: first.units });
    const put = await picker.scan('move', ground.bins[4]!);
    expect(put, JSON.stringify(put)).toMatchObject({ ok: true });
    expect(await seen(shop, orderId)).toMatchObject({ state: 'cancelled', nextStep: 'refund' });
    expect(await stockOf(ground, first.itemId)).toMatchObject({ onHand: 5, available: 5, allocated: 0 });
    expect((await ground.manager.get(`/v1/put-backs?siteId=${ground.siteId}`)).body.putBacks).toEqual([]);
    await pull(picker, 'LANE-1');
  });

  it('is answered as an intercept once the order is on the road', async () => {
    const goods = await stocked(0, 5);
    const orderId = await bought1(shop, goods.itemId, 1);
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-01');
    await pickAll(picker, step);
    await pull(picker, 'LANE-1');
    await handOver(orderId, goods.itemId, totes[0]!, 'shipped');
    expect((await cancel(orderId)).body).toMatchObject({ state: 'shipped', answer: 'intercept' });
    expect(await seen(shop, orderId)).toMatchObject({ nextStep: 'intercept' });
    await advanceOne(orderId, 'shipped', 'delivered');
    expect(await stateOf(ground, orderId)).toBe('delivered');
  });

  it('is refused once the order has reached the customer', async () => {
    const goods = await stocked(0, 5);
    const orderId = await bought1(shop, goods.itemId, 1);
    await planWave(ground);
    const { step, totes } = await setOut(picker, 'CART-01');
    await pickAll(picker, step);
    await pull(picker, 'LANE-1');
    await handOver(orderId, goods.itemId, totes[0]!);
    const late = await cancel(orderId);
    expect(late.status).toBe(409);
    expect(late.body.error).toMatchObject({ code: 'order_ended', got: 'delivered' });
  });

  it('agrees with the picker about every order when both are at it at once', async () => {
    const goods = await stocked(0, 30);
    const orders = [];
    for (let n = 0; n < 8; n++) orders.push(await bought1(shop, goods.itemId, 1));
    await planWave(ground);
    const { step } = await setOut(picker, 'CART-01');
    const work = async () => {
      let now = step;
      for (let turn = 0; turn < 60 && now.expect !== 'lane'; turn++) {
        const code =
          now.expect === 'bin' ? now.show.big! : now.expect === 'item' ? goods.barcode : now.show.lines![0]!.value;
        now = (await picker.scan('pick', code)).step;
      }
    };
    const [answers] = await Promise.all([Promise.all(orders.map(cancel)), work()]);
    for (const answer of answers) expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    await server.settle();
    const open = (await ground.manager.get(`/v1/put-backs?siteId=${ground.siteId}`)).body.putBacks;
    const asked = answers.filter(({ body }) => body.answer === 'put_back').map(({ body }) => body.orderId);
    expect(new Set(open.map((task: { orderId: string }) => task.orderId))).toEqual(new Set(asked));
    expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 30, allocated: asked.length, promised: 0 });
  });
});
