import { expect, test } from 'vitest';
import { type TestServer } from '../../support/server.ts';
import { must, useFloor, packed, picked, shelved, type Floor } from '../packing/floor.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const later = (minutes: number) => new Date(server.clock.now().getTime() + minutes * 60_000);

async function eventsOf(orderId: string): Promise<{ kind: string; cause: string | null }[]> {
  const order = await must(floor.admin.get(`/v1/orders/${orderId}`));
  return order.events.map(({ kind, cause }: { kind: string; cause: string | null }) => ({ kind, cause }));
}

test('orders on a route that does not leave are told what it waits for, once, and that their promise has passed', async () => {
  const goods = await shelved(floor, 2);
  const [order] = await picked(floor, [
    { lines: [{ itemId: goods.itemId, quantity: 1 }], promiseBy: later(120).toISOString() },
  ]);
  await packed(floor, order!);
  const { siteId, dispatcher } = floor;
  await must(
    dispatcher.post('/v1/vehicles', {
      siteId,
      code: 'VEH-01',
      capacity: { parcels: 50, weight_g: 900_000, volume_cm3: 6_000_000 },
      shift: { fromMinute: 0, toMinute: 1440 },
    }),
  );
  const departAt = later(30).toISOString();
  await must(dispatcher.post('/v1/route-plans', { siteId, departAt, seconds: 0.2 }));
  server.clock.set(later(35));
  await server.app.jobs!.runDue();
  expect((await eventsOf(order!.orderId)).filter(({ kind }) => kind === 'departure_late')).toEqual([]);
  for (let round = 0; round < 2; round++) {
    server.clock.set(later(10));
    await server.app.jobs!.runDue();
  }
  const late = { kind: 'departure_late', cause: 'not_released' };
  expect((await eventsOf(order!.orderId)).filter(({ kind }) => kind === 'departure_late')).toEqual([late]);
  for (let round = 0; round < 2; round++) {
    server.clock.set(later(60));
    await server.app.jobs!.runDue();
  }
  const passed = { kind: 'late', cause: 'waits_for_hand_over' };
  expect((await eventsOf(order!.orderId)).filter(({ kind }) => kind === 'late')).toEqual([passed]);
});

test('an order whose parcel finds no place in a plan learns why, and hears it once', async () => {
  const goods = await shelved(floor, 1, { weight_g: 9_000 });
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 1 }] }]);
  await packed(floor, order!);
  const { siteId, dispatcher } = floor;
  const { vehicleId } = await must(
    dispatcher.post('/v1/vehicles', {
      siteId,
      code: 'VEH-02',
      capacity: { parcels: 50, weight_g: 1_000, volume_cm3: 6_000_000 },
      shift: { fromMinute: 0, toMinute: 1440 },
    }),
  );
  const wanted = { siteId, vehicleIds: [vehicleId], seconds: 0.2 };
  for (let plan = 0; plan < 2; plan++) {
    const { unassigned } = await must(dispatcher.post('/v1/route-plans', wanted));
    const mine = (await eventsOf(order!.orderId)).filter(({ kind }) => kind === 'not_planned');
    expect(mine).toEqual([{ kind: 'not_planned', cause: unassigned[0].reason.code }]);
  }
});
