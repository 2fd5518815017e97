import { expect, it } from 'vitest';
import type { TestServer } from '../../support/server.ts';
import { must, useFloor, type Floor } from '../packing/floor.ts';
import { addVan, onTheRoad, parcelsFor, planned, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const minutes = (more: number) => new Date(server.clock.now().getTime() + more * 60_000).toISOString();
const change = (path: string, to: object) => floor.dispatcher.post(`/v1/${path}`, to);

async function only(vehicleId: string, lat: number, more: Record<string, unknown> = {}): Promise<Shown> {
  const { routes } = await planned(floor, await parcelsFor(floor, [{ lat, lon: 126.77 }]), [vehicleId], more);
  expect(routes).toHaveLength(1);
  return routes[0]!;
}

it('leaves a driver’s shift as it is while he has a route in it, and names the route', async () => {
  const { dispatcher, driver, siteId } = floor;
  const times = { fromAt: minutes(1), toAt: minutes(300) };
  const shift = await must(dispatcher.post('/v1/shifts', { siteId, ...times, pay_krw: 0, driverId: driver.userId }));
  const route = await only(await addVan(floor), 37.61);
  await must(dispatcher.post(`/v1/routes/${route.routeId}/publish`, { driverId: driver.userId }));
  const inRoute = {
    code: 'shift_in_route',
    got: route.vehicle,
    details: { routeId: route.routeId, vehicle: route.vehicle, departAt: expect.any(String) },
  };
  const path = `shifts/${shift.shiftId}`;
  for (const refused of [await change(path, { toAt: minutes(360) }), await change(`${path}/withdraw`, {})]) {
    expect([refused.status, refused.body.error]).toMatchObject([409, inRoute]);
  }
  // another shift of his, later, has no route
  const later = { fromAt: minutes(600), toAt: minutes(700) };
  const free = await must(dispatcher.post('/v1/shifts', { siteId, ...later, pay_krw: 0, driverId: driver.userId }));
  expect((await change(`shifts/${free.shiftId}`, { toAt: minutes(720) })).status).toBe(200);
  await must(dispatcher.post(`/v1/routes/${route.routeId}/cancel`, {}));
  expect((await change(path, { toAt: minutes(360) })).body.toAt).toBe(minutes(360));
  expect((await change(`${path}/withdraw`, {})).body.state).toBe('withdrawn');
});

it('drives a vehicle by its new hours from the next plan on, and changes none while it has a route', async () => {
  const vehicleId = await addVan(floor, { shift: { fromMinute: 540, toMinute: 1_080 } });
  const path = `vehicles/${vehicleId}`;
  const late = { shift: { fromMinute: 780, toMinute: 1_200 } };
  expect((await change(path, { shift: { fromMinute: 780, toMinute: 780 } })).body.error).toMatchObject({
    code: 'route_shift_too_long',
    field: 'shift.toMinute',
  });
  expect((await change(path, late)).status).toBe(200);
  // what it is already changes nothing, and nobody hears of it
  await server.settle();
  const { cursor } = await must(floor.dispatcher.get('/v1/news'));
  for (const same of [{}, late, { skills: [], startsFrom: 'site', home: null }]) {
    expect((await change(path, same)).body).toEqual({ vehicleId });
  }
  await server.settle();
  const { news } = await must(floor.dispatcher.get(`/v1/news?after=${encodeURIComponent(cursor)}`));
  expect(news.filter(({ subject }: { subject: string }) => subject === vehicleId)).toEqual([]);
  const { vehicles } = await must(floor.dispatcher.get(`/v1/vehicles?siteId=${floor.siteId}`));
  expect(vehicles.find((one: { vehicleId: string }) => one.vehicleId === vehicleId)).toMatchObject(late);
  const route = await only(vehicleId, 37.62);
  // one in the afternoon of the site, four hours after the tests begin
  expect(Date.parse(route.departAt)).toBeGreaterThanOrEqual(Date.parse('2026-11-20T04:00:00Z'));
  const early = { shift: { fromMinute: 540, toMinute: 1_200 } };
  const refused = await change(path, early);
  expect([refused.status, refused.body.error]).toMatchObject([
    409,
    { code: 'shift_in_route', got: route.vehicle, details: { routeId: route.routeId } },
  ]);
  // the same hours, and what has nothing to do with them, are no change of the shift
  expect((await change(path, { ...late, returnsTo: 'anywhere' })).status).toBe(200);
  await must(floor.dispatcher.post(`/v1/routes/${route.routeId}/cancel`, {}));
  expect((await change(path, early)).status).toBe(200);
});

it('changes no hours of a vehicle on the road', async () => {
  const vehicleId = await addVan(floor);
  await onTheRoad(floor, await only(vehicleId, 37.63));
  const refused = await change(`vehicles/${vehicleId}`, { shift: { fromMinute: 0, toMinute: 600 } });
  expect(refused.body.error.code).toBe('shift_in_route');
});
