import { describe, expect, it } from 'vitest';
import { dayPace, type Behind } from '../../../src/dispatch/eta.ts';
import type { Person, TestServer } from '../../support/server.ts';
import { must, useFloor, type Floor } from '../packing/floor.ts';
import { addVan, onTheRoad, parcelsFor, planned, showRoute, type Shown } from './fleet.ts';

const some = (count: number, { reckoned_s, took_s }: Behind): Behind[] =>
  Array.from({ length: count }, () => ({ reckoned_s, took_s }));

describe('the pace of a day', () => {
  const slow = (count: number) => dayPace({ legs: some(count, { reckoned_s: 300, took_s: 600 }), doors: [] });

  it('is as reckoned where nothing is behind, and nearer to what was seen with each leg', () => {
    expect(slow(0)).toEqual({ drive: 1, service: 1 });
    const paces = [1, 4, 12, 60].map((count) => slow(count).drive);
    expect(paces).toEqual(paces.toSorted((one, other) => one - other));
    expect(paces[0]).toBeLessThan(1.2);
    expect(paces[3]).toBeGreaterThan(1.85);
    expect(paces[3]).toBeLessThanOrEqual(2);
  });

  it('tells driving from what is done at doors', () => {
    const doors = some(20, { reckoned_s: 150, took_s: 100 });
    const { drive, service } = dayPace({ legs: some(20, { reckoned_s: 300, took_s: 300 }), doors });
    expect(drive).toBeCloseTo(1, 6);
    expect(service).toBeLessThan(0.75);
  });
});

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const doors = (count: number) => Array.from({ length: count }, (_, i) => ({ lat: 37.62 + i * 0.02, lon: 126.77 }));
const pass = (seconds: number) => server.clock.set(new Date(server.clock.now().getTime() + seconds * 1000));
const now = () => server.clock.now().getTime();

/** A route of so many doors to the north that a driver has just left on. */
async function leaves(driver: Person, count = 4): Promise<Shown> {
  const parcels = await parcelsFor(floor, doors(count));
  const [route] = (await planned(floor, parcels, [await addVan(floor)])).routes;
  return onTheRoad({ ...floor, driver }, route!);
}

/** Drives a route to its end, every leg and door so many times as long as planned. */
async function drives(driver: Person, route: Shown, times: number): Promise<void> {
  let planned_ms = now();
  for (const { stopId, etaAt, parcels } of route.stops) {
    const leg_s = (Date.parse(etaAt) - planned_ms) / 1000;
    pass(leg_s * times);
    await must(driver.post(`/v1/stops/${stopId}/arrive`, {}));
    pass(150 * times);
    const parcelIds = parcels.map(({ parcelId }) => parcelId);
    await must(driver.post(`/v1/stops/${stopId}/deliver`, { parcelIds, proof: { code: '1' } }));
    planned_ms = Date.parse(etaAt) + 150_000;
  }
}

/** Seconds from now to the last door, as the board shows it after arrivals were reckoned. */
async function last_s({ routeId }: Shown): Promise<number> {
  pass(31);
  await server.app.jobs!.runDue();
  const { stops } = await showRoute(floor, routeId);
  return (Date.parse(stops.at(-1)!.etaAt) - now()) / 1000;
}

describe('who was slow on a route', () => {
  it('is expected later on his next one than somebody who was not, and as reckoned on another day', async () => {
    const [slow, steady] = [await server.as('driver'), await server.as('driver')];
    for (const [driver, times] of [
      [slow, 1.8],
      [steady, 1],
    ] as const)
      await drives(driver, await leaves(driver, 6), times);
    // the same hour for both: the roads are no faster for one of them
    const [his, other] = [await leaves(slow), await leaves(steady)];
    const [after, before] = [await last_s(his), await last_s(other)];
    expect(after / before).toBeGreaterThan(1.25);
    expect(after / before).toBeLessThan(1.8);
    const age = `UPDATE route SET departed_at = departed_at - interval '17 hours' WHERE driver_id = ? AND state = 'finished'`;
    await server.db.raw(age, [slow.userId]);
    const [one, two] = [await last_s(his), await last_s(other)];
    expect(one / two).toBeGreaterThan(0.9);
    expect(one / two).toBeLessThan(1.1);
  });
});

describe('what is left of a route', () => {
  /** The rest as a proposal weighs it, from the fifth door of eight on, after he was sent the long way round. */
  async function rest_s(times: number): Promise<number> {
    const driver = await server.as('driver');
    const route = await leaves(driver, 8);
    await drives(driver, { ...route, stops: route.stops.slice(0, 4) }, times);
    const far = route.stops.at(-1)!;
    const positions = [{ at: server.clock.now().toISOString(), lat: far.lat + 0.01, lon: far.lon, accuracy_m: 10 }];
    await must(driver.post('/v1/positions', { siteId: floor.siteId, positions }));
    const asked = { siteId: floor.siteId, pool: false, seconds: 0.3, routeIds: [route.routeId] };
    const { routes } = await must(floor.dispatcher.post('/v1/plan-proposals', asked));
    expect(routes).toHaveLength(1);
    return routes[0].cost.before.duration_s;
  }

  it('is weighed and planned anew at the pace of its driver', async () => {
    const [steady, slow] = [await rest_s(1), await rest_s(1.8)];
    expect(slow / steady).toBeGreaterThan(1.2);
    expect(slow / steady).toBeLessThan(1.8);
  });
});
