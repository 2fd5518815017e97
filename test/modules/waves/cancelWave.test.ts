import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from '../../../src/platform/ids.ts';
import { allocateDue } from '../../../src/waves/allocateDue.ts';
import { launch } from '../../../src/waves/launch.ts';
import { insertWave } from '../../../src/waves/store.ts';
import { addItem, openGround, stockOf, stow, type Ground } from '../../support/goods.ts';
import { refused } from '../../support/refused.ts';
import { inWork, startServer, type Person, type TestServer } from '../../support/server.ts';
import { bought1, stateOf } from '../orders/buy.ts';
import { expectClean, fetchWave, planWave, workerAt } from './floor.ts';

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
  ({ itemId } = await addItem(ground));
  await stow(ground, itemId, ground.bins[0]!, 4);
  await stow(ground, itemId, ground.bins[1]!, 4);
});
afterEach(() => expectClean(server));
afterAll(() => server.close());

const cancel = (waveId: string, by = ground.manager, siteId = ground.siteId) =>
  by.post(`/v1/waves/${waveId}/cancel`, { siteId });

/** A planner that has taken its orders and works on its carts. */
async function planning(): Promise<string> {
  const { siteId } = ground;
  const waveId = newId();
  await inWork(server.db, server.clock, async (work) => {
    await insertWave(work, { siteId, waveId, cutOffId: undefined, dueBy: undefined });
    return allocateDue(work, waveId, { siteId, limit: 10, partly: false });
  });
  return waveId;
}

it('gives the orders of a plan back that was cancelled while it was made, and never launches it', async () => {
  const orders = [await bought1(shop, itemId, 6), await bought1(shop, itemId, 1)];
  const waveId = await planning();
  expect(await stateOf(ground, orders[0]!)).toBe('allocated');
  expect((await cancel(waveId)).body).toEqual({ waveId, orders: 2 });
  for (const orderId of orders) expect(await stateOf(ground, orderId)).toBe('promised');
  expect(await stockOf(ground, itemId)).toMatchObject({ allocated: 0, promised: 7 });
  expect((await ground.manager.get(`/v1/waves/${waveId}`)).body.state).toBe('cancelled');
  expect((await cancel(waveId)).body).toEqual({ waveId, orders: 0 });
  const plan = { siteId: ground.siteId, waveId, batches: [], walk_mm: 0, single_mm: 0, solved: true };
  const launched = await inWork(server.db, server.clock, (work) => launch(work, plan));
  expect(launched.refused && launched.refusal.code).toBe('wave_cancelled');

  expect(await planWave(ground)).toMatchObject({ orders: 2, units: 7 });
  await fetchWave(server, ground);
  for (const orderId of orders) expect(await stateOf(ground, orderId)).toBe('picked');
});

it('leaves an order alone that its customer cancelled meanwhile', async () => {
  const [stays, goes] = [await bought1(shop, itemId, 1), await bought1(shop, itemId, 2)];
  const waveId = await planning();
  expect((await shop.post(`/v1/orders/${goes}/cancel`, { cause: 'changed_mind' })).status).toBe(200);
  expect((await cancel(waveId)).body.orders).toBe(1);
  await server.settle();
  expect(await stateOf(ground, goes)).toBe('cancelled');
  expect(await stateOf(ground, stays)).toBe('promised');
  expect(await stockOf(ground, itemId)).toMatchObject({ allocated: 0, promised: 1 });
});

it('stops a plan before it has begun, and says so of one that is on the floor (wave_cancelled, wave_on_floor)', async () => {
  const orderId = await bought1(shop, itemId, 1);
  const waveId = newId();
  await cancel(waveId);
  await refused(ground.manager.post('/v1/waves', { siteId: ground.siteId, waveId }), 409, 'wave_cancelled');
  expect(await stateOf(ground, orderId)).toBe('promised');
  const wave = await planWave(ground, { waveId: newId() });
  await refused(cancel(wave.waveId), 409, 'wave_on_floor');
  const stranger = await workerAt(server, await openGround(server), 'manager');
  await refused(cancel(wave.waveId, stranger), 404, 'site_not_found');
});

it('knows no wave of a site that there is not, whoever asks', async () => {
  await refused(cancel(newId(), ground.admin, newId()), 404, 'site_not_found');
});

it('cancels at the same moment in which it is planned: launched whole or not at all', async () => {
  for (let n = 0; n < 4; n += 1) await bought1(shop, itemId, 1);
  const waveId = newId();
  const plan = ground.manager.post('/v1/waves', { siteId: ground.siteId, waveId });
  const [planned, cancelled] = await Promise.all([plan, cancel(waveId)]);
  const { allocated, promised } = await stockOf(ground, itemId);
  const isOn = planned.status === 201;
  expect([cancelled.status, allocated, promised]).toEqual(isOn ? [409, 4, 0] : [200, 0, 4]);
});
