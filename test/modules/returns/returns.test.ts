import { expect, test } from 'vitest';
import { ADJUSTMENT, binPlace, post } from '../../../src/inventory/index.ts';
import { addItem, stockOf, type Goods } from '../../support/goods.ts';
import { inWork, type TestServer } from '../../support/server.ts';
import { must, useFloor, orderColumns, picked, shelved, type Floor } from '../packing/floor.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

/** An order of so many units of one item, delivered by a carrier. */
async function delivered(quantity: number) {
  const goods = await shelved(floor, quantity);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity }] }]);
  const { siteId, packer, dispatcher } = floor;
  const { parcelId, sscc, suggested } = await must(packer.post('/v1/parcels', { siteId, tote: order!.tote }));
  await must(packer.post(`/v1/parcels/${parcelId}/items`, { siteId, itemId: goods.itemId, quantity }));
  const chosen = await must(packer.post(`/v1/parcels/${parcelId}/carton`, { siteId, cartonCode: suggested[0] }));
  await must(packer.post(`/v1/parcels/${parcelId}/weight`, { siteId, weight_g: chosen.expected_g }));
  await must(packer.post(`/v1/parcels/${parcelId}/label`, { siteId, carrier: 'paper' }));
  await must(packer.post('/v1/parcels/close', { siteId, sscc }));
  await server.settle();
  await must(dispatcher.post('/v1/hand-overs', { siteId, ssccs: [sscc] }));
  const event = { trackingNo: sscc, eventId: 'd', kind: 'delivered', at: server.clock.now().toISOString() };
  await must(dispatcher.post('/v1/carrier-events', { siteId, carrier: 'paper', events: [event] }));
  return { ...goods, orderId: order!.orderId, sscc: sscc as string };
}

async function announced(orderId: string): Promise<{ returnId: string; code: string }> {
  return must(floor.admin.post('/v1/returns', { orderId, reason: 'too small' }));
}

const takeBack = (returnId: string, itemId: string, more = {}) =>
  floor.receiver.post(`/v1/returns/${returnId}/units`, { siteId: floor.siteId, itemId, ...more });
const grade = (unitId: string, letter: string) =>
  floor.receiver.post(`/v1/return-units/${unitId}/grade`, { siteId: floor.siteId, grade: letter });
const decide = (unitId: string, decision: string, more = {}) =>
  floor.receiver.post(`/v1/return-units/${unitId}/decide`, { siteId: floor.siteId, decision, ...more });

test('restocks a returned unit once, and only after it was graded', async () => {
  const { orderId, itemId } = await delivered(1);
  const { returnId } = await announced(orderId);
  const { units } = await must(takeBack(returnId, itemId));
  const [unit] = units;
  expect(await stockOf(floor, itemId)).toMatchObject({ onHand: 1, held: 1, available: 0 });
  expect((await decide(unit.unitId, 'restock')).body.error.code).toBe('return_not_graded');
  await must(grade(unit.unitId, 'A'));
  expect(await must(decide(unit.unitId, 'restock', { toBin: floor.bins[0] }))).toMatchObject({ state: 'decided' });
  expect((await decide(unit.unitId, 'restock')).body.error.code).toBe('return_decided');
  expect((await grade(unit.unitId, 'B')).body.error.code).toBe('return_decided');
  expect(await stockOf(floor, itemId)).toMatchObject({ onHand: 1, held: 0, available: 1 });
  expect((await orderColumns(floor, orderId)).lines[0]).toMatchObject({ delivered: 0, returned: 1 });
});

test('takes back what was delivered and no unit more, even when two desks scan the last one at once', async () => {
  const { orderId, itemId } = await delivered(2);
  const { returnId } = await announced(orderId);
  const answers = await Promise.all([1, 2, 3, 4].map(() => takeBack(returnId, itemId)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
  for (const { status, body } of answers) if (status !== 200) expect(body.error.code).toBe('return_already');
  const second = await announcedAgain(orderId);
  expect(second.body.error.code).toBe('return_not_shipped');
  const stranger = await delivered(1);
  expect((await takeBack(returnId, stranger.itemId)).body.error.code).toBe('return_not_shipped');
});

const announcedAgain = (orderId: string) => floor.admin.post('/v1/returns', { orderId, reason: 'again' });

test.each([
  ['C', 'restock', 'return_grade'],
  ['counterfeit', 'restock', 'return_grade'],
])('does not restock a unit of grade %s', async (letter, decision, code) => {
  const { orderId, itemId } = await delivered(1);
  const { returnId } = await announced(orderId);
  const { units } = await must(takeBack(returnId, itemId));
  await must(grade(units[0].unitId, letter));
  expect((await decide(units[0].unitId, decision)).body.error.code).toBe(code);
  await must(decide(units[0].unitId, 'scrap'));
  expect(await stockOf(floor, itemId)).toMatchObject({ onHand: 0, available: 0 });
});

test('restocks onto a label that a scanner reads as what carries goods, and onto no other', async () => {
  const { orderId, itemId } = await delivered(1);
  const { returnId } = await announced(orderId);
  const { units } = await must(takeBack(returnId, itemId));
  await must(grade(units[0].unitId, 'A'));
  for (const toLpn of ['A1', 'TOTE-01', 'LPN1']) {
    const { status, body } = await decide(units[0].unitId, 'restock', { toLpn });
    expect([toLpn, status, body.error.code, body.error.field]).toEqual([toLpn, 422, 'invalid', 'toLpn']);
  }
  await must(decide(units[0].unitId, 'restock', { toLpn: 'LPN77001234' }));
  const lpn = await must(floor.receiver.get(`/v1/lpns/LPN77001234?siteId=${floor.siteId}`));
  expect(lpn.contents).toMatchObject([{ itemId, condition: 'sellable', quantity: 1 }]);
});

test('knows a serial number that it did not ship, and one that is back already', async () => {
  const { siteId, packer, dispatcher } = floor;
  const goods = await shelvedSerials(['SN-1', 'SN-2']);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 2 }] }]);
  const { parcelId, sscc, suggested } = await must(packer.post('/v1/parcels', { siteId, tote: order!.tote }));
  const bare = await packer.post(`/v1/parcels/${parcelId}/items`, { siteId, itemId: goods.itemId });
  expect(bare.body.error.code).toBe('serial_required');
  for (const serial of ['SN-1', 'SN-2']) {
    await must(packer.post(`/v1/parcels/${parcelId}/items`, { siteId, itemId: goods.itemId, serial }));
  }
  const chosen = await must(packer.post(`/v1/parcels/${parcelId}/carton`, { siteId, cartonCode: suggested[0] }));
  await must(packer.post(`/v1/parcels/${parcelId}/weight`, { siteId, weight_g: chosen.expected_g }));
  await must(packer.post(`/v1/parcels/${parcelId}/label`, { siteId, carrier: 'paper' }));
  await must(packer.post('/v1/parcels/close', { siteId, sscc }));
  await server.settle();
  await must(dispatcher.post('/v1/hand-overs', { siteId, ssccs: [sscc] }));
  const event = { trackingNo: sscc, eventId: 'd', kind: 'delivered', at: server.clock.now().toISOString() };
  await must(dispatcher.post('/v1/carrier-events', { siteId, carrier: 'paper', events: [event] }));
  const { returnId } = await announced(order!.orderId);
  expect((await takeBack(returnId, goods.itemId)).body.error.code).toBe('serial_required');
  expect((await takeBack(returnId, goods.itemId, { serial: 'SN-9' })).body.error.code).toBe('return_other_serial');
  await must(takeBack(returnId, goods.itemId, { serial: 'SN-1' }));
  expect((await takeBack(returnId, goods.itemId, { serial: 'SN-1' })).body.error.code).toBe('return_already');
});

/** Serial-tracked units on a shelf, put there by the ledger's own door. */
async function shelvedSerials(serials: string[]): Promise<Goods> {
  const goods = await addItem(floor, { serialTracked: true });
  const { sellerId, siteId, bins } = floor;
  await inWork(server.db, server.clock, async (work) => {
    const leg = { sellerId, itemId: goods.itemId, from: ADJUSTMENT, to: binPlace(bins[1]!), quantity: 1 };
    const posted = await post(work, {
      siteId,
      kind: 'adjust',
      reason: 'opening',
      legs: serials.map((serial) => ({ ...leg, serial })),
    });
    expect(posted.refused).toBe(false);
  });
  return goods;
}

test('pays back once, whatever becomes of the goods', async () => {
  const { orderId } = await delivered(1);
  const { returnId } = await announced(orderId);
  const { admin } = floor;
  const step = (state: string) => admin.post(`/v1/returns/${returnId}/refund/state`, { state });
  await must(admin.post(`/v1/returns/${returnId}/refund`, { amount_krw: 12_000 }));
  const twice = await admin.post(`/v1/returns/${returnId}/refund`, { amount_krw: 12_000 });
  expect(twice.body.error.code).toBe('refund_exists');
  expect((await step('settled')).body.error.code).toBe('refund_state');
  await must(step('sent'));
  expect((await step('sent')).body.error.code).toBe('refund_state');
  expect((await must(step('settled'))).refund).toMatchObject({ state: 'settled', amount_krw: 12_000 });
});

test('the return desk works by scanning: parcel, item, grade, bin', async () => {
  const { orderId, barcode, sscc, itemId } = await delivered(1);
  const { receiver } = floor;
  expect(await receiver.scan('return', sscc)).toMatchObject({ ok: true, step: { expect: 'item' } });
  expect(await receiver.scan('return', barcode)).toMatchObject({ ok: true, step: { expect: 'condition' } });
  const twice = await receiver.scan('return', barcode);
  expect(twice).toMatchObject({ ok: false, refusal: { code: 'return_not_graded' } });
  const graded = await receiver.scan('return', '', { answer: { condition: 'B' } });
  const asks = 'Scan a new LPN or the bin';
  expect(graded).toMatchObject({ ok: true, step: { expect: 'any', asks, show: { big: 'B' } } });
  const stored = await receiver.scan('return', floor.bins[2]!);
  expect(stored).toMatchObject({ ok: true, step: { expect: 'item', show: { progress: { done: 1, total: 1 } } } });
  const again = await receiver.scan('return', barcode);
  expect(again).toMatchObject({ ok: false, refusal: { code: 'return_already' } });
  expect(await stockOf(floor, itemId)).toMatchObject({ available: 1 });
  expect((await orderColumns(floor, orderId)).lines[0]).toMatchObject({ returned: 1 });
});

test('asks for no scan of what is not sold again: the keys say where it goes', async () => {
  const { barcode, sscc } = await delivered(1);
  const { receiver } = floor;
  expect(await receiver.scan('return', sscc)).toMatchObject({ ok: true, step: { expect: 'item' } });
  expect(await receiver.scan('return', barcode)).toMatchObject({ ok: true, step: { expect: 'condition' } });
  const graded = await receiver.scan('return', '', { answer: { condition: 'C' } });
  expect(graded).toMatchObject({ ok: true, step: { expect: 'none', show: { big: 'C' } } });
  const keys = graded.step.choices.map(({ choice }: { choice: string }) => choice);
  expect(keys).toEqual(['scrap', 'toSeller', 'reject']);
  const scrapped = await receiver.scan('return', '', { answer: { choice: 'scrap' } });
  expect(scrapped).toMatchObject({ ok: true, step: { expect: 'item', show: { progress: { done: 1, total: 1 } } } });
});

test("a seller sees its own returns, and another seller's do not exist for it", async () => {
  const { orderId } = await delivered(1);
  const { returnId } = await announced(orderId);
  const own = await server.as('seller', { sellerId: floor.sellerId });
  expect((await own.get(`/v1/returns/${returnId}`)).status).toBe(200);
  const { sellerId } = await must(floor.admin.post('/v1/sellers', { code: 'STRANGER', name: 'Stranger' }));
  const foreign = await server.as('seller', { sellerId });
  expect((await foreign.get(`/v1/returns/${returnId}`)).status).toBe(404);
  expect((await foreign.post('/v1/returns', { orderId, reason: 'mine' })).status).toBe(404);
  expect((await foreign.post(`/v1/returns/${returnId}/refund`, { amount_krw: 5 })).status).toBe(404);
  expect((await must(foreign.get('/v1/returns'))).returns).toEqual([]);
});
