import { afterAll, beforeAll, expect, it } from 'vitest';
import { addItem, openGround, type Ground } from '../../support/goods.ts';
import { bookShipment } from '../../support/inbound.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let ground: Ground;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(() => server.close());

const stateOf = async (shipmentId: string) =>
  (await ground.manager.get(`/v1/inbound-shipments/${shipmentId}`)).body.state as string;

it('asks at the dock about a shipment of another day, and takes it in when it is scanned again', async () => {
  const goods = await addItem(ground);
  const { shipmentId, asn } = await bookShipment(ground, [[goods, 4]], { expectedOn: '2026-11-24' });
  const receiver = await server.as('receiver');
  const asked = await receiver.scan('receive', asn);
  expect(asked).toMatchObject({ ok: true, step: { expect: 'shipment' } });
  expect(asked.step.show.notice).toContain('is booked for 2026-11-24');
  expect(await stateOf(shipmentId)).toBe('booked');
  expect(await receiver.scan('receive', asn)).toMatchObject({ ok: true, step: { expect: 'item' } });
  expect(await stateOf(shipmentId)).toBe('arrived');
});

it('asks anew where something else was scanned between, and asks nothing about today', async () => {
  const goods = await addItem(ground);
  const late = await bookShipment(ground, [[goods, 4]], { expectedOn: '2026-11-25' });
  const other = await bookShipment(ground, [[goods, 4]], { expectedOn: '2026-11-26' });
  const today = await bookShipment(ground, [[goods, 4]]);
  const receiver = await server.as('receiver');
  for (const { asn } of [late, other, late]) {
    expect((await receiver.scan('receive', asn)).step.expect).toBe('shipment');
  }
  expect(await stateOf(late.shipmentId)).toBe('booked');
  expect((await receiver.scan('receive', today.asn)).step.expect).toBe('item');
});
