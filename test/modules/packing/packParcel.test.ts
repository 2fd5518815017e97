import { expect, test } from 'vitest';
import { stockOf } from '../../support/goods.ts';
import { type TestServer } from '../../support/server.ts';
import { must, useFloor, orderColumns, packed, picked, shelved, type Floor } from './floor.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

test('packs an order from its tote to a closed parcel, and the tote is free again', async () => {
  const goods = await shelved(floor, 5);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 2 }] }]);
  const { parcelId } = await packed(floor, order!);
  const parcel = await must(floor.packer.get(`/v1/parcels/${parcelId}`));
  expect(parcel).toMatchObject({ state: 'closed', cartonCode: 'BOX-S', expected_g: 620, weight_g: 620 });
  expect(await orderColumns(floor, order!.orderId)).toMatchObject({
    state: 'packed',
    lines: [{ packed: 2, picked: 0 }],
  });
  const again = await floor.packer.post('/v1/parcels', { siteId: floor.siteId, tote: order!.tote });
  expect(again).toMatchObject({ status: 409, body: { error: { code: 'pack_nothing_here' } } });
});

test('opens one parcel, even when several packers scan the tote at once', async () => {
  const goods = await shelved(floor, 5);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 1 }] }]);
  const body = { siteId: floor.siteId, tote: order!.tote };
  const opened = await Promise.all(Array.from({ length: 5 }, () => floor.packer.post('/v1/parcels', body)));
  expect(opened.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 200, 200, 200, 201]);
  expect(new Set(opened.map((answer) => answer.body.parcelId)).size).toBe(1);
});

test('refuses what is not in the order, and more than the tote holds', async () => {
  const [wanted, other] = [await shelved(floor, 5), await shelved(floor, 5)];
  const [order] = await picked(floor, [{ lines: [{ itemId: wanted.itemId, quantity: 1 }] }]);
  const { siteId, packer } = floor;
  const { parcelId } = await must(packer.post('/v1/parcels', { siteId, tote: order!.tote }));
  const foreign = await packer.post(`/v1/parcels/${parcelId}/items`, { siteId, itemId: other.itemId });
  expect(foreign).toMatchObject({ status: 409, body: { error: { code: 'pack_not_in_order' } } });
  const many = await packer.post(`/v1/parcels/${parcelId}/items`, { siteId, itemId: wanted.itemId, quantity: 2 });
  expect(many).toMatchObject({ status: 409, body: { error: { code: 'pack_too_many', got: 2, expected: 1 } } });
  const early = await packer.post(`/v1/parcels/${parcelId}/carton`, { siteId, cartonCode: 'BOX-S' });
  expect(early.body.error.code).toBe('pack_empty');
});

test('refuses a weight beyond the tolerance until somebody stands by it', async () => {
  const goods = await shelved(floor, 5);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 1 }] }]);
  const { siteId, packer } = floor;
  const { parcelId } = await must(packer.post('/v1/parcels', { siteId, tote: order!.tote }));
  await must(packer.post(`/v1/parcels/${parcelId}/items`, { siteId, itemId: goods.itemId }));
  await must(packer.post(`/v1/parcels/${parcelId}/carton`, { siteId, cartonCode: 'BOX-S' }));
  const weigh = (weight_g: number, more = {}) =>
    packer.post(`/v1/parcels/${parcelId}/weight`, { siteId, weight_g, ...more });
  const off = await weigh(401);
  expect(off.body.error).toMatchObject({
    code: 'pack_weight_off',
    details: { expected_g: 370, got_g: 401, tolerance_g: 30 },
  });
  expect((await weigh(400)).status).toBe(200);
  expect((await weigh(500, { reason: 'gift inside' })).status).toBe(200);
});

test('splits an order over two cartons, and it is packed with the second', async () => {
  const goods = await shelved(floor, 9);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 3 }] }]);
  const { siteId, packer } = floor;
  const first = await must(packer.post('/v1/parcels', { siteId, tote: order!.tote }));
  await must(packer.post(`/v1/parcels/${first.parcelId}/items`, { siteId, itemId: goods.itemId, quantity: 2 }));
  const whole = await packer.post(`/v1/parcels/${first.parcelId}/carton`, { siteId, cartonCode: 'BOX-S' });
  expect(whole.body.error.code).toBe('pack_not_all');
  const chosen = await must(
    packer.post(`/v1/parcels/${first.parcelId}/carton`, { siteId, cartonCode: 'BOX-S', split: true }),
  );
  await must(packer.post(`/v1/parcels/${first.parcelId}/weight`, { siteId, weight_g: chosen.expected_g }));
  await must(packer.post(`/v1/parcels/${first.parcelId}/label`, { siteId }));
  await must(packer.post('/v1/parcels/close', { siteId, sscc: first.sscc }));
  expect((await orderColumns(floor, order!.orderId)).lines[0]).toMatchObject({ packed: 2, picked: 1 });
  const second = await packed(floor, order!);
  expect(second.sscc).not.toBe(first.sscc);
  expect(await orderColumns(floor, order!.orderId)).toMatchObject({ state: 'packed', lines: [{ packed: 3 }] });
});

test('ships without a unit that is missing, or lets the customer wait for it', async () => {
  const goods = await shelved(floor, 4);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 3 }] }]);
  const { siteId, packer } = floor;
  const { parcelId } = await must(packer.post('/v1/parcels', { siteId, tote: order!.tote }));
  const short = { siteId, itemId: goods.itemId, quantity: 1 };
  await must(packer.post(`/v1/parcels/${parcelId}/short`, { ...short, cause: 'missing', remedy: 'shipWithout' }));
  await must(packer.post(`/v1/parcels/${parcelId}/short`, { ...short, cause: 'damaged', remedy: 'backOrder' }));
  expect((await orderColumns(floor, order!.orderId)).lines[0]).toMatchObject({
    cancelled: 1,
    back_ordered: 1,
    picked: 1,
  });
  expect(await stockOf(floor, goods.itemId)).toMatchObject({ onHand: 2 });
  await packed(floor, order!);
});

test('ends a parcel that nothing came for, and its tote is free again', async () => {
  const goods = await shelved(floor, 2);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 1 }] }]);
  const { siteId, packer } = floor;
  const { parcelId } = await must(packer.post('/v1/parcels', { siteId, tote: order!.tote }));
  const short = { siteId, itemId: goods.itemId, quantity: 1, cause: 'missing', remedy: 'shipWithout' };
  const ended = await must(packer.post(`/v1/parcels/${parcelId}/short`, short));
  expect(ended).toMatchObject({ state: 'void', left: 0 });
  expect((await orderColumns(floor, order!.orderId)).state).toBe('cancelled');
  const again = await packer.post('/v1/parcels', { siteId, tote: order!.tote });
  expect(again.body.error.code).toBe('pack_nothing_here');
});

test('a cancelled order is put back from its closed parcel, and its units are sellable again', async () => {
  const goods = await shelved(floor, 2);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 2 }] }]);
  const parcel = await packed(floor, order!);
  const cancelled = await must(floor.admin.post(`/v1/orders/${order!.orderId}/cancel`, {}));
  expect(cancelled.answer).toBe('open_parcel');
  await server.settle();
  const { siteId, packer } = floor;
  const { tasks } = await must(packer.get(`/v1/open-parcel-tasks?siteId=${siteId}`));
  expect(tasks).toMatchObject([{ parcelId: parcel.parcelId, reason: 'order_cancelled' }]);
  const unpack = (binCode: string | undefined) =>
    packer.post(`/v1/parcels/${parcel.parcelId}/unpack`, { siteId, binCode });
  expect((await unpack('NOWHERE-1')).body.error.code).toBe('bin_not_found');
  expect((await unpack('DOCK-1')).body.error.code).toBe('bin_forbids');
  await must(unpack(floor.bins[0]));
  await server.settle();
  expect(await stockOf(floor, goods.itemId)).toMatchObject({ onHand: 2, available: 2 });
  expect(await orderColumns(floor, order!.orderId)).toMatchObject({
    state: 'cancelled',
    lines: [{ cancelled: 2, packed: 0 }],
  });
  expect((await must(packer.get(`/v1/open-parcel-tasks?siteId=${siteId}`))).tasks).toEqual([]);
  const twice = await packer.post(`/v1/parcels/${parcel.parcelId}/unpack`, { siteId, binCode: floor.bins[0] });
  expect(twice.body.error.code).toBe('unpack_gone');
});

test("a seller reads its own parcels and nobody else's", async () => {
  const goods = await shelved(floor, 1);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 1 }] }]);
  const { parcelId } = await packed(floor, order!);
  const own = await server.as('seller', { sellerId: floor.sellerId });
  expect((await own.get(`/v1/parcels/${parcelId}`)).status).toBe(200);
  const second = await must(floor.admin.post('/v1/sellers', { code: 'OTHER', name: 'Other' }));
  const foreign = await server.as('seller', { sellerId: second.sellerId });
  const theirs = await foreign.get(`/v1/parcels/${parcelId}`);
  const absent = await foreign.get('/v1/parcels/00000000-0000-7000-8000-000000000001');
  expect(theirs.status).toBe(404);
  expect({ ...theirs.body.error, requestId: '' }).toEqual({ ...absent.body.error, requestId: '' });
  expect((await must(foreign.get('/v1/parcels'))).parcels).toEqual([]);
});
