import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLoading } from '../../../solver/loading/check.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { auditRows, must, openFloor, type Floor } from '../packing/floor.ts';
import { addVan, parcelsFor, planned, showRoute } from './fleet.ts';

let server: TestServer;
let floor: Floor;

beforeAll(async () => {
  server = await startServer();
  floor = await openFloor(server);
  await server.app.jobs!.runDue();
});
afterAll(async () => {
  expect(await auditRows(server)).toEqual([]);
  await server.close();
});

type Size = [number, number, number];
const bay_mm: Size = [1_600, 700, 700];
/** BOX-S as it is turned at most: 250 × 200 × 150. */
const [long, short, high] = [250, 200, 150];

test('says where each parcel goes so that every stop opens to the door, and loads in that order', async () => {
  const { dispatcher, driver } = floor;
  const van = await addVan(floor, { bay_mm });
  const doors = Array.from({ length: 12 }, (_, i) => ({ lat: 37.6 + Math.floor(i / 3) / 100, lon: 126.8 }));
  const [route] = (await planned(floor, await parcelsFor(floor, doors), [van])).routes;
  const { routeId } = route!;
  await must(dispatcher.post(`/v1/routes/${routeId}/publish`, { driverId: driver.userId, acceptViolations: true }));
  const plan = await must(dispatcher.post(`/v1/routes/${routeId}/load-plan`, {}));
  expect([plan.isWhole, plan.places.length]).toEqual([true, 12]);
  const item = (parcelId: string) => ({ id: parcelId, size: [long, short, high] as Size, fragile: false });
  const stopOf = new Map(route!.stops.flatMap((stop) => stop.parcels.map(({ parcelId }) => [parcelId, stop.stopId])));
  const problem = {
    vehicle: { size: bay_mm },
    stops: route!.stops.map(({ stopId, parcels }) => ({ id: stopId, items: parcels.map((one) => item(one.parcelId)) })),
    support: 0.7,
  };
  // the answer names no turn about the upright: one of the two stands free of faults
  const shown = plan.places.map((place: { parcelId: string; x_mm: number; y_mm: number; z_mm: number }) => ({
    stop: stopOf.get(place.parcelId)!,
    id: place.parcelId,
    at: [place.x_mm, place.y_mm, place.z_mm] as Size,
    size: [long, short, high] as Size,
  }));
  expect(shown.map(({ stop }: { stop: string }) => stop)).toEqual(
    route!.stops.toReversed().flatMap(({ stopId, parcels }) => parcels.map(() => stopId)),
  );
  expect(
    checkLoading(problem, { feasible: true, items: shown }).filter((fault) => /bars|lies on|unknown/.test(fault)),
  ).toEqual([]);

  const ssccOf = new Map(route!.stops.flatMap(({ parcels }) => parcels.map(({ parcelId, sscc }) => [parcelId, sscc])));
  let answer = await driver.scan('load', route!.vehicle);
  for (const { parcelId, depth, side } of plan.places) {
    expect(answer.step.show.lines[0].value).toBe(ssccOf.get(parcelId));
    const where = { cab: 'At the cab', middle: 'In the middle', door: 'At the door' }[depth as 'cab'];
    expect(answer.step.show.why).toMatch(new RegExp(`^${where}, ${side}, on`));
    // the place stands once, on the sign
    expect(answer.step.show.lines[0].label).toBe('Next');
    answer = await driver.scan('load', ssccOf.get(parcelId)!);
  }
  expect(answer.step.title).toBe('All loaded: depart');
  expect(plan.places[0].depth).toBe('cab');
  await must(driver.post(`/v1/routes/${routeId}/depart`, {}));
  expect((await dispatcher.post(`/v1/routes/${routeId}/load-plan`, {})).body.error.code).toBe('route_left');
});

test('plans the load of a released route by itself, and again once its stops stand or its vehicle is measured otherwise', async () => {
  const { dispatcher, driver } = floor;
  const van = await addVan(floor);
  const doors = Array.from({ length: 3 }, (_, i) => ({ lat: 37.6 + i / 100, lon: 126.8 }));
  const [route] = (await planned(floor, await parcelsFor(floor, doors), [van])).routes;
  const { routeId } = route!;
  await must(dispatcher.post(`/v1/routes/${routeId}/publish`, { driverId: driver.userId, acceptViolations: true }));
  const first = async () => {
    const { step } = await driver.scan('load', route!.vehicle);
    return [step.show.big, step.show.why !== undefined];
  };
  expect(await first()).toEqual(['3', false]);
  server.clock.set(new Date(server.clock.now().getTime() + 3_000));
  await server.app.jobs!.runDue();
  expect(await first()).toEqual(['3', true]);
  await must(dispatcher.post(`/v1/vehicles/${van}`, { bay_mm }));
  expect(await first()).toEqual(['3', false]);
  server.clock.set(new Date(server.clock.now().getTime() + 3_000));
  await server.app.jobs!.runDue();
  expect(await first()).toEqual(['3', true]);
  const { version } = await showRoute(floor, routeId);
  const to = { routeId, version, position: 1 };
  await must(dispatcher.post('/v1/stops/move', { stopIds: [route!.stops[2]!.stopId], to }));
  expect(await first()).toEqual(['3', false]);
});
