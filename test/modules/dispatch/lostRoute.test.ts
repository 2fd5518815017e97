import { expect, it } from 'vitest';
import type { Person, TestServer } from '../../support/server.ts';
import { must, useFloor, type Floor } from '../packing/floor.ts';
import { addVan, parcelsFor, planned, stopIdsOf, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const day_ms = 86_400_000;

async function givenRoute({ userId }: Person): Promise<Shown> {
  const parcels = await parcelsFor(floor, [{ lat: 37.6, lon: 126.8 }]);
  const route = (await planned(floor, parcels, [await addVan(floor)])).routes[0]!;
  const give = { driverId: userId, acceptViolations: true };
  await must(floor.dispatcher.post(`/v1/routes/${route.routeId}/publish`, give));
  return route;
}
const lostOf = async (driver: Person): Promise<string[]> => {
  const { routes } = await must(driver.get(`/v1/routes?siteId=${floor.siteId}&state=cancelled`));
  return routes.map(({ routeId }: Shown) => routeId);
};
/** Of one route, what handhelds hear since a moment. */
async function newsOf({ routeId }: Shown, after: string): Promise<string[]> {
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
