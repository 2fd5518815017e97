import { afterAll, beforeAll, expect, it } from 'vitest';
import { runAudit } from '../../../src/commands/audit/run.ts';
import { binPlace, holdUnits } from '../../../src/inventory/index.ts';
import { addItem, openGround, stockOf, stow, type Ground } from '../../support/goods.ts';
import { arrivedShipment, newLpn, receiveUnits } from '../../support/inbound.ts';
import { inWork, startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let ground: Ground;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(() => server.close());

it('lists the units that may not be sold with their place and condition, and no others', async () => {
  const { siteId } = ground;
  const [goods, fine] = [await addItem(ground), await addItem(ground)];
  await stow(ground, goods.itemId, ground.bins[0]!, 5);
  await stow(ground, fine.itemId, ground.bins[1]!, 5);
  const place = binPlace(ground.bins[0]!);
  const units = { siteId, place, itemId: goods.itemId, lot: '', reason: 'wet', quantity: 2 };
  await inWork(server.db, server.clock, (work) => holdUnits(work, { ...units, condition: 'damaged' }));
  const { body } = await ground.manager.get(`/v1/stock/holds?siteId=${siteId}`);
  expect(body.places).toMatchObject([{ place, itemId: goods.itemId, condition: 'damaged', quantity: 2 }]);
  const elsewhere = await openGround(server);
  expect((await elsewhere.manager.get(`/v1/stock/holds?siteId=${elsewhere.siteId}`)).body.places).toEqual([]);
});

it('tells why each of them may not be sold: the hold that has them, or what befell them, also where they were carried', async () => {
  const { siteId, manager } = ground;
  const [recalled, crushed] = [await addItem(ground), await addItem(ground)];
  const [from, to] = [ground.bins[5]!, ground.bins[6]!];
  await stow(ground, recalled.itemId, from, 7);
  const units = { siteId, binCode: from, itemId: recalled.itemId };
  expect((await manager.post('/v1/stock/holds', { ...units, quantity: 3, reason: 'quality' })).status).toBe(201);
  const asked = { siteId, scope: 'item', itemId: recalled.itemId, reason: 'recall' };
  const { holdId } = (await manager.post('/v1/holds', asked)).body;
  const { shipmentId } = await arrivedShipment(ground, [[crushed, 2]]);
  const lpnCode = newLpn();
  const came = { itemId: crushed.itemId, quantity: 2, lpnCode, condition: 'damaged', reason: 'crushed' };
  expect((await receiveUnits(manager, shipmentId, came)).status).toBe(201);
  expect((await manager.post('/v1/put-aways', { siteId, lpnCode, binCode: to })).status).toBe(201);
  const { places } = (await manager.get(`/v1/stock/holds?siteId=${siteId}`)).body;
  const of = ({ itemId }: { itemId: string }) => places.filter((one: { itemId: string }) => one.itemId === itemId);
  expect(of(recalled)).toMatchObject([{ quantity: 7, holds: [{ holdId, reason: 'recall', quantity: 4 }] }]);
  expect(of(crushed)).toMatchObject([
    { place: binPlace(to), condition: 'damaged', holds: [], kind: 'receive', reason: 'crushed' },
  ]);
});

const unitsIn = async (itemId: string) => {
  const { body } = await ground.manager.get(`/v1/stock/places?siteId=${ground.siteId}&itemId=${itemId}`);
  return (body.places as { condition: string; quantity: number }[]).map(({ condition, quantity }) => [
    condition,
    quantity,
  ]);
};

it('takes units out of sale at the desk and frees them again, each with its reason, and nothing is lost', async () => {
  const { siteId, manager } = ground;
  const { itemId } = await addItem(ground);
  const binCode = ground.bins[2]!;
  await stow(ground, itemId, binCode, 8);
  const units = { siteId, binCode, itemId };
  const held = await manager.post('/v1/stock/holds', { ...units, quantity: 5, reason: 'quality' });
  expect([held.status, held.body.short]).toEqual([201, 0]);
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 8, held: 5, available: 3 });
  const more = await manager.post('/v1/stock/holds/free', { ...units, quantity: 6, reason: 'checked' });
  expect([more.status, more.body.error.code]).toEqual([409, 'not_enough_at_place']);
  expect((await manager.post('/v1/stock/holds/free', { ...units, quantity: 4, reason: 'checked' })).status).toBe(201);
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 8, held: 1, available: 7 });
  expect(await unitsIn(itemId)).toEqual([
    ['hold', 1],
    ['sellable', 7],
  ]);
  const { legs } = (await manager.get(`/v1/stock/ledger?siteId=${siteId}&itemId=${itemId}`)).body;
  expect(legs.slice(0, 2)).toMatchObject([
    { kind: 'free', reason: 'checked', quantity: 4 },
    { kind: 'hold', reason: 'quality', quantity: 5 },
  ]);
  await server.settle();
  expect((await runAudit(server.db)).clean).toBe(true);
});

it('frees held units to one of two who ask at once, and tells of orders that a hold leaves short', async () => {
  const { siteId, sellerId, manager } = ground;
  const { itemId } = await addItem(ground);
  const binCode = ground.bins[3]!;
  await stow(ground, itemId, binCode, 4);
  const units = { siteId, binCode, itemId, quantity: 3 };
  const lines = [{ itemId, quantity: 3 }];
  const bought = { sellerId, siteId, channel: 'desk', externalId: 'HOLD-1', lines, expiresInSeconds: 600 };
  expect((await ground.admin.post('/v1/promises', bought)).status).toBe(201);
  const held = await manager.post('/v1/stock/holds', { ...units, reason: 'recall' });
  expect([held.status, held.body.short]).toEqual([201, 2]);
  const freed = await Promise.all(
    [1, 2].map(() => manager.post('/v1/stock/holds/free', { ...units, reason: 'recall_over' })),
  );
  expect(freed.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 4, held: 0, promised: 1, available: 3 });
});

it('leaves damaged units and other sites’ bins alone', async () => {
  const { siteId, manager } = ground;
  const { itemId } = await addItem(ground);
  const binCode = ground.bins[4]!;
  await stow(ground, itemId, binCode, 2);
  const place = binPlace(binCode);
  const broken = { siteId, place, itemId, lot: '', reason: 'wet', quantity: 2, condition: 'damaged' as const };
  await inWork(server.db, server.clock, (work) => holdUnits(work, broken));
  const units = { siteId, binCode, itemId, quantity: 1, reason: 'checked' };
  expect((await manager.post('/v1/stock/holds/free', units)).body.error.code).toBe('not_enough_at_place');
  const { siteId: other } = await openGround(server);
  expect((await manager.post('/v1/stock/holds/free', { ...units, siteId: other })).status).toBe(404);
  expect((await manager.post('/v1/stock/holds/free', { ...units, binCode: 'Z-99-9' })).body.error.code).toBe(
    'bin_not_found',
  );
});

it('takes what a checkout whose time is over still counts, before anybody loses what he is paying for', async () => {
  const { siteId, sellerId, manager } = ground;
  const { itemId } = await addItem(ground);
  const binCode = ground.bins[4]!;
  await stow(ground, itemId, binCode, 4);
  const bought = { sellerId, siteId, channel: 'desk', lines: [{ itemId, quantity: 2 }] };
  const ask = (externalId: string, expiresInSeconds: number) =>
    ground.admin.post('/v1/promises', { ...bought, externalId, expiresInSeconds });
  expect((await ask('GONE', 60)).status).toBe(201);
  const paying = await ask('PAYING', 600);
  server.clock.set(new Date(server.clock.now().getTime() + 61_000));
  const held = await manager.post('/v1/stock/holds', { siteId, binCode, itemId, quantity: 2, reason: 'recall' });
  expect([held.status, held.body.short]).toEqual([201, 0]);
  expect((await ground.admin.get(`/v1/promises/${paying.body.promiseId}`)).body).toMatchObject({
    state: 'open',
    lines: [{ itemId, quantity: 2, open: 2 }],
  });
});
