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
      if (!staying.has(parcelId))
        await must(driver.post(`/v1/routes/${routeId}/load`, { sscc, reason: 'others stay' }));
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

test('keeps what was not found or was damaged at the dock for somebody to look at, and tells the reason in the pool and in the order', async () => {
  const places = [0, 1, 2, 3, 4].map((north) => ({ lat: 37.6 + north / 100, lon: 126.775 }));
  const parcels = (await parcelsFor(floor, places)) as [Packed, Packed, Packed, Packed, Packed];
  const [aboard, lost, broken, big, called] = parcels;
  const reasons = new Map([
    [lost, 'not_found'],
    [broken, 'damaged'],
    [big, 'no_room'],
    [called, '홍길동 010-1234-5678'],
  ]);
  const route = await departWithout(parcels, reasons);
  for (const [{ orderId }, reason] of reasons) {
    const { events } = await must(floor.dispatcher.get(`/v1/orders/${orderId}`));
    // the log is for many eyes: what somebody wrote in his own words stays with the route
    const cause = reason.startsWith('홍') ? 'left_behind' : reason;
    expect(events.at(-1)).toMatchObject({ kind: 'left_behind', cause });
  }
  const pool = async () => {
    const { doors, kept } = await must(floor.dispatcher.get(`/v1/pool?siteId=${floor.siteId}`));
    const at = (one: Packed) =>
      doors.find(({ parcels }: { parcels: Packed[] }) => parcels.some(({ sscc }) => sscc === one.sscc));
    const held = (one: Packed) => kept.find(({ sscc }: Packed) => sscc === one.sscc)?.holdReason;
    return { at, held };
  };
  const { at, held } = await pool();
  expect([lost, broken, big].map(held)).toEqual(['not_found', 'damaged', undefined]);
  expect([lost, broken].map(at)).toEqual([undefined, undefined]);
  expect(at(big)).toMatchObject({ since: 'left_behind', failed: 'no_room' });
  const { parcelId } = lost;
  await must(floor.dispatcher.post(`/v1/parcels/${parcelId}/hold`, { siteId: floor.siteId, reason: null }));
  expect((await pool()).at(lost)).toMatchObject({ since: 'left_behind', failed: 'not_found' });
  await press('failed', 'no_time');
  tick();
  await back(route, aboard);
  await close(route);
});
