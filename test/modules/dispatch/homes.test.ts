import { describe, expect, it } from 'vitest';
import { legOf } from '../../../src/dispatch/travel.ts';
import type { TestServer } from '../../support/server.ts';
import { must, useFloor, type Floor } from '../packing/floor.ts';
import { addVan, parcelsFor, planned, showRoute, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const SITE = { lat: 37.6, lon: 126.77 };
const LOADING_MS = 15 * 60_000;
const timeZone = 'Asia/Seoul';
const north = { lat: 37.68, lon: 126.77 };
const south = { lat: 37.52, lon: 126.77 };
const own = (home: object, more: object = {}) => ({ startsFrom: 'home', returnsTo: 'home', home, ...more });
const at = (time: string) => Date.parse(time);
/** Door by door on the meridian of the site, north and south of it. */
const doors = (...lats: number[]) => lats.map((lat) => ({ lat, lon: 126.77 }));

async function only(parcels: Parameters<typeof planned>[1], van: string, more: object = {}): Promise<Shown> {
  const { routes, unassigned } = await planned(floor, parcels, [van], { ...more });
  expect(unassigned).toEqual([]);
  expect(routes).toHaveLength(1);
  return routes[0]!;
}

/** Gives a route up, so that its parcels wait for another plan. */
const giveUp = ({ routeId }: Shown) => must(floor.dispatcher.post(`/v1/routes/${routeId}/cancel`, {}));

describe('a vehicle that its driver takes home', () => {
  it('leaves there when its shift begins, is loaded at the site, and is back there in the end', async () => {
    // nine in the morning is when the tests begin
    const van = await addVan(floor, own(north, { shift: { fromMinute: 540, toMinute: 1_440 } }));
    const parcels = await parcelsFor(floor, doors(37.58, 37.62));
    const nine = server.clock.now();
    const route = await only(parcels, van);
    const there = legOf(north, SITE, { timeZone, at: nine });
    // leaving up to a second later it is nowhere later: arrivals are whole seconds
    const ready = nine.getTime() + there.drive_s * 1000 + LOADING_MS;
    expect(Math.abs(at(route.departAt) - ready)).toBeLessThanOrEqual(2_000);
    expect(route.fromHome).toMatchObject(north);
    expect(Math.abs(at(route.fromHome!.leaveAt) - nine.getTime())).toBeLessThanOrEqual(3_000);
    expect([route.returnsTo, route.end]).toEqual(['home', north]);
    // the door towards its home comes last
    expect(route.stops.map(({ lat }) => lat)).toEqual([37.58, 37.62]);
    const last = route.stops[1]!;
    const doneAt = new Date(at(last.etaAt) + 150_000);
    const back = legOf(last, north, { timeZone, at: doneAt });
    expect(at(route.endAt)).toBe(doneAt.getTime() + back.drive_s * 1000);
    const between = legOf(route.stops[0]!, last, { timeZone, at: nine }).distance_m;
    const out = legOf(SITE, route.stops[0]!, { timeZone, at: nine }).distance_m;
    expect(route.distance_m).toBe(there.distance_m + out + between + back.distance_m);
    await giveUp(route);
  });

  it('visits its doors in the other order where it lives on the other side, and where it may end anywhere', async () => {
    const parcels = await parcelsFor(floor, doors(37.57, 37.63, 37.65));
    const order: Record<string, number[]> = {};
    for (const [name, ends] of Object.entries({
      north: own(north),
      south: own(south),
      anywhere: { returnsTo: 'anywhere' },
    })) {
      const route = await only(parcels, await addVan(floor, ends));
      order[name] = route.stops.map(({ lat }) => lat);
      if (name === 'anywhere') {
        expect([route.returnsTo, route.end, route.fromHome]).toEqual(['anywhere', null, null]);
        expect(at(route.endAt)).toBe(at(route.stops.at(-1)!.etaAt) + 150_000);
      }
      await giveUp(route);
    }
    expect(order).toMatchObject({ north: [37.57, 37.63, 37.65], anywhere: [37.57, 37.63, 37.65] });
    expect(order['south']!.at(-1)).toBe(37.57);
  });

  it('comes from there before its first trip alone, and ends there after its last; a trip given up gives its end back', async () => {
    const small = { capacity: { parcels: 2, weight_g: 50_000, volume_cm3: 500_000 } };
    const van = await addVan(floor, own(north, small));
    const parcels = await parcelsFor(floor, doors(37.61, 37.62, 37.63, 37.64));
    const { routes } = await planned(floor, parcels, [van]);
    const [first, second] = routes.toSorted((one, other) => at(one.departAt) - at(other.departAt)) as [Shown, Shown];
    expect([first.returnsTo, second.returnsTo]).toEqual(['site', 'home']);
    expect([first.fromHome === null, second.fromHome === null]).toEqual([false, true]);
    expect(at(second.departAt)).toBe(at(first.endAt) + LOADING_MS);
    await giveUp(second);
    const alone = await showRoute(floor, first.routeId);
    expect([alone.returnsTo, alone.version]).toEqual(['home', first.version]);
    expect(at(alone.endAt)).not.toBe(at(first.endAt));
    // planned for again, it comes back to the site before
    const again = await planned(floor, parcels, [van]);
    expect(again.routes).toHaveLength(1);
    expect(await showRoute(floor, first.routeId)).toMatchObject({ returnsTo: 'site', endAt: first.endAt });
    expect(again.routes[0]).toMatchObject({ departAt: second.departAt, returnsTo: 'home', fromHome: null });
    for (const route of [...again.routes, first]) await giveUp(route);
  });

  it('is taken where its way to the site is short, and left at home where that way costs more than another vehicle', async () => {
    const parcels = await parcelsFor(floor, doors(37.61));
    const chosenOf = async (homes: object[], more: object = {}) => {
      const vans = [];
      for (const home of homes) vans.push(await addVan(floor, { startsFrom: 'home', home, ...more }));
      const { routes } = await planned(floor, parcels, vans);
      await giveUp(routes[0]!);
      return vans.indexOf(routes[0]!.vehicleId);
    };
    const near = { lat: 37.605, lon: 126.77 };
    expect(await chosenOf([north, near])).toBe(1);
    expect(await chosenOf([near, south])).toBe(0);
  });

  it('goes on to its home from a door that was reached early or late', async () => {
    const van = await addVan(floor, { returnsTo: 'home', home: north });
    const parcels = await parcelsFor(floor, doors(37.59));
    const route = await only(parcels, van);
    const { dispatcher, driver } = floor;
    await must(dispatcher.post(`/v1/routes/${route.routeId}/publish`, { driverId: driver.userId }));
    const [stop] = route.stops;
    await must(driver.post(`/v1/routes/${route.routeId}/load`, { sscc: stop!.parcels[0]!.sscc }));
    await must(driver.post(`/v1/routes/${route.routeId}/depart`, {}));
    await must(driver.post(`/v1/stops/${stop!.stopId}/arrive`, {}));
    const proof = { code: '1234' };
    const parcelIds = [stop!.parcels[0]!.parcelId];
    await must(driver.post(`/v1/stops/${stop!.stopId}/deliver`, { parcelIds, proof }));
    const now = server.clock.now();
    const done = await showRoute(floor, route.routeId);
    const { drive_s } = legOf(stop!, north, { timeZone, at: now });
    expect([done.state, at(done.endAt)]).toEqual(['finished', now.getTime() + drive_s * 1000]);
  });
});

describe('where a vehicle begins and ends', () => {
  it('is changed at the desk, and routes that wait are timed anew', async () => {
    const van = await addVan(floor);
    const route = await only(await parcelsFor(floor, doors(37.61)), van);
    const ends = { skills: ['chilled'], returnsTo: 'anywhere' };
    await must(floor.dispatcher.post(`/v1/vehicles/${van}`, ends));
    const after = await showRoute(floor, route.routeId);
    expect(after).toMatchObject({ returnsTo: 'anywhere', version: route.version });
    expect(at(after.endAt)).toBe(at(route.stops[0]!.etaAt) + 150_000);
    expect(after.distance_m).toBeLessThan(route.distance_m);
    const { vehicles } = await must(floor.dispatcher.get(`/v1/vehicles?siteId=${floor.siteId}`));
    expect(vehicles.find(({ vehicleId }: { vehicleId: string }) => vehicleId === van)).toMatchObject(ends);
    await giveUp(after);
  });

  it('stays as it is where only something else is said anew, until its home is taken back', async () => {
    const van = await addVan(floor, own(north, { skills: ['frozen'] }));
    const shown = async () => {
      const { vehicles } = await must(floor.dispatcher.get(`/v1/vehicles?siteId=${floor.siteId}`));
      return vehicles.find(({ vehicleId }: { vehicleId: string }) => vehicleId === van);
    };
    const say = (to: object) => floor.dispatcher.post(`/v1/vehicles/${van}`, to);
    await must(say({ skills: ['chilled'] }));
    expect(await shown()).toMatchObject({ ...own(north), skills: ['chilled'] });
    await must(say({ startsFrom: 'site' }));
    expect(await shown()).toMatchObject({ ...own(north), startsFrom: 'site', skills: ['chilled'] });
    expect((await say({ home: null })).body.error.code).toBe('home_missing');
    await must(say({ returnsTo: 'site', home: null }));
    expect(await shown()).toMatchObject({ startsFrom: 'site', returnsTo: 'site', home: null, skills: ['chilled'] });
  });

  it('is refused without the coordinates of a home that is used, and for a vehicle of elsewhere', async () => {
    const { siteId, dispatcher } = floor;
    const vehicle = {
      siteId,
      code: 'VEH-HOMELESS',
      capacity: { parcels: 1, weight_g: 1, volume_cm3: 1 },
      shift: { fromMinute: 0, toMinute: 1_440 },
    };
    for (const ends of [{ startsFrom: 'home' }, { returnsTo: 'home' }]) {
      const refused = await dispatcher.post('/v1/vehicles', { ...vehicle, ...ends });
      expect([refused.status, refused.body.error.code]).toEqual([422, 'home_missing']);
    }
    const van = await addVan(floor, own(north));
    const stranger = await server.as('dispatcher');
    await server.db.raw('DELETE FROM user_site WHERE user_id = ?', [stranger.userId]);
    const elsewhere = await stranger.post(`/v1/vehicles/${van}`, {});
    expect([elsewhere.status, elsewhere.body.error.code]).toEqual([404, 'vehicle_not_found']);
  });

  it('is told to the desk and to who drives it, and to no other', async () => {
    const van = await addVan(floor, own(north));
    const route = await only(await parcelsFor(floor, doors(37.61)), van);
    const { dispatcher, driver, picker } = floor;
    await must(dispatcher.post(`/v1/routes/${route.routeId}/publish`, {}));
    const seenBy = async (person: typeof driver) => {
      const { fromHome, end } = await must(person.get(`/v1/routes/${route.routeId}`));
      return [fromHome, end];
    };
    expect(await seenBy(driver)).toEqual([null, null]);
    expect(await seenBy(picker)).toEqual([null, null]);
    await must(driver.post(`/v1/routes/${route.routeId}/accept`, {}));
    expect(await seenBy(driver)).toMatchObject([north, north]);
    const { vehicles } = await must(picker.get(`/v1/vehicles?siteId=${floor.siteId}`));
    expect(vehicles.every(({ home }: { home: unknown }) => home === null)).toBe(true);
    await giveUp(route);
  });
});
