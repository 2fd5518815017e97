import { describe, expect, it } from 'vitest';
import { refused, scanRefused } from '../../support/refused.ts';
import { type TestServer } from '../../support/server.ts';
import { must, openFloor, useFloor, type Floor } from '../packing/floor.ts';
import { addVan, onTheRoad, parcelsFor, planned, showRoute, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const doors = (count: number) => Array.from({ length: count }, (_, at) => ({ lat: 37.6 + at * 0.01, lon: 126.8 }));
const routeFor = async (count: number): Promise<Shown> =>
  (await planned(floor, await parcelsFor(floor, doors(count)), [await addVan(floor)])).routes[0]!;
const released = async (count: number): Promise<Shown> => {
  const route = await routeFor(count);
  const driverId = floor.driver.userId;
  await must(floor.dispatcher.post(`/v1/routes/${route.routeId}/publish`, { driverId, acceptViolations: true }));
  return showRoute(floor, route.routeId);
};
const at = (route: Shown, door: string, body: object = {}) =>
  floor.dispatcher.post(`/v1/routes/${route.routeId}/${door}`, body);
const ssccOf = ({ stops }: Shown, stop = 0) => stops[stop]!.parcels[0]!.sscc;

it('a code names one vehicle of a site (vehicle_exists)', async () => {
  await addVan(floor, { code: 'VEH-TWICE' });
  const again = floor.dispatcher.post('/v1/vehicles', {
    siteId: floor.siteId,
    code: 'VEH-TWICE',
    capacity: { parcels: 1, weight_g: 1, volume_cm3: 1 },
    shift: { fromMinute: 0, toMinute: 60 },
  });
  expect(await refused(again, 409, 'vehicle_exists')).toMatchObject({ got: 'VEH-TWICE' });
});

it('a tracker belongs to one site (tracker_taken)', async () => {
  const join = (place: Floor) =>
    place.dispatcher.post('/v1/trackers', {
      siteId: place.siteId,
      trackerId: 'PHONE-1',
      driverId: place.driver.userId,
    });
  await must(join(floor));
  await refused(join(await openFloor(server)), 409, 'tracker_taken');
});

it('a tracker names itself and stands somewhere on earth (device_missing, position_invalid, device_not_found)', async () => {
  const fix = (query: string) => server.anyone.get(`/osmand?${query}`);
  await refused(fix('lat=37.5&lon=127'), 400, 'device_missing');
  await refused(fix('id=PHONE-9&lat=91&lon=127'), 400, 'position_invalid');
  await refused(fix('id=PHONE-9&lat=37.5&lon=127'), 404, 'device_not_found');
});

describe('loading', () => {
  it('takes parcels of this route alone (load_not_planned, load_route)', async () => {
    const [mine, other] = [await released(1), await released(1)];
    const [loose] = await parcelsFor(floor, doors(1));
    await refused(at(mine, 'load', { sscc: loose!.sscc }), 409, 'load_not_planned');
    const astray = await refused(at(mine, 'load', { sscc: ssccOf(other) }), 409, 'load_route');
    expect(astray).toMatchObject({ got: other.vehicle, expected: mine.vehicle });
    await refused(at(mine, 'load', { sscc: '000000000000000000' }), 404, 'parcel_not_found');
    await must(at(mine, 'load', { sscc: ssccOf(mine) }));
  });

  it('a stop whose parcels are aboard changes its route no more (stop_loaded)', async () => {
    const [mine, other] = [await released(1), await routeFor(1)];
    await must(at(mine, 'load', { sscc: ssccOf(mine) }));
    const { version } = await showRoute(floor, other.routeId);
    const to = { routeId: other.routeId, version };
    await refused(
      floor.dispatcher.post('/v1/stops/move', { stopIds: [mine.stops[0]!.stopId], to }),
      409,
      'stop_loaded',
    );
  });

  it('begins with a vehicle that has a route (load_no_route)', async () => {
    await addVan(floor, { code: 'VEH-IDLE' });
    await scanRefused(floor.driver, ['load', 'VEH-IDLE'], 'load_no_route');
    await scanRefused(floor.driver, ['load', 'VEH-NONE'], 'load_no_route');
  });

  it('names a driver his vehicle before he scans one, and where he scans another', async () => {
    const [mine, others] = [await routeFor(1), await released(1)];
    const driver = await server.as('driver');
    await must(at(mine, 'publish', { driverId: driver.userId, acceptViolations: true }));
    const refusal = { code: 'load_no_route', message: 'No route for VEH-NONE', expected: mine.vehicle };
    const nowhere = await driver.scan('load', 'VEH-NONE');
    expect(nowhere).toMatchObject({ ok: false, refusal, step: { expect: 'vehicle', show: { big: mine.vehicle } } });
    expect(nowhere.step.show.why).toMatch(/^Your vehicle, leaves (tomorrow )?\d\d:\d\d$/);
    const taken = await driver.scan('load', others.vehicle);
    expect(taken).toMatchObject({ ok: false, refusal: { code: 'offer_gone', expected: mine.vehicle } });
    expect(await driver.scan('load', mine.vehicle)).toMatchObject({ ok: true, step: { expect: 'parcel' } });
  });
});

describe('leaving', () => {
  it('takes a driver and something aboard (route_no_driver, load_nothing)', async () => {
    const route = await routeFor(1);
    await must(at(route, 'publish', { acceptViolations: true }));
    await refused(at(route, 'depart'), 409, 'route_no_driver');
    await must(at(route, 'publish', { driverId: floor.driver.userId, acceptViolations: true }));
    const left = [{ parcelId: route.stops[0]!.parcels[0]!.parcelId, reason: 'no room' }];
    await refused(at(route, 'depart', { left }), 409, 'load_nothing');
  });

  it('a door is reached, and a route ended, by a vehicle on the road (route_not_running, route_not_finished)', async () => {
    const route = await released(1);
    const { stopId } = route.stops[0]!;
    await refused(floor.driver.post(`/v1/stops/${stopId}/arrive`, {}), 409, 'route_not_running');
    await refused(floor.driver.post(`/v1/stops/${stopId}/fail`, { reason: 'nobody_home' }), 409, 'route_not_running');
    await refused(at(route, 'close'), 409, 'route_not_finished');
  });
});

it('only what was not delivered comes back (back_not_expected)', async () => {
  const road = await onTheRoad(floor, await routeFor(1));
  await refused(at(road, 'back', { sscc: ssccOf(road) }), 409, 'back_not_expected');
});

it('a driver delivers on a route that is on the road (deliver_no_route)', async () => {
  const idle = await server.as('driver');
  await scanRefused(idle, ['deliver', '000000000000000000'], 'deliver_no_route');
});
