import { expect, test } from 'vitest';
import { type TestServer } from '../../support/server.ts';
import { must, useFloor, type Floor } from '../packing/floor.ts';
import { addVan, parcelsFor, planned } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const spot = { lat: 37.61, lon: 126.77 };

test('asks for no parcel that was just scanned and is refused for something else', async () => {
  const { driver, dispatcher, admin, siteId } = floor;
  await must(dispatcher.post('/v1/trackers', { siteId, trackerId: 'drv-far', driverId: driver.userId }));
  const parcels = await parcelsFor(floor, [spot, spot, spot]);
  const [route] = (await planned(floor, parcels, [await addVan(floor)])).routes;
  await must(
    dispatcher.post(`/v1/routes/${route!.routeId}/publish`, { driverId: driver.userId, acceptViolations: true }),
  );
  const cancel = async (orderId: string) => {
    await must(admin.post(`/v1/orders/${orderId}/cancel`, {}));
    await server.settle();
  };
  const pass = () => server.clock.set(new Date(server.clock.now().getTime() + 60_000));
  let answer = await driver.scan('load', route!.vehicle);
  const gone = answer.step.show.lines[0].value as string;
  await cancel(parcels.find(({ sscc }) => sscc === gone)!.orderId);
  const stays = (await driver.scan('load', gone)).refusal;
  expect(stays.code).toBe('load_cancelled');
  expect(stays.expected).toBeUndefined();
  const aboard = parcels.filter(({ sscc }) => sscc !== gone);
  for (const { sscc } of aboard) expect((await driver.scan('load', sscc)).ok).toBe(true);
  answer = await driver.scan('load', '', { answer: { choice: 'depart', reason: 'cancelled' } });
  expect(answer.ok, JSON.stringify(answer)).toBe(true);

  pass();
  const at = server.clock.now().getTime();
  await server.anyone.post(`/osmand?id=drv-far&lat=37.65&lon=${spot.lon}&timestamp=${at}`);
  const [first, second] = aboard as [(typeof aboard)[number], (typeof aboard)[number]];
  const far = (await driver.scan('deliver', first.sscc)).refusal;
  expect(far).toMatchObject({ code: 'outside_geofence', expected: 'At most 150 m away, or a reason' });

  await driver.scan('deliver', '', { answer: { choice: 'arrived', reason: 'street closed' } });
  await cancel(first.orderId);
  // of two the one that is not cancelled is to be scanned; that one itself is brought back
  const expected = `Parcel of stop 1: ${second.sscc}`;
  expect((await driver.scan('deliver', first.sscc)).refusal).toMatchObject({ code: 'deliver_cancelled', expected });
  expect((await driver.scan('deliver', second.sscc)).ok).toBe(true);
  const again = (await driver.scan('deliver', first.sscc)).refusal;
  expect(again.code).toBe('deliver_cancelled');
  expect(again.expected).toBeUndefined();
});
