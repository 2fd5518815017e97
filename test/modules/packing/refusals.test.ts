import { expect, it } from 'vitest';
import { refused } from '../../support/refused.ts';
import { type TestServer } from '../../support/server.ts';
import { planWave, setOut, workerAt } from '../waves/floor.ts';
import { must, useFloor, packed, picked, placeOrder, shelved, type Floor } from './floor.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const at = (parcelId: string, door: string, more: object = {}) =>
  floor.packer.post(`/v1/parcels/${parcelId}/${door}`, { siteId: floor.siteId, ...more });

/** A picked order of two units of a new item, in its tote. */
async function inTote(more: Record<string, unknown> = {}) {
  const goods = await shelved(floor, 2, more);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 2 }] }]);
  return { ...order!, itemId: goods.itemId };
}

async function opened(more: Record<string, unknown> = {}) {
  const order = await inTote(more);
  const { parcelId, sscc } = await must(floor.packer.post('/v1/parcels', { siteId: floor.siteId, tote: order.tote }));
  return { ...order, parcelId: parcelId as string, sscc: sscc as string };
}

it('a tote is packed once its cart stands at a lane (pack_still_picking)', async () => {
  const { itemId } = await shelved(floor, 1);
  const orderId = await placeOrder(floor, { lines: [{ itemId, quantity: 1 }] });
  await planWave(floor, { orderIds: [orderId] });
  const { totes } = await setOut(await workerAt(server, floor), 'CART-9998');
  const open = floor.packer.post('/v1/parcels', { siteId: floor.siteId, tote: totes[0] });
  await refused(open, 409, 'pack_still_picking');
});

it('an order on hold stays at the packing table (pack_on_hold)', async () => {
  const { orderId, tote } = await inTote();
  await must(floor.manager.post(`/v1/orders/${orderId}/pause`, { reason: 'fraud' }));
  const open = () => floor.packer.post('/v1/parcels', { siteId: floor.siteId, tote });
  expect(await refused(open(), 409, 'pack_on_hold')).toMatchObject({ got: 'fraud' });
  await must(floor.manager.post(`/v1/orders/${orderId}/resume`));
  await must(open());
});

it('a carton is one of the site, is chosen before the weight, and holds what is in it', async () => {
  const { parcelId, itemId } = await opened({ weight_g: 6_000 });
  await must(at(parcelId, 'items', { itemId, quantity: 2 }));
  await refused(at(parcelId, 'weight', { weight_g: 12_100 }), 409, 'pack_carton_first');
  const unknown = await refused(at(parcelId, 'carton', { cartonCode: 'BOX-XXL' }), 422, 'pack_carton_unknown');
  expect(unknown['expected']).toEqual(expect.arrayContaining(['BOX-L', 'BOX-S']));
  const heavy = await refused(at(parcelId, 'carton', { cartonCode: 'BOX-S' }), 409, 'pack_carton_overweight');
  expect(heavy).toMatchObject({ got: 12_120, expected: 10_000 });
  await must(at(parcelId, 'carton', { cartonCode: 'BOX-L' }));
});

it('what was weighed in a carton takes no more units, and changes no more once its label is bought', async () => {
  const { parcelId, itemId, sscc } = await opened();
  await must(at(parcelId, 'items', { itemId, quantity: 1 }));
  await must(at(parcelId, 'carton', { cartonCode: 'BOX-S', split: true }));
  await refused(at(parcelId, 'items', { itemId, quantity: 1 }), 409, 'pack_contents_final');
  const { expected_g } = await must(floor.packer.get(`/v1/parcels/${parcelId}`));
  await must(at(parcelId, 'weight', { weight_g: expected_g }));
  await must(at(parcelId, 'label'));
  await refused(at(parcelId, 'carton', { cartonCode: 'BOX-L', split: true }), 409, 'pack_label_bought');
  await refused(at(parcelId, 'weight', { weight_g: expected_g }), 409, 'pack_label_bought');
  await must(floor.packer.post('/v1/parcels/close', { siteId: floor.siteId, sscc }));
  await refused(at(parcelId, 'carton', { cartonCode: 'BOX-L', split: true }), 409, 'pack_state');
});

it('a parcel is opened for its cancelled order alone (unpack_not_cancelled)', async () => {
  const { parcelId } = await packed(floor, await inTote());
  await refused(at(parcelId, 'unpack', { binCode: floor.bins[0] }), 409, 'unpack_not_cancelled');
});

it('a parcel is handed over once it is closed, and once (parcel_state)', async () => {
  const { parcelId, itemId, sscc } = await opened();
  await must(at(parcelId, 'items', { itemId, quantity: 2 }));
  const { expected_g } = await must(at(parcelId, 'carton', { cartonCode: 'BOX-S' }));
  await must(at(parcelId, 'weight', { weight_g: expected_g }));
  await must(at(parcelId, 'label', { carrier: 'paper' }));
  const handOver = () => floor.dispatcher.post('/v1/hand-overs', { siteId: floor.siteId, ssccs: [sscc] });
  expect(await refused(handOver(), 409, 'parcel_state')).toMatchObject({ got: [parcelId], expected: ['closed'] });
  await must(floor.packer.post('/v1/parcels/close', { siteId: floor.siteId, sscc }));
  await must(handOver());
  await refused(handOver(), 409, 'parcel_state');
});
