import { afterAll, beforeAll, expect, it } from 'vitest';
import { receive } from '../../../src/inbound/index.ts';
import { newId } from '../../../src/platform/ids.ts';
import { transact } from '../../../src/platform/transact.ts';
import { system } from '../../../src/platform/work.ts';
import { addItem, openGround, stockOf, type Ground } from '../../support/goods.ts';
import { arrivedShipment, bookShipment, newLpn, receiveUnits } from '../../support/inbound.ts';
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

const box = (more: object = {}) => ({ size_mm: [400, 300, 300], weight_g: 5_000, contents: [], ...more });

it('a booking is told of a box too heavy to lift and of one that names no line (weight_too_large, line_unknown)', async () => {
  const { itemId } = await addItem(ground);
  const booking = {
    siteId: ground.siteId,
    sellerId: ground.sellerId,
    expectedOn: '2026-11-20',
    lines: [{ itemId, quantity: 3 }],
    boxes: [box({ weight_g: 1_500_001 }), box({ contents: [{ line: 2, quantity: 3 }] })],
  };
  const told = await refused(ground.manager.post('/v1/inbound-shipments', booking), 422, 'weight_too_large');
  expect(told['details']).toMatchObject([
    { code: 'weight_too_large', field: 'boxes.0.weight_g', got: 1_500_001 },
    { code: 'line_unknown', field: 'boxes.1.contents.0.line', got: 2 },
  ]);
});

it('a box that the shipment has not is closed by nobody (box_not_found)', async () => {
  const goods = await addItem(ground);
  const { shipmentId } = await arrivedShipment(ground, [[goods, 3]], { boxes: [box()] });
  const close = (boxNo: number) => ground.manager.post(`/v1/inbound-shipments/${shipmentId}/boxes/${boxNo}/close`);
  expect(await refused(close(7), 404, 'box_not_found')).toMatchObject({ field: 'boxNo', got: 7 });
  await must(close(1));
});

it('goods arrive at a dock of the site, and nowhere else (dock_not_found)', async () => {
  const goods = await addItem(ground);
  const { shipmentId } = await bookShipment(ground, [[goods, 3]]);
  const arrive = (dockCode: string) => ground.manager.post(`/v1/inbound-shipments/${shipmentId}/arrive`, { dockCode });
  await refused(arrive('DOCK-9'), 404, 'dock_not_found');
  await refused(arrive(ground.bins[0]!), 404, 'dock_not_found');
  await must(arrive('DOCK-2'));
});

it('an LPN with goods on it at another dock takes none here (lpn_elsewhere)', async () => {
  const goods = await addItem(ground);
  const at = async (dockCode: string) => {
    const { shipmentId } = await bookShipment(ground, [[goods, 3]]);
    await must(ground.manager.post(`/v1/inbound-shipments/${shipmentId}/arrive`, { dockCode }));
    return shipmentId;
  };
  const [here, there] = [await at('DOCK-1'), await at('DOCK-2')];
  const units = { itemId: goods.itemId, quantity: 3, lpnCode: newLpn() };
  await must(receiveUnits(ground.manager, here, units));
  await refused(receiveUnits(ground.manager, there, units), 409, 'lpn_elsewhere');
  expect(await stockOf(ground, goods.itemId)).toMatchObject({ onHand: 3 });
});

it('a shipment without boxes has no labels (no_boxes)', async () => {
  const { shipmentId } = await bookShipment(ground, [[await addItem(ground), 3]]);
  await refused(ground.manager.get(`/v1/inbound-shipments/${shipmentId}/labels.pdf`), 409, 'no_boxes');
});

it('no lot expires in a year that no label means, however it comes in (expiry_impossible)', async () => {
  const goods = await addItem(ground, { expiryTracked: true, lotTracked: true });
  const { shipmentId } = await arrivedShipment(ground, [[goods, 3, { lot: 'L1', expiry: '2027-01-31' }]]);
  const units = { itemId: goods.itemId, quantity: 3, lot: 'L1', lpnCode: newLpn(), expiry: '2927-01-31' };
  await refused(receiveUnits(ground.manager, shipmentId, units), 422, 'invalid');
  const occasion = { actor: system, at: server.clock.now(), id: newId() };
  const received = transact(server.db, occasion, (work) =>
    receive(work, { shipmentId, condition: 'sellable', ...units }),
  );
  expect(await received).toMatchObject({ refusal: { code: 'expiry_impossible', field: 'expiry', status: 422 } });
});
