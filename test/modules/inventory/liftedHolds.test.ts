import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, MIGRATIONS } from '../../../src/platform/database.ts';
import { addItem, openGround, stockOf, stow, type Ground } from '../../support/goods.ts';
import { receivedLpn } from '../../support/inbound.ts';
import { refused } from '../../support/refused.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { bought1 } from '../orders/buy.ts';
import { choose, expectClean, planWave, pull, setOut, workerAt } from '../waves/floor.ts';

let server: TestServer;
let ground: Ground;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(() => server.close());

const bin = (at: number) => ground.bins[at]!;

async function hold(scope: object) {
  const { siteId, manager } = ground;
  const answer = await manager.post('/v1/holds', { siteId, reason: 'recall', ...scope });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
}

const lift = (holdId: string) =>
  ground.manager.post(`/v1/holds/${holdId}/lift`, { siteId: ground.siteId, reason: 'recall_over' });

/** Where an item lies, on sale and on hold. */
async function lying(itemId: string): Promise<string[]> {
  const { body } = await ground.manager.get(`/v1/stock/places?siteId=${ground.siteId}&itemId=${itemId}`);
  return (body.places as { place: string; condition: string; quantity: number }[])
    .map(({ place, condition, quantity }) => `${place} ${condition} ${quantity}`)
    .sort();
}

async function holdByHand(itemId: string, binCode: string, quantity: number): Promise<void> {
  const units = { siteId: ground.siteId, binCode, itemId, quantity, reason: 'quality' };
  const held = await ground.manager.post('/v1/stock/holds', units);
  expect(held.status, JSON.stringify(held.body)).toBe(201);
}

async function putAway(lpnCode: string, binCode: string): Promise<void> {
  const put = await ground.manager.post('/v1/put-aways', { siteId: ground.siteId, lpnCode, binCode });
  expect(put.status, JSON.stringify(put.body)).toBe(201);
}

it('gives back its own units alone where others of the kind were held by hand, there or elsewhere', async () => {
  const { siteId, manager } = ground;
  const goods = await addItem(ground);
  const { itemId } = goods;
  for (const [at, units] of [
    [0, 5],
    [1, 4],
  ] as const) {
    await stow(ground, itemId, bin(at), units);
    await holdByHand(itemId, bin(at), units);
  }
  const [first, second] = [await receivedLpn(ground, [[goods, 6]]), await receivedLpn(ground, [[goods, 3]])];
  const { holdId } = await hold({ scope: 'item', itemId });
  // one beside units that were held by hand, the other by itself, and two of it are found to be broken
  await putAway(first, bin(0));
  await putAway(second, bin(2));
  const broken = { siteId, binCode: bin(2), itemId, condition: 'hold', quantity: -2, reason: 'broken' };
  expect((await manager.post('/v1/stock/adjustments', broken)).status).toBe(201);
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 16, held: 16, available: 0 });
  await expectClean(server);
  expect((await lift(holdId)).body).toMatchObject({ state: 'lifted', units: 9 });
  expect(await lying(itemId)).toEqual([
    `bin/${bin(0)} hold 5`,
    `bin/${bin(0)} sellable 6`,
    `bin/${bin(1)} hold 4`,
    `bin/${bin(2)} sellable 1`,
  ]);
  await expectClean(server);
});

it('gives back what was carried from bin to bin; what was held there by hand is carried first', async () => {
  const goods = await addItem(ground);
  const { itemId } = goods;
  await stow(ground, itemId, bin(3), 8);
  await holdByHand(itemId, bin(3), 3);
  const { holdId } = await hold({ scope: 'bin', binCode: bin(3) });
  const worker = await workerAt(server, ground, 'receiver');
  await worker.scan('move', bin(3));
  await worker.scan('move', goods.barcode, { quantity: 5 });
  expect(await worker.scan('move', bin(4))).toMatchObject({ ok: true });
  await lift(holdId);
  expect(await lying(itemId)).toEqual([`bin/${bin(3)} sellable 3`, `bin/${bin(4)} hold 3`, `bin/${bin(4)} sellable 2`]);
  await expectClean(server);
});

const free = (itemId: string, binCode: string, quantity: number) =>
  ground.manager.post('/v1/stock/holds/free', { siteId: ground.siteId, binCode, itemId, quantity, reason: 'found' });

it('of an LPN keeps its units where they were put away: by hand those are freed alone that were held by hand', async () => {
  const goods = await addItem(ground);
  const { itemId } = goods;
  const lpnCode = await receivedLpn(ground, [[goods, 6]]);
  const { holdId } = await hold({ scope: 'lpn', lpnCode });
  await putAway(lpnCode, bin(5));
  const stands = { got: 1, expected: 0, details: { holdId } };
  expect(await refused(free(itemId, bin(5), 1), 409, 'hold_stands')).toMatchObject(stands);
  await stow(ground, itemId, bin(5), 2);
  await holdByHand(itemId, bin(5), 2);
  await refused(free(itemId, bin(5), 3), 409, 'hold_stands');
  await refused(free(itemId, bin(5), 9), 409, 'not_enough_at_place');
  expect((await free(itemId, bin(5), 2)).status).toBe(201);
  await refused(free(itemId, bin(5), 1), 409, 'hold_stands');
  expect(await lying(itemId)).toEqual([`bin/${bin(5)} hold 6`, `bin/${bin(5)} sellable 2`]);
  expect((await lift(holdId)).body).toMatchObject({ state: 'lifted', units: 6 });
  expect(await stockOf(ground, itemId)).toMatchObject({ held: 0, available: 8 });
  await expectClean(server);
});

it('keeps its units where a count finds what a short pick held there', async () => {
  const goods = await addItem(ground);
  const { itemId, barcode } = goods;
  await stow(ground, itemId, bin(6), 3);
  const shop = await server.as('channel', { sellerId: ground.sellerId });
  await planWave(ground, { orderIds: [await bought1(shop, itemId, 3)] });
  const picker = await workerAt(server, ground);
  const { step, totes } = await setOut(picker, 'CART-01');
  await pull(picker, step.show.big!);
  await pull(picker, barcode);
  await pull(picker, totes[0]!);
  await pull(picker, '', choose('short', {}, 'empty'));
  await pull(picker, 'LANE-1');
  expect(await lying(itemId)).toContain(`bin/${bin(6)} hold 2`);
  // they are written off, and others come to lie there under a hold
  const gone = { siteId: ground.siteId, binCode: bin(6), itemId, condition: 'hold', quantity: -2, reason: 'broken' };
  expect((await ground.manager.post('/v1/stock/adjustments', gone)).status).toBe(201);
  const lpnCode = await receivedLpn(ground, [[goods, 2]]);
  const { holdId } = await hold({ scope: 'lpn', lpnCode });
  await putAway(lpnCode, bin(6));
  const counter = await workerAt(server, ground);
  await counter.scan('count', bin(6));
  await counter.scan('count', barcode);
  await counter.scan('count', '2', { source: 'typed', quantity: 2 });
  expect(await counter.scan('count', bin(6))).toMatchObject({ ok: true });
  expect(await stockOf(ground, itemId)).toMatchObject({ held: 2, available: 0 });
  await lift(holdId);
  expect(await stockOf(ground, itemId)).toMatchObject({ held: 0 });
  await expectClean(server);
});

/** As the tables were while a hold knew only what it took and where, and on to what they are now. */
async function upgradeHolds(): Promise<void> {
  await server.db.raw(`
    DELETE FROM hold_unit WHERE taken = 0;
    ALTER TABLE hold_unit DROP COLUMN held, DROP CONSTRAINT hold_unit_taken_check;
    ALTER TABLE hold_unit RENAME COLUMN taken TO quantity;
    ALTER TABLE hold_unit ADD CONSTRAINT hold_unit_quantity_check CHECK (quantity > 0);
    DROP INDEX item_stock_seller, parcel_held;
    CREATE INDEX stop_parcel_held ON stop_parcel (site_id);
    DELETE FROM migration WHERE name = '0045_holds'`);
  const db = connect(server.databaseUrl, 1);
  await db.migrate.latest(MIGRATIONS);
  await db.destroy();
}

it('is lifted whole where it was opened before holds kept their units, and these were put away before the upgrade', async () => {
  const goods = await addItem(ground);
  const { itemId } = goods;
  for (const at of [7, 8]) {
    await stow(ground, itemId, bin(at), 3);
    await holdByHand(itemId, bin(at), 3);
  }
  const [first, second] = [await receivedLpn(ground, [[goods, 6]]), await receivedLpn(ground, [[goods, 5]])];
  const holds = [await hold({ scope: 'lpn', lpnCode: first }), await hold({ scope: 'item', itemId })];
  // held as it comes, and one that stays where it is
  const third = await receivedLpn(ground, [[goods, 4]]);
  await receivedLpn(ground, [[goods, 2]]);
  for (const [lpnCode, at] of [
    [first, 7],
    [second, 9],
    [third, 9],
  ] as const)
    await putAway(lpnCode, bin(at));
  await upgradeHolds();
  await expectClean(server);
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 23, held: 23 });
  // what another hold is about goes over to it
  for (const { holdId } of holds) expect((await lift(holdId)).status).toBe(200);
  expect(await stockOf(ground, itemId)).toMatchObject({ held: 6, available: 17 });
  expect(await lying(itemId)).toEqual(expect.arrayContaining([`bin/${bin(7)} hold 3`, `bin/${bin(8)} hold 3`]));
  await expectClean(server);
});

it('tells units apart whose lots and serials read alike, side by side in one bin', async () => {
  const { siteId, manager } = ground;
  const { itemId } = await addItem(ground, { lotTracked: true, serialTracked: true });
  const units = [
    { lot: 'A', serial: 'B C' },
    { lot: 'A B', serial: 'C' },
  ];
  for (const unit of units) {
    const stowed = { siteId, binCode: bin(7), itemId, ...unit, quantity: 1, reason: 'opening' };
    expect((await manager.post('/v1/stock/adjustments', stowed)).body.state).toBe('posted');
  }
  const { holdId, units: taken } = await hold({ scope: 'item', itemId });
  expect(taken).toBe(2);
  // found to be broken: the other one stays the hold's
  const broken = { siteId, binCode: bin(7), itemId, ...units[0], condition: 'hold', quantity: -1, reason: 'broken' };
  expect((await manager.post('/v1/stock/adjustments', broken)).body.state).toBe('posted');
  expect((await lift(holdId)).body).toMatchObject({ state: 'lifted' });
  const { body } = await manager.get(`/v1/stock/places?siteId=${siteId}&itemId=${itemId}`);
  expect(body.places).toEqual([expect.objectContaining({ ...units[1], condition: 'sellable', quantity: 1 })]);
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 1, held: 0, available: 1 });
});
