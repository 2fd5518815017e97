import { expect, test } from 'vitest';
import { type TestServer } from '../../support/server.ts';
import { must, useFloor, type Floor, type Packed } from '../packing/floor.ts';
import { addVan, parcelsFor } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

function asked(parcels: Packed[], vehicleIds: string[], more: Record<string, unknown> = {}) {
  const parcelIds = parcels.map(({ parcelId }) => parcelId);
  return { siteId: floor.siteId, parcelIds, vehicleIds, seconds: 0.3, ...more };
}

const plan = (parcels: Packed[], vehicleIds: string[], more = {}) =>
  must(floor.dispatcher.post('/v1/route-plans', asked(parcels, vehicleIds, more)));

interface Shown {
  routeId: string;
  version: number;
  stops: { stopId: string; parcels: { parcelId: string }[] }[];
}
const idsOf = (route: Shown) => route.stops.flatMap((stop) => stop.parcels.map(({ parcelId }) => parcelId));

const around = (count: number) => Array.from({ length: count }, (_, i) => ({ lat: 37.6 + i * 0.01, lon: 126.8 }));

test('one stop for all parcels of one door, and a second trip for what the van cannot hold at once', async () => {
  const van = await addVan(floor, { capacity: { parcels: 2, weight_g: 50_000, volume_cm3: 500_000 } });
  const here = { lat: 37.6, lon: 126.8 };
  const parcels = await parcelsFor(floor, [here, here, { lat: 37.61, lon: 126.82 }]);
  const { routes, unassigned } = await plan(parcels, [van]);
  expect(unassigned).toEqual([]);
  expect(routes).toHaveLength(2);
  const sizes = routes.flatMap((route: Shown) => route.stops.map((stop) => stop.parcels.length)).sort();
  expect(sizes).toEqual([1, 2]);
  const [first, second] = [...routes].sort((a, b) => Date.parse(a.departAt) - Date.parse(b.departAt));
  expect(Date.parse(second.departAt)).toBeGreaterThan(Date.parse(first.endAt));
});

test('says of every parcel that cannot go why not', async () => {
  const van = await addVan(floor);
  const cold = await parcelsFor(floor, [{ lat: 37.6, lon: 126.8 }], { temperature: 'frozen' });
  const warm = await plan(cold, [van]);
  expect(warm.unassigned).toMatchObject([{ parcelId: cold[0]!.parcelId, reason: { code: 'skills_missing' } }]);
  const freezer = await addVan(floor, { skills: ['frozen'] });
  expect((await plan(cold, [freezer])).unassigned).toEqual([]);

  const [held] = await parcelsFor(floor, [{ lat: 37.6, lon: 126.8 }]);
  const { siteId, dispatcher } = floor;
  await must(dispatcher.post(`/v1/parcels/${held!.parcelId}/hold`, { siteId, reason: 'wrong_address' }));
  expect((await plan([held!], [van])).unassigned).toMatchObject([{ reason: { code: 'held' } }]);
  await must(dispatcher.post(`/v1/parcels/${held!.parcelId}/hold`, { siteId, reason: null }));
  expect((await plan([held!], [van])).unassigned).toEqual([]);

  const night = await addVan(floor, { shift: { fromMinute: 60, toMinute: 120 } });
  const [late] = await parcelsFor(floor, [{ lat: 37.6, lon: 126.8 }]);
  expect((await plan([late!], [night])).unassigned).toMatchObject([{ reason: { code: 'no_vehicle' } }]);
});

test('plans a stop that is late anyway, tells by how much, and asks who accepts it', async () => {
  const van = await addVan(floor);
  const promiseBy = new Date(server.clock.now().getTime() + 60_000).toISOString();
  const parcels = await parcelsFor(floor, [{ lat: 37.9, lon: 126.8, promiseBy }]);
  const { routes, summary } = await plan(parcels, [van]);
  expect(summary.late).toBe(1);
  const [route] = routes;
  expect(route.stops[0].late_s).toBeGreaterThan(1_800);
  expect(route.violations).toMatchObject([{ kind: 'late', subject: route.stops[0].stopId, acceptedBy: null }]);
  const { dispatcher, driver } = floor;
  const publish = (acceptViolations: boolean) =>
    dispatcher.post(`/v1/routes/${route.routeId}/publish`, { driverId: driver.userId, acceptViolations });
  expect((await publish(false)).body.error).toMatchObject({ code: 'route_violations', details: [{ kind: 'late' }] });
  expect((await must(publish(true))).violations).toMatchObject([{ acceptedBy: dispatcher.userId }]);
});

test('of two plans at the same time each parcel is on one route only', async () => {
  const vehicles = [await addVan(floor), await addVan(floor)];
  const parcels = await parcelsFor(floor, around(4));
  const answers = await Promise.all(
    vehicles.map((van) => floor.dispatcher.post('/v1/route-plans', asked(parcels, [van], { seconds: 1 }))),
  );
  const won = answers.filter(({ status }) => status === 201);
  const planned = won.flatMap(({ body }) => body.routes.flatMap(idsOf));
  expect(new Set(planned)).toEqual(new Set(parcels.map(({ parcelId }) => parcelId)));
  expect(planned).toHaveLength(parcels.length);
  for (const { status, body } of answers) if (status !== 201) expect(body.error.code).toBe('plan_moved');
});

test('moves stops to another route in the order in which they are named, on the version that was seen', async () => {
  const [a, b] = [await addVan(floor), await addVan(floor)];
  const [one] = (await plan(await parcelsFor(floor, around(3)), [a])).routes as Shown[];
  const [two] = (await plan(await parcelsFor(floor, around(2)), [b])).routes as Shown[];
  const stopIds = [one!.stops[2]!.stopId, one!.stops[0]!.stopId];
  const move = (version: number) =>
    floor.dispatcher.post('/v1/stops/move', { stopIds, to: { routeId: two!.routeId, version, position: 2 } });
  const stale = await move(two!.version + 1);
  expect(stale.body.error).toMatchObject({ code: 'plan_moved', details: { route: { routeId: two!.routeId } } });
  await must(move(two!.version));
  const now: Shown = await must(floor.dispatcher.get(`/v1/routes/${two!.routeId}`));
  expect(now.stops.map(({ stopId }) => stopId)).toEqual([two!.stops[0]!.stopId, ...stopIds, two!.stops[1]!.stopId]);
  expect((await move(two!.version)).body.error.code).toBe('plan_moved');
  const rest: Shown = await must(floor.dispatcher.get(`/v1/routes/${one!.routeId}`));
  expect(rest.stops.map(({ stopId }) => stopId)).toEqual([one!.stops[1]!.stopId]);
});

test('a stop put back to the pool is planned again, and an emptied route is cancelled', async () => {
  const van = await addVan(floor);
  const parcels = await parcelsFor(floor, around(1));
  const [route] = (await plan(parcels, [van])).routes as Shown[];
  const { routes } = await must(
    floor.dispatcher.post('/v1/stops/move', { stopIds: [route!.stops[0]!.stopId], to: null }),
  );
  expect(routes).toMatchObject([{ state: 'cancelled', stops: [] }]);
  const again = (await plan(parcels, [van])).routes as Shown[];
  expect(again.flatMap(idsOf)).toEqual([parcels[0]!.parcelId]);
});

test('planning anew leaves a locked stop on its vehicle and a locked route as it is', async () => {
  const [a, b] = [await addVan(floor), await addVan(floor)];
  const parcels = await parcelsFor(floor, around(3));
  const [route] = (await plan(parcels, [a])).routes as Shown[];
  const locked = route!.stops[1]!;
  await must(floor.dispatcher.post(`/v1/routes/${route!.routeId}/lock`, { locked: true, stopIds: [locked.stopId] }));
  const again = await plan([], [a, b], { routeIds: [route!.routeId] });
  expect(again.unassigned).toEqual([]);
  expect(again.routes.flatMap(idsOf).sort()).toEqual(parcels.map(({ parcelId }) => parcelId).sort());
  const mine = again.routes.find((one: Shown) => idsOf(one).includes(locked.parcels[0]!.parcelId));
  expect(mine.vehicleId).toBe(a);
  expect((await must(floor.dispatcher.get(`/v1/routes/${route!.routeId}`))).state).toBe('cancelled');
  await must(floor.dispatcher.post(`/v1/routes/${mine.routeId}/lock`, { locked: true }));
  const refused = await floor.dispatcher.post('/v1/route-plans', asked([], [a, b], { routeIds: [mine.routeId] }));
  expect(refused.body.error).toMatchObject({ code: 'plan_moved', got: mine.routeId });
});

test('an offered route is taken by one driver of the ten who want it', async () => {
  const [route] = (await plan(await parcelsFor(floor, around(1)), [await addVan(floor)])).routes as Shown[];
  await must(floor.dispatcher.post(`/v1/routes/${route!.routeId}/publish`, {}));
  const drivers = await Promise.all(Array.from({ length: 10 }, () => server.as('driver')));
  const answers = await Promise.all(drivers.map((driver) => driver.post(`/v1/routes/${route!.routeId}/accept`, {})));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.error?.code === 'offer_gone').length + 1).toBeGreaterThanOrEqual(2);
  for (const { status } of answers) expect([200, 404, 409]).toContain(status);
});

test('a shift on offer is accepted by exactly one driver, and by nobody once it has ended', async () => {
  const { siteId, dispatcher } = floor;
  const at = server.clock.now().getTime();
  const time = (minutes: number) => new Date(at + minutes * 60_000).toISOString();
  const body = { siteId, fromAt: time(60), toAt: time(300), pay_krw: 90_000, endsAt: time(30) };
  const { shiftId } = await must(dispatcher.post('/v1/shifts', body));
  const drivers = await Promise.all(Array.from({ length: 8 }, () => server.as('driver')));
  const answers = await Promise.all(drivers.map((driver) => driver.post(`/v1/shifts/${shiftId}/accept`, {})));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.error?.code === 'offer_gone')).toHaveLength(7);
  const winner = drivers[answers.findIndex(({ status }) => status === 200)]!;
  expect((await winner.post(`/v1/shifts/${shiftId}/accept`, {})).status).toBe(200);
  const other = await must(dispatcher.post('/v1/shifts', body));
  expect((await winner.post(`/v1/shifts/${other.shiftId}/accept`, {})).body.error.code).toBe('shift_overlaps');
  server.clock.set(new Date(at + 31 * 60_000));
  const late = await drivers[0]!.post(`/v1/shifts/${other.shiftId}/accept`, {});
  expect(['offer_gone', 'shift_overlaps']).toContain(late.body.error.code);
});
