import { expect, test } from 'vitest';
import { type TestServer } from '../../support/server.ts';
import { must, useFloor, type Floor } from '../packing/floor.ts';
import { addVan, parcelsFor, planned, showRoute, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const inMinutes = (minutes: number) => new Date(server.clock.now().getTime() + minutes * 60_000).toISOString();
const window = (from: number, to: number) => ({ from: inMinutes(from), to: inMinutes(to) });
const ask = (more: Record<string, unknown>) =>
  floor.dispatcher.post('/v1/insertion-offers', { siteId: floor.siteId, lat: 37.605, lon: 126.8, ...more });

test('offers each window at its cheapest place, leaves out what nobody can keep, and hurts no other promise', async () => {
  const vans = [await addVan(floor), await addVan(floor)];
  const doors = [37.6, 37.61, 37.62].map((lat) => ({ lat, lon: 126.8 }));
  const far = [37.4, 37.41].map((lat) => ({ lat, lon: 127.1 }));
  const routes: Shown[] = [];
  for (const [at, there] of [doors, far].entries()) {
    routes.push((await planned(floor, await parcelsFor(floor, there), [vans[at]!])).routes[0]!);
  }
  const [near] = routes;
  const { offers } = await must(ask({ windows: [window(0, 1), window(2, 240), window(241, 480)] }));
  // the hours decide which is cheaper: roads are freer at one o'clock than at nine
  expect(offers.map((one: { from: string }) => one.from)).toEqual([inMinutes(241), inMinutes(2)]);
  expect(offers[0]).toMatchObject({ routeId: near!.routeId, version: near!.version });
  expect(offers[0].distance_m).toBeLessThan(1_000);
  expect(offers[0].cost).toBeLessThanOrEqual(offers[1].cost);
  for (const { beginAt, from, to } of offers) {
    expect(beginAt >= from && beginAt <= to).toBe(true);
  }
  expect((await showRoute(floor, near!.routeId)).version).toBe(near!.version);
});

test('offers nothing that a vehicle cannot carry, nor a place before what is locked', async () => {
  const van = await addVan(floor, { capacity: { parcels: 3, weight_g: 50_000, volume_cm3: 500_000 } });
  const doors = [37.6, 37.61].map((lat) => ({ lat, lon: 126.8 }));
  const [route] = (await planned(floor, await parcelsFor(floor, doors), [van])).routes;
  const windows = [window(1, 600)];
  const routeIds = [route!.routeId];
  expect((await must(ask({ windows, routeIds, parcels: 2 }))).offers).toEqual([]);
  expect((await must(ask({ windows, routeIds, temperature: 'chilled' }))).offers).toEqual([]);
  expect((await must(ask({ windows, routeIds }))).offers[0].position).toBeLessThan(3);
  const stopIds = [route!.stops.at(-1)!.stopId];
  await must(floor.dispatcher.post(`/v1/routes/${route!.routeId}/lock`, { locked: true, place: true, stopIds }));
  expect((await must(ask({ windows, routeIds }))).offers[0].position).toBe(3);
  const crossed = await ask({ windows: [window(1, 60), window(30, 90)] });
  expect(crossed.body.error).toMatchObject({ field: 'windows.1' });
});
