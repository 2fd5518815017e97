import { expect, it } from 'vitest';
import { refused } from '../../support/refused.ts';
import { type TestServer } from '../../support/server.ts';
import { matchUnit } from '../../../src/returns/rules.ts';
import { must, useFloor, packed, picked, shelved, type Floor } from '../packing/floor.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

/** An order of one unit, in a closed parcel; by a carrier, delivered. */
async function parcel() {
  const { itemId } = await shelved(floor, 1);
  const [order] = await picked(floor, [{ lines: [{ itemId, quantity: 1 }] }]);
  return { ...order!, itemId };
}

async function delivered() {
  const { orderId, tote, itemId } = await parcel();
  const { siteId, packer, dispatcher } = floor;
  const { parcelId, sscc } = await must(packer.post('/v1/parcels', { siteId, tote }));
  const at = (door: string, more: object = {}) =>
    must(packer.post(`/v1/parcels/${parcelId}/${door}`, { siteId, ...more }));
  await at('items', { itemId });
  await at('weight', { weight_g: (await at('carton', { cartonCode: 'BOX-S' })).expected_g });
  await at('label', { carrier: 'paper' });
  await must(packer.post('/v1/parcels/close', { siteId, sscc }));
  await must(dispatcher.post('/v1/hand-overs', { siteId, ssccs: [sscc] }));
  const event = { trackingNo: sscc, eventId: 'd', kind: 'delivered', at: server.clock.now().toISOString() };
  await must(dispatcher.post('/v1/carrier-events', { siteId, carrier: 'paper', events: [event] }));
  return { orderId, itemId };
}

it('what comes back goes into a bin for returns (return_bin)', async () => {
  const { orderId, itemId } = await delivered();
  const { returnId } = await must(floor.admin.post('/v1/returns', { orderId, reason: 'too small' }));
  const take = (binCode?: string) =>
    floor.receiver.post(`/v1/returns/${returnId}/units`, { siteId: floor.siteId, itemId, binCode });
  await refused(take(floor.bins[0]), 409, 'return_bin');
  await refused(take('Z-99-99'), 404, 'bin_not_found');
  await must(take());
});

it('a return has no refund to send before one is due (refund_not_found)', async () => {
  const { orderId } = await delivered();
  const { returnId } = await must(floor.admin.post('/v1/returns', { orderId, reason: 'too small' }));
  const send = () => floor.admin.post(`/v1/returns/${returnId}/refund/state`, { state: 'sent' });
  await refused(send(), 404, 'refund_not_found');
  await must(floor.admin.post(`/v1/returns/${returnId}/refund`, { amount_krw: 1_000 }));
  await must(send());
});

it('a parcel that has not left does not come back (return_not_back)', async () => {
  const { sscc } = await packed(floor, await parcel());
  const take = floor.receiver.post('/v1/returns/parcels', { siteId: floor.siteId, sscc });
  expect(await refused(take, 409, 'return_not_back')).toMatchObject({ got: 'closed' });
});

it('a unit of a lot that was not shipped does not come back (return_other_lot)', () => {
  const shipped = { lineNo: 1, lot: 'L1', serial: '', left: 1 };
  const match = (lot: string) => matchUnit([shipped], 1, { lot });
  expect(match('L2')).toMatchObject({ refusal: { code: 'return_other_lot', got: 'L2' } });
  expect(match('L1')).toBe(shipped);
});
