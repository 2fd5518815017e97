import { afterAll, beforeAll, expect, it } from 'vitest';
import { binPlace, holdUnits } from '../../../src/inventory/index.ts';
import { addItem, openGround, stow, type Ground } from '../../support/goods.ts';
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
