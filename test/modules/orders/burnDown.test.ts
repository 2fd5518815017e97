import { expect, it } from 'vitest';
import { must, useFloor, packed, picked, placeOrder, shelved, type Floor } from '../packing/floor.ts';
import { type TestServer } from '../../support/server.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

interface Due {
  states: { state: string; orders: number; units: number }[];
  left: { orders: number }[];
}

it('counts what has been delivered into the whole of a due, for as long as something of it is open', async () => {
  const goods = await shelved(floor, 3);
  const line = (quantity: number) => [{ itemId: goods.itemId, quantity }];
  const [order] = await picked(floor, [{ lines: line(2), lat: 37.62, lon: 126.78 }]);
  const { parcelId, sscc } = await packed(floor, order!);
  await placeOrder(floor, { lines: line(1) });
  const { siteId, dispatcher, driver } = floor;
  const van = {
    siteId,
    code: 'VEH-DUE',
    capacity: { parcels: 9, weight_g: 900_000, volume_cm3: 6_000_000 },
    shift: { fromMinute: 0, toMinute: 1440 },
  };
  const { vehicleId } = await must(dispatcher.post('/v1/vehicles', van));
  const plan = { siteId, parcelIds: [parcelId], vehicleIds: [vehicleId], seconds: 0.2 };
  const { routeId, stops } = (await must(dispatcher.post('/v1/route-plans', plan))).routes[0];
  const give = { driverId: driver.userId, acceptViolations: true };
  await must(dispatcher.post(`/v1/routes/${routeId}/publish`, give));
  await must(driver.post(`/v1/routes/${routeId}/load`, { sscc }));
  await must(driver.post(`/v1/routes/${routeId}/depart`, {}));
  const { stopId, lat, lon } = stops[0];
  await must(driver.post(`/v1/stops/${stopId}/arrive`, { lat, lon }));
  await must(driver.post(`/v1/stops/${stopId}/deliver`, { parcelIds: [parcelId], proof: { code: '1234' } }));
  await server.settle();
  const { burnDowns } = await must(floor.manager.get(`/v1/burn-downs?siteId=${siteId}`));
  const all = (burnDowns as Due[]).flatMap(({ states }) => states);
  expect(all.find(({ state }) => state === 'delivered')).toMatchObject({ orders: 1, units: 2 });
  expect(all.reduce((sum, { orders }) => sum + orders, 0)).toBe(2);
  // the delivered one was packed: one is left to pack
  expect((burnDowns as Due[])[0]!.left.at(-1)!.orders).toBe(1);
});
