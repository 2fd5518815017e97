import { expect, it } from 'vitest';
import type { Person, TestServer } from '../../support/server.ts';
import { must, useFloor, type Floor } from '../packing/floor.ts';
import { addVan, parcelsFor, planned, stopIdsOf, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const day_ms = 86_400_000;

const publish = ({ routeId }: Shown, driver?: Person) =>
  must(floor.dispatcher.post(`/v1/routes/${routeId}/publish`, { driverId: driver?.userId, acceptViolations: true }));
async function givenRoute(driver: Person): Promise<Shown> {
  const parcels = await parcelsFor(floor, [{ lat: 37.6, lon: 126.8 }]);
  const route = (await planned(floor, parcels, [await addVan(floor)])).routes[0]!;
  await publish(route, driver);
  return route;
}
const routesOf = async (driver: Person, state: string): Promise<Shown[]> =>
  (await must(driver.get(`/v1/routes?siteId=${floor.siteId}&state=${state}`))).routes;
const lostOf = async (driver: Person, state = 'cancelled'): Promise<string[]> =>
  (await routesOf(driver, state)).map(({ routeId }) => routeId);
/** Of one route, what handhelds hear since a moment. */
async function newsOf({ routeId }: Shown, after: string): Promise<string[]> {
  await server.settle();
  const { news } = await must(floor.driver.get(`/v1/news?after=${encodeURIComponent(after)}`));
  return news.flatMap(({ topic, subject }: { topic: string; subject: string }) => (subject === routeId ? [topic] : []));
}

it('is news where its last stop is taken off it, and where an undo brings it back', async () => {
  const route = await givenRoute(floor.driver);
  const { cursor } = await must(floor.driver.get('/v1/news'));
  await must(floor.dispatcher.post('/v1/stops/move', { stopIds: stopIdsOf(route), to: null }));
  expect(await lostOf(floor.driver)).toContain(route.routeId);
  expect(await newsOf(route, cursor)).toContain('dispatch.routeCancelled');
  await must(floor.dispatcher.post('/v1/plan-changes/undo', { siteId: floor.siteId }));
  expect(await lostOf(floor.driver)).not.toContain(route.routeId);
  expect(await newsOf(route, cursor)).toContain('dispatch.routeRevived');
});

it('is news where it goes to another driver, who is nothing to the one before, until that one has it again', async () => {
  const [one, other, third] = [await server.as('driver'), await server.as('driver'), await server.as('driver')];
  const route = await givenRoute(one);
  expect(await lostOf(one, 'passedOn')).toEqual([]);
  const { cursor } = await must(floor.driver.get('/v1/news'));
  await publish(route, other);
  expect(await newsOf(route, cursor)).toContain('dispatch.routePublished');
  expect(await routesOf(one, 'passedOn')).toMatchObject([{ routeId: route.routeId, driverId: null }]);
  expect([await lostOf(other, 'passedOn'), await lostOf(third, 'passedOn')]).toEqual([[], []]);
  // on offer either may take it; then it is gone for the other
  await publish(route);
  expect(await lostOf(other, 'passedOn')).toEqual([]);
  await must(third.post(`/v1/routes/${route.routeId}/accept`, {}));
  for (const driver of [one, other]) expect(await lostOf(driver, 'passedOn')).toEqual([route.routeId]);
  const again = await givenRoute(one);
  await publish(again, other);
  await publish(again, one);
  expect([await lostOf(one, 'passedOn'), await lostOf(other, 'passedOn')]).toEqual([
    [route.routeId],
    expect.arrayContaining([route.routeId, again.routeId]),
  ]);
  expect((await floor.dispatcher.get(`/v1/routes?siteId=${floor.siteId}&state=passedOn`)).body.routes).toEqual([]);
});

it('holds for a driver what was dissolved under him until a day after it would have ended, and for nobody else', async () => {
  const login = 'driver-of-yesterday';
  const driver = await server.as('driver', { login });
  const route = await givenRoute(driver);
  await must(floor.dispatcher.post(`/v1/routes/${route.routeId}/cancel`, {}));
  expect(await lostOf(driver)).toEqual([route.routeId]);
  expect(await lostOf(floor.driver)).not.toContain(route.routeId);
  const end_ms = Date.parse(route.endAt);
  for (const [at_ms, lost] of [
    [end_ms + day_ms - 1000, [route.routeId]],
    [end_ms + day_ms, []],
  ] as const) {
    server.clock.set(new Date(at_ms));
    // nobody stays signed in for so long
    expect(await lostOf(await server.as('driver', { login }))).toEqual(lost);
  }
});
