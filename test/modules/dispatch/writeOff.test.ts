import { expect, test } from 'vitest';
import { refused } from '../../support/refused.ts';
import type { TestServer } from '../../support/server.ts';
import { must, orderColumns, type Floor, type Packed } from '../packing/floor.ts';
import { pageOf, useDoors } from './doors.ts';
import { addVan, parcelsFor, planned } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useDoors((at) => ({ server, floor } = at));

/** Parcels that stayed for these reasons when their vehicle left, with one more. */
async function leftBehind(reasons: string[]): Promise<Packed[]> {
  const places = reasons.concat('aboard').map((_, north) => ({ lat: 37.6 + north / 100, lon: 126.775 }));
  const parcels = await parcelsFor(floor, places);
  const { routeId } = (await planned(floor, parcels, [await addVan(floor)])).routes[0]!;
  const driver = await server.as('driver');
  const give = { driverId: driver.userId, acceptViolations: true };
  await must(floor.dispatcher.post(`/v1/routes/${routeId}/publish`, give));
  await must(driver.post(`/v1/routes/${routeId}/load`, { sscc: parcels.at(-1)!.sscc, reason: 'others stay' }));
  const left = reasons.map((reason, at) => ({ parcelId: parcels[at]!.parcelId, reason }));
  await must(driver.post(`/v1/routes/${routeId}/depart`, { left }));
  return parcels;
}
const writeOff = ({ parcelId }: Packed, reason = 'not_found') =>
  floor.dispatcher.post(`/v1/parcels/${parcelId}/write-off`, { siteId: floor.siteId, reason });
const stateOf = async ({ parcelId }: Packed) => (await must(floor.dispatcher.get(`/v1/parcels/${parcelId}`))).state;
const keptNow = async (): Promise<string[]> => {
  const { kept } = await must(floor.dispatcher.get(`/v1/pool?siteId=${floor.siteId}`));
  return kept.map(({ parcelId }: Packed) => parcelId);
};
const logOf = async ({ orderId }: Packed): Promise<{ kind: string; cause: string; actorId: string }[]> =>
  (await must(floor.dispatcher.get(`/v1/orders/${orderId}`))).events;

test('writes off what was lost at the dock and stays lost: its order goes on without it and says why, its customer reads it', async () => {
  const [lost] = (await leftBehind(['not_found'])) as [Packed];
  expect(await keptNow()).toContain(lost.parcelId);
  expect(await must(writeOff(lost, 'stolen'))).toEqual({ parcelId: lost.parcelId, state: 'lost' });
  expect(await stateOf(lost)).toBe('lost');
  expect(await keptNow()).not.toContain(lost.parcelId);
  expect((await orderColumns(floor, lost.orderId)).state).toBe('cancelled');
  const log = await logOf(lost);
  expect(log.slice(-2)).toMatchObject([
    { kind: 'written_off', cause: 'stolen', actorId: floor.dispatcher.userId },
    { kind: 'cancelled', cause: 'lost' },
  ]);
  expect(await pageOf(lost)).toContain('Lost; we will get in touch');
  expect(await pageOf(lost, 'ko')).toContain('분실; 연락드리겠습니다');
  // said twice it counts once
  expect((await writeOff(lost)).status).toBe(200);
  expect(await logOf(lost)).toHaveLength(log.length);
});

test('writes off nothing that is not held as not found (parcel_not_missing)', async () => {
  const [broken, found, aboard] = (await leftBehind(['damaged', 'not_found'])) as [Packed, Packed, Packed];
  await must(floor.dispatcher.post(`/v1/parcels/${found.parcelId}/hold`, { siteId: floor.siteId, reason: null }));
  for (const [parcel, got] of [
    [broken, 'damaged'],
    [found, 'closed'],
    [aboard, 'out'],
  ] as const) {
    expect(await refused(writeOff(parcel), 409, 'parcel_not_missing')).toMatchObject({ got, expected: 'not_found' });
    expect(await stateOf(parcel)).not.toBe('lost');
  }
});

test('leaves a parcel alone that is on a route, though somebody held it as not found (parcel_not_missing)', async () => {
  const [parcel] = (await parcelsFor(floor, [{ lat: 37.66, lon: 126.775 }])) as [Packed];
  await planned(floor, [parcel], [await addVan(floor)]);
  const asked = { siteId: floor.siteId, reason: 'not_found' };
  await must(floor.dispatcher.post(`/v1/parcels/${parcel.parcelId}/hold`, asked));
  await refused(writeOff(parcel), 409, 'parcel_not_missing');
  expect(await stateOf(parcel)).toBe('closed');
  expect((await logOf(parcel)).map(({ kind }) => kind)).not.toContain('written_off');
});

test('asks nobody to open a parcel of a cancelled order that is written off', async () => {
  const [lost] = (await leftBehind(['not_found'])) as [Packed];
  await must(floor.admin.post(`/v1/orders/${lost.orderId}/cancel`, {}));
  await server.settle();
  const tasks = async (): Promise<string[]> => {
    const { tasks: open } = await must(floor.packer.get(`/v1/open-parcel-tasks?siteId=${floor.siteId}`));
    return open.map(({ parcelId }: Packed) => parcelId);
  };
  expect(await tasks()).toContain(lost.parcelId);
  await must(writeOff(lost));
  expect(await tasks()).not.toContain(lost.parcelId);
  expect((await orderColumns(floor, lost.orderId)).state).toBe('cancelled');
});
