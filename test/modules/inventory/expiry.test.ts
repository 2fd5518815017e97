import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addItem, openGround, stockOf, type Ground } from '../../support/goods.ts';
import { refused } from '../../support/refused.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { bought1, seen } from '../orders/buy.ts';
import { expectClean, planWave } from '../waves/floor.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
});

const DAY_MS = 86_400_000;
/** Of a day at the site, so many from today. */
const dayFrom = (days: number) =>
  new Date(server.clock.now().getTime() + days * DAY_MS).toLocaleDateString('en-CA', { timeZone: 'Asia/Seoul' });

function bring(itemId: string, quantity: number, more: object) {
  const { siteId, bins, manager } = ground;
  return manager.post('/v1/stock/adjustments', {
    siteId,
    itemId,
    binCode: bins[1],
    quantity,
    reason: 'found',
    ...more,
  });
}

const placesOf = async (itemId: string) =>
  (await ground.manager.get(`/v1/stock/places?siteId=${ground.siteId}&itemId=${itemId}`)).body.places;

const nextRound = async (at: Date) => {
  server.clock.set(at);
  await server.app.jobs!.runDue();
  await server.settle();
};

it('sells nothing of a lot whose date is over, from the first minutes of the day on which a wave would not take it', async () => {
  const { itemId } = await addItem(ground, { lotTracked: true, expiryTracked: true });
  expect((await bring(itemId, 3, { lot: 'SOON', expiry: dayFrom(1) })).status).toBe(201);
  const [first, later] = [await bought1(shop, itemId, 2), await bought1(shop, itemId, 1)];
  await planWave(ground);
  // 23:59 at the site: it is good until the day begins
  const midnight = new Date(`${dayFrom(1)}T00:00:00+09:00`).getTime();
  await nextRound(new Date(midnight - 60_000));
  expect(await stockOf(ground, itemId)).toMatchObject({ allocated: 3, held: 0 });
  await nextRound(new Date(midnight + 5 * 60_000));
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 3, held: 3, allocated: 0, promised: 0, available: 0 });
  expect(await placesOf(itemId)).toMatchObject([{ lot: 'SOON', condition: 'expired', quantity: 3 }]);
  ground.manager = await server.as('manager');
  shop = await server.as('channel', { sellerId: ground.sellerId });
  // both may be cancelled, or wait for other units
  for (const [orderId, waiting] of [
    [first, 2],
    [later, 1],
  ] as const) {
    expect(await seen(shop, orderId)).toMatchObject({
      state: 'shortfall',
      lines: [{ waiting, promised: 0, allocated: 0 }],
    });
  }
  const { legs } = (await ground.manager.get(`/v1/stock/ledger?itemId=${itemId}`)).body;
  expect(legs[0]).toMatchObject({ reason: 'expired', toCondition: 'expired' });
  await expectClean(server);
});

it('serves what was promised from a lot that is good, and leaves what lies there alone', async () => {
  const { itemId } = await addItem(ground, { lotTracked: true, expiryTracked: true });
  await bring(itemId, 3, { lot: 'SOON', expiry: dayFrom(1) });
  await bring(itemId, 4, { lot: 'LATER', expiry: dayFrom(60) });
  const orderId = await bought1(shop, itemId, 2);
  await nextRound(new Date(server.clock.now().getTime() + DAY_MS));
  shop = await server.as('channel', { sellerId: ground.sellerId });
  ground.manager = await server.as('manager');
  ground.admin = await server.as('admin');
  expect((await seen(shop, orderId)).lines).toMatchObject([{ promised: 2, back_ordered: 0 }]);
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 7, held: 3, promised: 2, available: 2 });
  await expectClean(server);
});

it('takes units of an item with dates into a lot that has one, or with its date (expiry_required)', async () => {
  const { itemId } = await addItem(ground, { lotTracked: true, expiryTracked: true });
  await refused(bring(itemId, 3, { lot: 'L-1' }), 422, 'expiry_required');
  expect((await bring(itemId, 3, { lot: 'L-1', expiry: dayFrom(30) })).status).toBe(201);
  expect((await bring(itemId, 3, { lot: 'L-1' })).status).toBe(201);
  await refused(bring(itemId, 3, { lot: 'L-1', expiry: dayFrom(31) }), 422, 'lot_expiry_differs');
  expect((await bring(itemId, -3, { lot: 'L-1', reason: 'lost' })).status).toBe(201);
  // kept by dates alone: the day is its lot
  const dated = await addItem(ground, { expiryTracked: true });
  await refused(bring(dated.itemId, 1, {}), 422, 'expiry_required');
  await bring(dated.itemId, 1, { expiry: dayFrom(30) });
  expect(await placesOf(dated.itemId)).toMatchObject([{ lot: `EXP-${dayFrom(30)}`, quantity: 1 }]);
  const plain = await addItem(ground);
  await refused(bring(plain.itemId, 1, { expiry: dayFrom(30) }), 422, 'invalid');
  await expectClean(server);
});
