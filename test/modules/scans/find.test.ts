import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { byCodePart, codePart, partParams } from '../../../src/platform/codePart.ts';
import { rows } from '../../../src/platform/sql.ts';
import { picked, shelved, useFloor, type Floor } from '../packing/floor.ts';
import { openSeller } from '../../support/goods.ts';

let floor: Floor;
useFloor((at) => ({ floor } = at));

interface Hit {
  kind: string;
  code: string;
  orderId?: string;
  itemId?: string;
}

type Asker = { get(path: string): Promise<{ status: number; body: { found: Hit[]; more: boolean } }> };

const finding = async (asker: Asker, text: string) => {
  const answer = await asker.get(`/v1/find?siteId=${floor.siteId}&text=${encodeURIComponent(text)}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};
const seen = ({ found }: { found: Hit[] }) => found.map(({ kind, code }) => `${kind} ${code}`);

async function place(externalId: string, itemId: string, sellerId = floor.sellerId) {
  const { siteId } = floor;
  const lines = [{ itemId, quantity: 1 }];
  const shipTo = { name: '홍길동', phone: '010-1234-5678', address: '서울시 강남구 테헤란로 1', lat: 37.5, lon: 127 };
  const order = { sellerId, siteId, channel: 'test', externalId, paid: true, onShortfall: 'keep', lines, shipTo };
  const placed = await floor.admin.post('/v1/orders', order);
  expect(placed.status, JSON.stringify(placed.body)).toBe(201);
  return placed.body.orderId as string;
}

it('finds an order, its tote and its parcel, and an item, by how their codes begin or end, in any letters', async () => {
  const goods = await shelved(floor, 5);
  const orderId = await place('Mall-2026-00417', goods.itemId);
  const { tote } = (await picked(floor, [], [orderId]))[0]!;
  const opened = await floor.packer.post('/v1/parcels', { siteId: floor.siteId, tote });
  const { sscc } = opened.body as { sscc: string };

  for (const text of ['mall-2026', '00417', 'MALL-2026-00417']) {
    expect((await finding(floor.manager, text)).found).toContainEqual(
      expect.objectContaining({ kind: 'order', code: 'Mall-2026-00417', orderId }),
    );
  }
  expect(seen(await finding(floor.manager, '2026-004'))).toEqual([]);
  for (const text of [sscc.slice(-6), sscc, `00${sscc}`, `(00)${sscc}`]) {
    expect((await finding(floor.packer, text)).found).toContainEqual(
      expect.objectContaining({ kind: 'parcel', code: sscc, orderId }),
    );
  }
  expect((await finding(floor.dispatcher, tote.slice(-4))).found).toContainEqual(
    expect.objectContaining({ kind: 'tote', code: tote, orderId }),
  );
  const { code } = (await floor.admin.get(`/v1/items/${goods.itemId}`)).body as { code: string };
  for (const text of [code.slice(-4), code.toLowerCase(), goods.barcode]) {
    expect((await finding(floor.receiver, text)).found).toContainEqual(
      expect.objectContaining({ kind: 'item', itemId: goods.itemId }),
    );
  }
  const listed = await floor.manager.get(`/v1/orders?siteId=${floor.siteId}&part=00417`);
  expect(listed.body.orders.map((order: { externalId: string }) => order.externalId)).toEqual(['Mall-2026-00417']);
});

it('shows a seller its own alone, a receiver no orders, and nobody a name, phone or address', async () => {
  const goods = await shelved(floor, 2);
  const other = await openSeller(floor.server, floor.admin, 'FOREIGN');
  const foreign = await floor.server.as('seller', { sellerId: other });
  await place('WALL-0001', goods.itemId);
  const own = await floor.server.as('seller', { sellerId: floor.sellerId });
  expect(seen(await finding(own, 'wall-'))).toEqual(['order WALL-0001']);
  expect(seen(await finding(foreign, 'wall-'))).toEqual([]);
  expect(seen(await finding(floor.receiver, 'wall-'))).toEqual([]);
  expect(JSON.stringify(await finding(floor.manager, 'wall-'))).not.toMatch(/홍|1234|테헤란|010/);
  expect((await floor.packer.get(`/v1/find?siteId=${randomUUID()}&text=WALL`)).status).toBe(404);
  expect((await floor.manager.get(`/v1/find?siteId=${floor.siteId}&text=WA`)).status).toBe(422);
});

it('shows eight of a kind, the latest first, and says that there are more', async () => {
  const goods = await shelved(floor, 1);
  for (let n = 1; n <= 10; n += 1) await place(`MANY-${String(n).padStart(3, '0')}`, goods.itemId);
  const { found, more } = await finding(floor.manager, 'many');
  expect(found.map(({ code }) => code)).toEqual(
    [10, 9, 8, 7, 6, 5, 4, 3].map((n) => `MANY-${String(n).padStart(3, '0')}`),
  );
  expect(more).toBe(true);
  expect((await finding(floor.manager, 'many-010')).more).toBe(false);
});

it('reads an index for either end of a code, of each seller, as far as its limit', async () => {
  const codes = {
    customer_order: ['external_id', 'customer_order_part', 'customer_order_end'],
    parcel: ['sscc', 'parcel_end'],
    lpn: ['lpn_code', 'lpn_part', 'lpn_end'],
    item: ['code', 'item_part', 'item_end'],
  } as const;
  const asked = { part: codePart('417'), sellerIds: [floor.sellerId], siteId: floor.siteId, limit: 9 };
  for (const [table, [column, ...indexes]] of Object.entries(codes)) {
    const where = table === 'item' ? 'true' : 't.site_id = :siteId::uuid';
    const sought = byCodePart({ table, column, columns: `t.${column}`, where, onlyEnds: table === 'parcel' });
    const plan = await floor.server.db.transaction(async (tx) => {
      await tx.raw('SET LOCAL enable_seqscan = off');
      return rows<{ 'QUERY PLAN': string }>(tx, `EXPLAIN (COSTS OFF) ${sought}`, partParams(asked));
    });
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    for (const index of indexes)
      expect(text).toMatch(new RegExp(`Limit\\s+->\\s+Index (Only )?Scan.* using ${index} `));
  }
});
