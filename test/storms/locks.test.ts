import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom, type Random } from '../../src/commands/day/random.ts';
import {
  addVan,
  onTheRoad,
  parcelsFor,
  planned,
  showRoute,
  type Shown,
  type ShownStop,
} from '../modules/dispatch/fleet.ts';
import { must, openFloor, type Floor } from '../modules/packing/floor.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { noteReached, rounds, seed } from './size.ts';

/** A thousand with `npm run bench -- storms --rounds 84`. */
const PROPOSALS = 12 * rounds;
const ROUTES = 3;
const DOORS = 5;

let server: TestServer;
let floor: Floor;
let routeIds: string[];

beforeAll(async () => {
  server = await startServer();
  floor = await openFloor(server);
  const doors = (of: number) =>
    Array.from({ length: DOORS }, (_, i) => ({
      lat: 37.55 + ((i * 7 + of * 3) % 11) / 100,
      lon: 126.8 + of / 50 + i / 90,
    }));
  const routes: Shown[] = [];
  for (let of = 0; of <= ROUTES; of++) {
    const parcels = await parcelsFor(floor, doors(of));
    routes.push((await planned(floor, parcels, [await addVan(floor)])).routes[0]!);
  }
  routeIds = routes.map(({ routeId }) => routeId);
  // the last one has left, and one of its doors is behind it
  const gone = await onTheRoad(floor, routes.at(-1)!);
  const [first] = gone.stops;
  await must(floor.driver.post(`/v1/stops/${first!.stopId}/fail`, { reason: 'nobody_home' }));
});
afterAll(async () => {
  await server?.close();
});

const board = () => Promise.all(routeIds.map((routeId) => showRoute(floor, routeId)));
const ids = (stops: ShownStop[]) => stops.map(({ stopId }) => stopId);

/** What a proposal for some routes has changed that it should have left alone. */
function broken(before: Shown[], after: Shown[], scope: string[]): string[] {
  const faults: string[] = [];
  const routeOf = new Map(
    after.flatMap(({ routeId, stops }) => ids(stops).map((stopId) => [stopId, routeId] as const)),
  );
  for (const [at, route] of before.entries()) {
    const now = after[at]!;
    const same = (part: ShownStop[]) => ids(now.stops).slice(0, part.length).join() === ids(part).join();
    if ((route.locked || !scope.includes(route.routeId)) && ids(now.stops).join() !== ids(route.stops).join()) {
      faults.push(`${route.vehicle} changed`);
    }
    const done = route.stops.filter(({ state }) => state !== 'planned').length;
    const pinned = route.stops.findLastIndex((stop) => stop.pinned) + 1;
    if (!same(route.stops.slice(0, Math.max(done, pinned)))) faults.push(`${route.vehicle}: a place changed`);
    for (const { stopId, locked } of route.stops) {
      const stays = locked || route.state === 'running';
      if (stays && routeOf.get(stopId) !== route.routeId) faults.push(`${stopId} changed its vehicle`);
      if (!routeOf.has(stopId)) faults.push(`${stopId} is gone`);
    }
  }
  return faults;
}

/** A stop of a route that has not left goes anywhere, or some lock is set or opened. */
async function disturb(random: Random): Promise<void> {
  const { dispatcher } = floor;
  const routes = (await board()).filter(({ state, stops }) => state === 'planned' && stops.length > 0);
  const route = random.pick(routes);
  if (random.int(2) === 0) {
    const target = random.pick(routes);
    if (route !== target && route.stops.length === 1) return;
    const to = { routeId: target.routeId, version: target.version, position: 1 + random.int(target.stops.length) };
    await dispatcher.post('/v1/stops/move', { stopIds: [random.pick(route.stops).stopId], to });
    return;
  }
  const locked = random.int(2) === 0;
  const whole = random.int(4) === 0 || (route.locked && !locked);
  const more = whole ? {} : { stopIds: [random.pick(route.stops).stopId], place: random.int(2) === 0 };
  await must(dispatcher.post(`/v1/routes/${route.routeId}/lock`, { locked, ...more }));
}

async function openAll(routes: Shown[]): Promise<void> {
  for (const { routeId, state, stops, locked } of routes) {
    if (state === 'cancelled') continue;
    const url = `/v1/routes/${routeId}/lock`;
    if (locked) await must(floor.dispatcher.post(url, { locked: false }));
    const stopIds = ids(stops.filter((stop) => stop.state === 'planned'));
    await must(floor.dispatcher.post(url, { locked: false, stopIds }));
  }
}

/** Has some routes planned anew; whether anything moved. */
async function replan(random: Random, scope: string[]): Promise<boolean> {
  const asked = { siteId: floor.siteId, routeIds: scope, seconds: 0.1, seed: 1 + random.int(1000) };
  const diff = await must(floor.dispatcher.post('/v1/plan-proposals', asked));
  await must(floor.dispatcher.post(`/v1/plan-proposals/${diff.proposalId}/accept`, {}));
  return diff.moves.length > 0;
}

describe(`planning anew what is in part locked (seed ${seed})`, () => {
  it('leaves the locked part as it is, whatever is locked and whatever is asked', async () => {
    const random = makeRandom(seed);
    const reached = { proposals: 0, moving: 0, lockedStops: 0, lockedPlaces: 0, lockedRoutes: 0, caught: 0 };
    // a board that forgets its locks goes on until it is caught
    for (let turn = 0; turn < PROPOSALS || (reached.caught === 0 && turn < 5 * PROPOSALS); turn++) {
      for (let i = 0; i < 3; i++) await disturb(random);
      const scope = routeIds.filter(() => random.int(4) > 0);
      if (scope.length === 0) continue;
      const before = await board();
      const forgets = turn % 4 === 3 || turn >= PROPOSALS;
      if (forgets) await openAll(before);
      const hasMoved = await replan(random, scope);
      const faults = broken(before, await board(), scope);
      const stops = before.flatMap((route) => route.stops);
      reached.proposals += 1;
      reached.moving += hasMoved ? 1 : 0;
      reached.lockedStops += stops.filter(({ locked, pinned }) => locked && !pinned).length;
      reached.lockedPlaces += stops.filter(({ pinned }) => pinned).length;
      reached.lockedRoutes += before.filter(({ locked }) => locked).length;
      if (forgets) reached.caught += faults.length > 0 ? 1 : 0;
      else expect(faults, `turn ${turn}`).toEqual([]);
    }
    noteReached('locks', reached);
    for (const [branch, times] of Object.entries(reached)) expect(times, branch).toBeGreaterThan(0);
  });
});
