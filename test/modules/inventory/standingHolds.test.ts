import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { newId } from '../../../src/platform/ids.ts';
import { addItem, openGround, openSeller, stockOf, stow, type Goods, type Ground } from '../../support/goods.ts';
import { receivedLpn } from '../../support/inbound.ts';
import { refused } from '../../support/refused.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { bought1, buy, stateOf } from '../orders/buy.ts';
import { expectClean, fetchWave, planWave } from '../waves/floor.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
});
afterEach(() => expectClean(server));
afterAll(() => server.close());

const bin = (at: number) => ground.bins[at]!;

/** Units of a lot into a bin. */
async function stowLot({ itemId }: Goods, lot: string, binCode: string, quantity: number): Promise<void> {
  const { siteId, manager } = ground;
  const asked = { siteId, binCode, itemId, lot, quantity, reason: 'opening' };
  expect((await manager.post('/v1/stock/adjustments', asked)).status).toBe(201);
}

async function hold(scope: object) {
  const { siteId, manager } = ground;
  const answer = await manager.post('/v1/holds', { siteId, reason: 'recall', ...scope });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  await server.settle();
  return answer.body;
}

const isOf =
  ({ itemId }: Goods) =>
  (one: { itemId: string | null }): boolean =>
    one.itemId === itemId;

const lift = (holdId: string) =>
  ground.manager.post(`/v1/holds/${holdId}/lift`, { siteId: ground.siteId, reason: 'recall_over' });

async function putAway(lpnCode: string, binCode: string): Promise<void> {
  const put = await ground.manager.post('/v1/put-aways', { siteId: ground.siteId, lpnCode, binCode });
  expect(put.status, JSON.stringify(put.body)).toBe(201);
}

/** Where an order is to be fetched. */
async function tasksOf(orderId: string): Promise<[bin: string, lot: string, quantity: number][]> {
  const found = (await server
    .db('pick_task')
    .where({ order_id: orderId, state: 'ready' })
    .orderBy('bin_code')
    .select('bin_code', 'lot', 'quantity')) as { bin_code: string; lot: string; quantity: number }[];
  return found.map(({ bin_code, lot, quantity }) => [bin_code, lot, quantity]);
}

it('names the units that were picked before it came, and holds them when they are put back', async () => {
  const { itemId } = await addItem(ground);
  await stow(ground, itemId, bin(10), 2);
  const orderId = await bought1(shop, itemId, 2);
  await planWave(ground, { orderIds: [orderId] });
  const { picker, totes } = await fetchWave(server, ground);
  const held = await hold({ scope: 'item', itemId });
  expect(held).toMatchObject({ units: 0, picked: [{ place: `tote/${totes[0]}`, itemId, quantity: 2 }] });
  const carries = (code: string) => ground.manager.get(`/v1/totes/${code}?siteId=${ground.siteId}`);
  expect((await carries(totes[0]!)).body).toMatchObject({ toteCode: totes[0], orderId });
  expect((await carries('TOTE-999999')).body).toMatchObject({ orderId: null, laneCode: null });
  expect(held.hit).toEqual([]);
  const shown = async () => (await ground.manager.get(`/v1/holds/${held.holdId}?siteId=${ground.siteId}`)).body;
  await lift(held.holdId);
  expect(await shown()).toMatchObject({ state: 'lifted', picked: [] });
  const again = await hold({ scope: 'item', itemId });
  expect(again.picked).toHaveLength(1);
  await picker.scan('pick', 'LANE-1');
  const cancelled = await shop.post(`/v1/orders/${orderId}/cancel`, { cause: 'customer' });
  expect(cancelled.status).toBe(200);
  await server.settle();
  const { putBacks } = (await ground.manager.get(`/v1/put-backs?siteId=${ground.siteId}`)).body;
  expect(putBacks).toHaveLength(1);
  const back = { siteId: ground.siteId, binCode: bin(10) };
  const done = await ground.manager.post(`/v1/put-backs/${putBacks[0].putBackId}/done`, back);
  expect(done.status, JSON.stringify(done.body)).toBe(200);
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 2, held: 2, available: 0 });
  await lift(again.holdId);
  expect(await stockOf(ground, itemId)).toMatchObject({ held: 0, available: 2 });
});

it('of a lot takes it off sale in every bin, and a wave fetches its orders from another lot', async () => {
  const goods = await addItem(ground, { lotTracked: true });
  await stowLot(goods, 'L-BAD', bin(0), 3);
  await stowLot(goods, 'L-BAD', bin(1), 2);
  await stowLot(goods, 'L-GOOD', bin(2), 6);
  const orderId = await bought1(shop, goods.itemId, 3);
  await planWave(ground, { orderIds: [orderId] });
  expect(await tasksOf(orderId)).toEqual([[bin(0), 'L-BAD', 3]]);
  const held = await hold({ scope: 'lot', itemId: goods.itemId, lot: 'L-BAD' });
  expect(held).toMatchObject({ units: 5, orders: 1, short: 0, hit: [{ orderId, broken: 3, short: 0 }], picked: [] });
  expect(await tasksOf(orderId)).toEqual([[bin(2), 'L-GOOD', 3]]);
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 11, held: 5, allocated: 3, available: 3 });
});

it('of a lot that nobody has seen is refused with those that there are, unless it is meant for what comes (lot_unknown, lot_not_tracked)', async () => {
  const { siteId, manager } = ground;
  const goods = await addItem(ground, { lotTracked: true });
  await stowLot(goods, 'LOT-7a', bin(14), 3);
  await stowLot(goods, 'LOT-8', bin(14), 1);
  const ask = (lot: string, { itemId } = goods, more = {}) =>
    manager.post('/v1/holds', { siteId, reason: 'recall', scope: 'lot', itemId, lot, ...more });
  expect(await refused(ask('lot7A'), 409, 'lot_unknown')).toMatchObject({
    field: 'lot',
    got: 'lot7A',
    expected: ['LOT-7a'],
    details: { lots: ['LOT-7a', 'LOT-8'] },
  });
  expect((await refused(ask('LOT-9'), 409, 'lot_unknown')).expected).toEqual(['LOT-8', 'LOT-7a']);
  await refused(ask('LOT-7a', await addItem(ground), { evenIfUnknown: true }), 422, 'lot_not_tracked');
  expect((await manager.get(`/v1/holds?siteId=${siteId}`)).body.holds.filter(isOf(goods))).toEqual([]);
  await hold({ scope: 'lot', itemId: goods.itemId, lot: 'LOT-9', evenIfUnknown: true });
  await stowLot(goods, 'LOT-9', bin(14), 2);
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 6, held: 2 });
});

it('lists the orders that nothing else covers, which are served again once it is lifted', async () => {
  const { itemId } = await addItem(ground);
  await stow(ground, itemId, bin(3), 4);
  const orderId = await bought1(shop, itemId, 3);
  const held = await hold({ scope: 'item', itemId });
  expect(held).toMatchObject({ units: 4, short: 3, hit: [{ orderId, broken: 0, short: 3 }] });
  expect(await stateOf(ground, orderId)).toBe('shortfall');
  const { body } = await ground.manager.get(`/v1/holds?siteId=${ground.siteId}`);
  expect(body.holds[0]).toMatchObject({ holdId: held.holdId, scope: 'item', itemId, units: 4, orders: 1, short: 3 });
  expect((await lift(held.holdId)).body).toMatchObject({ state: 'lifted', liftReason: 'recall_over' });
  await server.settle();
  expect(await stockOf(ground, itemId)).toMatchObject({ held: 0, promised: 3, available: 1 });
  expect(await stateOf(ground, orderId)).toBe('promised');
});

it('takes each of many promises that it needs, and none twice', async () => {
  const { itemId } = await addItem(ground);
  await stow(ground, itemId, bin(13), 6);
  const orders: string[] = [];
  for (const quantity of [1, 2, 1, 2]) orders.push(await bought1(shop, itemId, quantity));
  const held = await hold({ scope: 'item', itemId });
  expect(held).toMatchObject({ units: 6, orders: 4, short: 6 });
  const states = await Promise.all(orders.map((orderId) => stateOf(ground, orderId)));
  expect(new Set(states)).toEqual(new Set(['shortfall']));
  await lift(held.holdId);
});

it('of an item holds what comes later as it comes, so that nobody is promised it', async () => {
  const { itemId } = await addItem(ground);
  const held = await hold({ scope: 'item', itemId });
  expect(held).toMatchObject({ units: 0, orders: 0 });
  await stow(ground, itemId, bin(4), 7);
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 7, held: 7, available: 0 });
  const { error } = (await buy(shop, [{ itemId, quantity: 1 }])).body;
  expect([error.code, error.details]).toEqual(['not_enough_stock', [{ itemId, requested: 1, available: 0 }]]);
  await lift(held.holdId);
  expect(await stockOf(ground, itemId)).toMatchObject({ held: 0, available: 7 });
});

it('of a seller takes all of it and nothing of another', async () => {
  const other = { ...ground, sellerId: await openSeller(server, ground.admin, 'HELD') };
  const [mine, also] = [await addItem(other), await addItem(other)];
  await stow(ground, mine.itemId, bin(5), 2);
  await stow(ground, also.itemId, bin(6), 3);
  const foreign = await addItem(ground);
  await stow(ground, foreign.itemId, bin(5), 4);
  const held = await hold({ scope: 'seller', sellerId: other.sellerId });
  expect(held.units).toBe(5);
  expect(await stockOf(ground, foreign.itemId)).toMatchObject({ held: 0, available: 4 });
  await lift(held.holdId);
  expect(await stockOf(ground, mine.itemId)).toMatchObject({ held: 0, available: 2 });
});

it('of a bin takes whatever lies there; what another hold is about stays held when it is lifted', async () => {
  const [goods, other] = [await addItem(ground), await addItem(ground)];
  await stow(ground, goods.itemId, bin(7), 5);
  await stow(ground, goods.itemId, bin(8), 1);
  await stow(ground, other.itemId, bin(7), 2);
  const wet = await hold({ scope: 'bin', binCode: bin(7) });
  expect(wet.units).toBe(7);
  const recall = await hold({ scope: 'item', itemId: goods.itemId });
  expect(recall.units).toBe(1);
  await lift(wet.holdId);
  expect(await stockOf(ground, other.itemId)).toMatchObject({ held: 0, available: 2 });
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ held: 6, available: 0 });
  await lift(recall.holdId);
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ held: 0, available: 6 });
});

it('of an LPN goes with its units into the bin, and is lifted there', async () => {
  const goods = await addItem(ground);
  const lpnCode = await receivedLpn(ground, [[goods, 6]]);
  const held = await hold({ scope: 'lpn', lpnCode });
  expect(held.units).toBe(6);
  await putAway(lpnCode, bin(9));
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 6, held: 6, available: 0 });
  await lift(held.holdId);
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ held: 0, available: 6 });
});

it('is lifted whole where what it took was put away beside its own kind', async () => {
  const goods = await addItem(ground);
  const lpnCode = await receivedLpn(ground, [[goods, 6]]);
  await stow(ground, goods.itemId, bin(9), 5);
  const held = await hold({ scope: 'item', itemId: goods.itemId });
  expect(held.units).toBe(11);
  await putAway(lpnCode, bin(9));
  await lift(held.holdId);
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ held: 0, available: 11 });
});

it('is refused at a site that there is not (site_not_found)', async () => {
  const { itemId } = await addItem(ground);
  const asked = { siteId: newId(), reason: 'recall', scope: 'item', itemId };
  await refused(ground.admin.post('/v1/holds', asked), 404, 'site_not_found');
});

it('leaves nothing on sale while units come in, are bought and moved at the same moment', async () => {
  const { siteId, manager } = ground;
  const { itemId } = await addItem(ground);
  await stow(ground, itemId, bin(11), 20);
  const line = [{ itemId, quantity: 1 }];
  const busy = Array.from({ length: 24 }, (_, at) =>
    at % 2 === 0
      ? buy(shop, line)
      : manager.post('/v1/stock/adjustments', { siteId, binCode: bin(at % 4), itemId, quantity: 2, reason: 'found' }),
  );
  const held = await hold({ scope: 'item', itemId });
  const answers = await Promise.all(busy);
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  await server.settle();
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 44, held: 44, promised: 0, available: 0 });
  await lift(held.holdId);
  await server.settle();
  expect((await stockOf(ground, itemId)).held).toBe(0);
});

it('is refused where it is none, stands already or was lifted (hold_exists, hold_lifted, hold_stands, hold_not_found)', async () => {
  const { siteId, manager } = ground;
  const { itemId } = await addItem(ground);
  await stow(ground, itemId, bin(12), 2);
  const ask = (scope: object) => manager.post('/v1/holds', { siteId, reason: 'quality', ...scope });
  await refused(ask({ scope: 'item', itemId: newId() }), 404, 'item_not_found');
  await refused(ask({ scope: 'seller', sellerId: newId() }), 404, 'seller_not_found');
  await refused(ask({ scope: 'bin', binCode: 'Z-99-1' }), 404, 'bin_not_found');
  await refused(ask({ scope: 'lpn', lpnCode: 'LPN9999999' }), 404, 'lpn_not_found');
  await refused(ask({ scope: 'lot', itemId }), 422, 'invalid');
  const { holdId } = await hold({ scope: 'item', itemId });
  expect(await refused(ask({ scope: 'item', itemId }), 409, 'hold_exists')).toMatchObject({ details: { holdId } });
  const units = { siteId, binCode: bin(12), itemId, quantity: 1, reason: 'found' };
  await refused(manager.post('/v1/stock/holds/free', units), 409, 'hold_stands');
  expect((await lift(holdId)).status).toBe(200);
  await refused(lift(holdId), 409, 'hold_lifted');
  await refused(lift(newId()), 404, 'hold_not_found');
  const elsewhere = await openGround(server);
  const path = `/v1/holds/${holdId}`;
  await refused(elsewhere.manager.get(`${path}?siteId=${elsewhere.siteId}`), 404, 'hold_not_found');
  await refused(ground.manager.get(`${path}?siteId=${elsewhere.siteId}`), 404, 'site_not_found');
});

it('lists the orders that it broke into page by page, those short of most first, each once', async () => {
  const goods = await addItem(ground);
  await stow(ground, goods.itemId, bin(18), 20);
  for (const quantity of [1, 3, 2, 3, 1]) await bought1(shop, goods.itemId, quantity);
  const { holdId, hit, orders, next } = await hold({ scope: 'item', itemId: goods.itemId });
  expect([orders, next]).toEqual([5, undefined]);
  expect(hit.map((one: { short: number }) => one.short)).toEqual([3, 3, 2, 1, 1]);
  const paged: object[] = [];
  let cursor = '';
  for (const left of [3, 1, 0]) {
    const page = await ground.manager.get(`/v1/holds/${holdId}?siteId=${ground.siteId}&limit=2${cursor}`);
    expect(page.body.orders).toBe(5);
    paged.push(...page.body.hit);
    expect(page.body.hit).toHaveLength(left === 0 ? 1 : 2);
    expect(page.body.next === undefined).toBe(left === 0);
    cursor = `&cursor=${page.body.next}`;
  }
  expect(paged).toEqual(hit);
  const broken = `/v1/holds/${holdId}?siteId=${ground.siteId}&cursor=3`;
  await refused(ground.manager.get(broken), 422, 'invalid');
  await lift(holdId);
});

it('tells what it would break before it is put on, and writes nothing by that', async () => {
  const goods = await addItem(ground);
  await stow(ground, goods.itemId, bin(19), 6);
  await bought1(shop, goods.itemId, 3);
  await planWave(ground);
  await bought1(shop, goods.itemId, 1);
  const basket = { channel: 'mall', externalId: newId(), lines: [{ itemId: goods.itemId, quantity: 1 }] };
  expect((await shop.post('/v1/promises', { ...basket, expiresInSeconds: 600 })).status).toBe(201);
  await server.settle();
  const asked = { siteId: ground.siteId, reason: 'recall', scope: 'item', itemId: goods.itemId };
  const written = async () => {
    const tables = ['hold', 'hold_unit', 'hold_order', 'ledger', 'outbox', 'balance', 'allocation', 'promise_line'];
    const rows = await Promise.all(tables.map((table) => server.db(table).select()));
    return rows.map((found) => found.map((row) => JSON.stringify(row)).sort());
  };
  const before = await written();
  const told = await ground.manager.post('/v1/holds/preview', asked);
  expect([told.status, told.body]).toEqual([200, { units: 6, orders: 2, checkouts: 1, broken: 3, short: 5 }]);
  expect(await written()).toEqual(before);
  const held = await hold({ scope: 'item', itemId: goods.itemId });
  expect(held).toMatchObject({ units: 6, orders: 2 });
  await refused(ground.manager.post('/v1/holds/preview', asked), 409, 'hold_exists');
  await lift(held.holdId);
});
