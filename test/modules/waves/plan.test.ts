import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../../src/platform/ids.ts';
import { allocateDue } from '../../../src/waves/allocateDue.ts';
import { insertWave } from '../../../src/waves/store.ts';
import { addItem, openGround, stockOf, stow, type Ground } from '../../support/goods.ts';
import { inWork, startServer, type Person, type TestServer } from '../../support/server.ts';
import { bought1, buy, recipient, stateOf } from '../orders/buy.ts';
import { expectClean, fetchWave, planWave, workerAt } from './floor.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;

beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  ground = await openGround(server, { aisles: 6, bays: 20, crossAisles: 3 });
  shop = await server.as('channel', { sellerId: ground.sellerId });
});
afterEach(() => expectClean(server));
afterAll(() => server.close());

const stocked = async (bin: number, quantity: number) => {
  const goods = await addItem(ground);
  await stow(ground, goods.itemId, ground.bins[bin]!, quantity);
  return goods.itemId;
};

describe('planning a wave', () => {
  it('walks less than the same orders one a tour, every order once on one cart', async () => {
    const items = await Promise.all([3, 17, 40, 58, 77, 99].map((bin) => stocked(bin, 100)));
    const orders: string[] = [];
    for (let n = 0; n < 18; n++) {
      const lines = [0, 1, 2].map((k) => ({ itemId: items[(n + k * 2) % 6]!, quantity: 1 }));
      orders.push((await buy(shop, lines)).body.orderId as string);
    }
    const wave = await planWave(ground, { cartSlots: 6 });
    expect(wave).toMatchObject({ orders: 18, units: 54, batches: 3, solved: true });
    expect(wave.walk_m).toBeLessThan(wave.single_m * 0.6);
    const slots = (await server.db.raw(
      `SELECT s.order_id, s.batch_id, t.seq, t.bin_code FROM batch_slot s JOIN pick_task t USING (site_id, batch_id, slot)
        WHERE s.site_id = ?`,
      [ground.siteId],
    )) as { rows: { order_id: string; batch_id: string; seq: number; bin_code: string }[] };
    const carts = new Map(slots.rows.map((row) => [row.order_id, row.batch_id]));
    expect([...carts.keys()].sort()).toEqual([...orders].sort());
    for (const cart of new Set(carts.values())) {
      const places = slots.rows.filter((row) => row.batch_id === cart).map((row) => `${row.bin_code} ${row.seq}`);
      // a bin is visited once on a tour, whichever orders want something from it
      expect(new Set(places).size).toBe(new Set(places.map((place) => place.split(' ')[0])).size);
    }
  });

  it('leaves out what the pick bins cannot serve whole and says why, and takes it in part when told to', async () => {
    const [here, there] = [await stocked(0, 5), await addItem(ground)];
    await stow(ground, there.itemId, 'DOCK-1', 5);
    const both = await buy(shop, [
      { itemId: here, quantity: 2 },
      { itemId: there.itemId, quantity: 1 },
    ]);
    const fits = await bought1(shop, here, 1);
    const wave = await planWave(ground);
    expect(wave.leftOut).toEqual([{ orderId: both.body.orderId, reason: 'not_in_pick_bins', items: [there.itemId] }]);
    expect(await stateOf(ground, fits)).toBe('allocated');
    expect(await stateOf(ground, both.body.orderId)).toBe('promised');
    expect(await planWave(ground, { partly: true })).toMatchObject({ orders: 1, units: 2 });
    expect(await stateOf(ground, both.body.orderId)).toBe('released');
  });

  it('does not let an order that must wait keep units from one that can go', async () => {
    const [scarce, absent] = [await stocked(0, 2), await addItem(ground)];
    await stow(ground, absent.itemId, 'DOCK-1', 5);
    await buy(shop, [
      { itemId: scarce, quantity: 1 },
      { itemId: absent.itemId, quantity: 1 },
    ]);
    const second = await bought1(shop, scarce, 1);
    await planWave(ground);
    expect(await stateOf(ground, second)).toBe('allocated');
  });

  it('takes what is due and leaves the rest, the paused and those without an address', async () => {
    const itemId = await stocked(0, 50);
    const soon = await bought1(shop, itemId, 1, { promiseBy: '2026-11-20T10:00:00Z' });
    const later = await bought1(shop, itemId, 1, { promiseBy: '2026-11-22T10:00:00Z' });
    const paused = await bought1(shop, itemId, 1, { promiseBy: '2026-11-20T10:00:00Z' });
    const gift = (
      await buy(shop, [{ itemId, quantity: 1 }], { shipTo: { name: recipient.name, phone: recipient.phone } })
    ).body;
    await ground.manager.post(`/v1/orders/${paused}/pause`, { reason: 'fraud' });
    expect(await planWave(ground, { dueBy: '2026-11-20T12:00:00Z' })).toMatchObject({ orders: 1 });
    expect(await stateOf(ground, soon)).toBe('allocated');
    for (const orderId of [later, paused]) expect(await stateOf(ground, orderId)).toBe('promised');
    expect(await stateOf(ground, gift.orderId)).toBe('awaiting_address');
    await ground.manager.post(`/v1/orders/${paused}/resume`);
    expect(await planWave(ground)).toMatchObject({ orders: 2 });
    const none = await ground.manager.post('/v1/waves', { siteId: ground.siteId });
    expect(none.status).toBe(409);
    expect(none.body.error.code).toBe('nothing_due');
  });

  it('puts every order into one wave when several are planned at once', async () => {
    const itemId = await stocked(0, 100);
    for (let n = 0; n < 12; n++) await bought1(shop, itemId, 1);
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => ground.manager.post('/v1/waves', { siteId: ground.siteId, maxOrders: 6 })),
    );
    const planned = answers.filter(({ status }) => status === 201).reduce((sum, { body }) => sum + body.orders, 0);
    expect(answers.every(({ status, body }) => status === 201 || body.error.code === 'nothing_due')).toBe(true);
    expect(planned).toBe(12);
    expect(await stockOf(ground, itemId)).toMatchObject({ allocated: 12, promised: 0 });
  });

  it('takes in what a planner allocated that died before it launched', async () => {
    const itemId = await stocked(0, 10);
    const orderId = await bought1(shop, itemId, 2);
    const { siteId } = ground;
    const dead = newId();
    await inWork(server.db, server.clock, async (work) => {
      await insertWave(work, { siteId, waveId: dead, cutOffId: undefined, dueBy: undefined });
      return allocateDue(work, dead, { siteId, limit: 10, partly: false });
    });
    expect(await stateOf(ground, orderId)).toBe('allocated');
    const early = await ground.manager.post('/v1/waves', { siteId });
    expect(early.body.error.code).toBe('nothing_due');
    server.clock.set(new Date(server.clock.now().getTime() + 61_000));
    expect(await planWave(ground)).toMatchObject({ orders: 1, units: 2 });
    expect((await ground.manager.get(`/v1/waves/${dead}`)).body.state).toBe('cancelled');
    await fetchWave(server, ground);
    expect(await stateOf(ground, orderId)).toBe('picked');
  });

  it('answers a manager of another site as if there were none', async () => {
    const itemId = await stocked(0, 10);
    await bought1(shop, itemId, 1);
    const wave = await planWave(ground);
    const stranger = await workerAt(server, await openGround(server), 'manager');
    expect((await stranger.get(`/v1/waves/${wave.waveId}`)).status).toBe(404);
    expect((await stranger.post('/v1/waves', { siteId: ground.siteId })).status).toBe(404);
    expect((await stranger.get(`/v1/waves?siteId=${ground.siteId}`)).status).toBe(404);
  });
});
