import { afterAll, beforeAll, expect, it } from 'vitest';
import { addItem, gtin13, openGround, type Ground } from '../../support/goods.ts';
import { refused } from '../../support/refused.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { must } from '../packing/floor.ts';

let server: TestServer;
let ground: Ground;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(() => server.close());

const newItem = (code: string, more: object = {}) => ({
  code,
  name: code,
  size_mm: [100, 80, 60],
  weight_g: 250,
  ...more,
});

it('an item names each of its barcodes once (barcode_twice)', async () => {
  const twice = { code: gtin13(900_001), quantity: 1 };
  const item = newItem('TWICE', { sellerId: ground.sellerId, barcodes: [twice, twice] });
  expect(await refused(ground.admin.post('/v1/items', item), 422, 'barcode_twice')).toMatchObject({
    field: 'barcodes.1.code',
  });
});

it('tells the digit in which a barcode should end, and of a load the row', async () => {
  const barcodes = [{ code: '8801234567890', quantity: 1 }];
  const told = { code: 'gs1_check_digit', field: 'barcodes.0.code', got: '8801234567890', expected: '3' };
  const item = newItem('ODD-END', { sellerId: ground.sellerId, barcodes });
  const alone = await refused(ground.admin.post('/v1/items', item), 422, 'gs1_check_digit');
  expect(alone).toMatchObject(told);
  expect(alone.message).not.toContain('barcodes');
  const items = [newItem('EVEN-END'), newItem('ODD-END', { barcodes })];
  const loaded = await must(ground.admin.post('/v1/items/bulk', { sellerId: ground.sellerId, items }));
  expect(loaded.items).toMatchObject([{ row: 0, code: 'EVEN-END', added: true }]);
  expect(loaded.refused).toMatchObject([{ row: 1, ...told }]);
});

it('a load in which one row is known already takes the others, and tells nobody of not_all_new', async () => {
  const known = await addItem(ground);
  const rows = [newItem('FRESH-1'), newItem(known.code, { barcodes: [{ code: gtin13(900_002), quantity: 0.5 }] })];
  const odd = await ground.admin.post('/v1/items/bulk', { sellerId: ground.sellerId, items: rows });
  expect(odd.status).toBe(422);
  const loaded = await must(
    ground.admin.post('/v1/items/bulk', {
      sellerId: ground.sellerId,
      items: [newItem('FRESH-1'), newItem(known.code)],
    }),
  );
  expect(JSON.stringify(loaded)).not.toContain('not_all_new');
  const found = await must(ground.admin.get(`/v1/items?sellerId=${ground.sellerId}&search=FRESH-1`));
  expect(found.items).toHaveLength(1);
});
