import { expect, test } from 'vitest';
import { must, type Floor, type Packed } from '../packing/floor.ts';
import { back, close, driverStep, press, tick, useDoors } from './doors.ts';
import { addVan, parcelsFor, planned, type Shown } from './fleet.ts';

let floor: Floor;
useDoors((at) => ({ floor } = at));

/** A vehicle that leaves with all of these but those that stay, each for a reason. */
async function departWithout(parcels: Packed[], reasons: Map<Packed, string>): Promise<Shown> {
  const { dispatcher, driver } = floor;
  const { routes } = await planned(floor, parcels, [await addVan(floor)]);
  const { routeId, stops } = routes[0]!;
  await must(dispatcher.post(`/v1/routes/${routeId}/publish`, { driverId: driver.userId, acceptViolations: true }));
  const staying = new Set([...reasons.keys()].map(({ parcelId }) => parcelId));
  for (const stop of stops.toReversed()) {
    for (const { parcelId, sscc } of stop.parcels) {
      if (!staying.has(parcelId)) await must(driver.post(`/v1/routes/${routeId}/load`, { sscc }));
    }
  }
  tick();
  const left = [...reasons].map(([{ parcelId }, reason]) => ({ parcelId, reason }));
  return must(driver.post(`/v1/routes/${routeId}/depart`, { left }));
}

test('shows a driver at a door that several share only whose parcel he has', async () => {
  const door = { lat: 37.615, lon: 126.775 };
  const [aboard, stayed] = (await parcelsFor(floor, [
    { ...door, name: '김하나' },
    { ...door, name: '박두리' },
  ])) as [Packed, Packed];
  const route = await departWithout([aboard, stayed], new Map([[stayed, 'no_room']]));
  const step = JSON.stringify(await driverStep());
  expect(step).toContain('김');
  expect(step).not.toContain('박');
  const path = `/v1/stops/${route.stops[0]!.stopId}/recipient?reason=call_customer`;
  const ofDriver = await must(floor.driver.get(path));
  expect(ofDriver.recipients.map(({ orderId }: Packed) => orderId)).toEqual([aboard.orderId]);
  // nothing was opened, so there is nothing on record either
  const records = await must(floor.admin.get(`/v1/access-records?subject=${stayed.orderId}`));
  expect(records.accesses.filter(({ actorId }: { actorId: string }) => actorId === floor.driver.userId)).toEqual([]);
  const ofDesk = await must(floor.dispatcher.get(path));
  expect(ofDesk.recipients).toHaveLength(2);
  await press('failed', 'no_time');
  tick();
  await back(route, aboard);
  await close(route);
});
