import { expect, it } from 'vitest';
import { joinCarrier, type Carrier } from '../../../src/shipping/index.ts';
import { refused } from '../../support/refused.ts';
import { must, useFloor, packed, picked, shelved, type Floor } from '../packing/floor.ts';

let floor: Floor;
useFloor((at) => ({ floor } = at));

const at = (parcelId: string, door: string, more: object = {}) =>
  floor.packer.post(`/v1/parcels/${parcelId}/${door}`, { siteId: floor.siteId, ...more });

async function inTote() {
  const { itemId } = await shelved(floor, 1);
  const [order] = await picked(floor, [{ lines: [{ itemId, quantity: 1 }] }]);
  return { ...order!, itemId };
}

/** A parcel with its unit in it, in its carton. */
async function verified() {
  const { orderId, tote, itemId } = await inTote();
  const { parcelId } = await must(floor.packer.post('/v1/parcels', { siteId: floor.siteId, tote }));
  await must(at(parcelId, 'items', { itemId }));
  const { expected_g } = await must(at(parcelId, 'carton', { cartonCode: 'BOX-S' }));
  return { orderId, parcelId: parcelId as string, expected_g };
}

async function weighed() {
  const parcel = await verified();
  await must(at(parcel.parcelId, 'weight', { weight_g: parcel.expected_g }));
  return parcel;
}

const carrier = (code: string, more: Pick<Carrier, 'inHouse' | 'buy'>): Carrier => ({
  code,
  name: code,
  find: () => Promise.resolve(undefined),
  cancel: () => Promise.resolve(),
  ...more,
});

it('a label is bought of a carrier that there is, once the parcel is weighed (carrier_unknown, pack_weigh_first)', async () => {
  const { parcelId, expected_g } = await verified();
  await refused(at(parcelId, 'label', { carrier: 'nobody' }), 422, 'carrier_unknown');
  await refused(at(parcelId, 'label'), 409, 'pack_weigh_first');
  await refused(floor.packer.get(`/v1/parcels/${parcelId}/label`), 409, 'label_not_bought');
  await refused(at(parcelId, 'label/void', { reason: 'again' }), 404, 'label_not_found');
  await must(at(parcelId, 'weight', { weight_g: expected_g }));
  await must(at(parcelId, 'label'));
});

it('an order on hold gets no label (label_on_hold)', async () => {
  const { orderId, parcelId } = await weighed();
  await must(floor.manager.post(`/v1/orders/${orderId}/pause`, { reason: 'fraud' }));
  await refused(at(parcelId, 'label'), 409, 'label_on_hold');
  await must(floor.manager.post(`/v1/orders/${orderId}/resume`));
  await must(at(parcelId, 'label'));
});

it('a carrier who does not take a parcel leaves it without a label (label_refused)', async () => {
  joinCarrier(carrier('picky', { inHouse: true, buy: () => Promise.resolve({ refusedBecause: 'too small' }) }));
  const { parcelId } = await weighed();
  expect(await refused(at(parcelId, 'label', { carrier: 'picky' }), 409, 'label_refused')).toMatchObject({
    got: 'too small',
  });
  await must(at(parcelId, 'label', { carrier: 'paper' }));
});

it('a label that the carrier was asked for and has not told of is not taken back (label_unknown)', async () => {
  joinCarrier(carrier('silent', { inHouse: false, buy: () => Promise.reject(new Error('timeout')) }));
  const { parcelId } = await weighed();
  expect(await must(at(parcelId, 'label', { carrier: 'silent' }))).toMatchObject({ state: 'intended' });
  await refused(at(parcelId, 'label/void', { reason: 'again' }), 409, 'label_unknown');
  await refused(floor.packer.get(`/v1/parcels/${parcelId}/label`), 409, 'label_not_bought');
  expect(await must(at(parcelId, 'label', { carrier: 'paper' }))).toMatchObject({
    state: 'intended',
    carrier: 'silent',
  });
});

it('a parcel of our own vehicles is handed to no carrier (load_own_fleet)', async () => {
  const { sscc } = await packed(floor, await inTote());
  const handOver = floor.dispatcher.post('/v1/hand-overs', { siteId: floor.siteId, ssccs: [sscc] });
  await refused(handOver, 409, 'load_own_fleet');
});
