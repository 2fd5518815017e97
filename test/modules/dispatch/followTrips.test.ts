import { expect, it } from 'vitest';
import { schedule } from '../../../src/dispatch/schedule.ts';
import type { TestServer } from '../../support/server.ts';
import { must, openFloor, useFloor, type Floor } from '../packing/floor.ts';
import { addVan, onTheRoad, parcelsFor, planned, showRoute, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const SITE = { lat: 37.6, lon: 126.77 };
const MINUTE_MS = 60_000;
const LOADING_MS = 15 * MINUTE_MS;
const at = (time: string) => Date.parse(time);
const small = { capacity: { parcels: 2, weight_g: 50_000, volume_cm3: 500_000 } };

interface Of {
  /** Of each door. */
  wish?: object;
  van?: object;
  on?: Floor;
}

/** Trips of one van after each other, two doors each. */
async function trips(count: number, { wish = {}, van = {}, on = floor }: Of = {}): Promise<Shown[]> {
  const doors = Array.from({ length: 2 * count }, (_, i) => ({ lat: 37.61 + i * 0.005, lon: 126.77, ...wish }));
  const { routes } = await planned(on, await parcelsFor(on, doors), [await addVan(on, { ...small, ...van })]);
  expect(routes).toHaveLength(count);
  return routes.toSorted((one, other) => at(one.departAt) - at(other.departAt));
}

const pass = (minutes: number) => server.clock.set(new Date(server.clock.now().getTime() + minutes * MINUTE_MS));
const look = async (minutes: number) => {
  pass(minutes);
  await server.app.jobs!.runDue();
};
const shown = ({ routeId }: Shown) => showRoute(floor, routeId);

/** Its doors as they are driven from the moment at which it leaves. */
function driven({ departAt, stops }: Shown): { etas: number[]; endAt: number } {
  const trip = { start: SITE, end: SITE, timeZone: 'Asia/Seoul', departAt: new Date(departAt) };
  const visits = stops.map(({ stopId, lat, lon }) => ({ stopId, lat, lon, service_s: 150, dueAt: null }));
  const { etas, endAt } = schedule(trip, visits);
  return { etas: [...etas.values()].map((eta) => eta.getTime()), endAt: endAt.getTime() };
}

it('leaves once the trip before it is back and the van is loaded again, and its doors are told so', async () => {
  const [first, second, third] = (await trips(3)) as [Shown, Shown, Shown];
  pass(40);
  const gone = await onTheRoad(floor, first);
  const [next, last] = [await shown(second), await shown(third)];
  expect(at(gone.endAt) - at(first.endAt)).toBeGreaterThan(30 * MINUTE_MS);
  expect(at(next.departAt)).toBe(at(gone.endAt) + LOADING_MS);
  expect(at(last.departAt)).toBe(at(next.endAt) + LOADING_MS);
  for (const route of [next, last]) {
    expect(route.stops.map(({ etaAt }) => at(etaAt))).toEqual(driven(route).etas);
    expect(at(route.endAt)).toBe(driven(route).endAt);
  }
  // their plan is as it was: a move that was based on it still is
  expect([next.version, last.version]).toEqual([second.version, third.version]);
});

it('leaves as planned again where the trip before it makes up for its delay, and no sooner', async () => {
  const [first, second] = (await trips(2)) as [Shown, Shown];
  pass(25);
  await onTheRoad(floor, first);
  expect(at((await shown(second)).departAt)).toBeGreaterThan(at(second.departAt) + 10 * MINUTE_MS);
  const { driver } = floor;
  // both doors at once: it is back long before it was planned to
  for (const { stopId, parcels } of first.stops) {
    await must(driver.post(`/v1/stops/${stopId}/arrive`, { reason: 'test' }));
    const parcelIds = parcels.map(({ parcelId }) => parcelId);
    await must(driver.post(`/v1/stops/${stopId}/deliver`, { parcelIds, proof: { code: '1234' } }));
  }
  const back = await shown(first);
  const departAt = Math.max(at(second.departAt), at(back.endAt) + LOADING_MS);
  expect([back.state, at((await shown(second)).departAt)]).toEqual(['finished', departAt]);
});

it('waits as well for a trip that has not left in time, and tells what becomes late by it', async () => {
  const promiseBy = new Date(server.clock.now().getTime() + 120 * MINUTE_MS).toISOString();
  const [first, second] = (await trips(2, { wish: { promiseBy } })) as [Shown, Shown];
  expect(second).toMatchObject({ violations: [] });
  await look(90);
  const waits = await shown(second);
  const delay = at(waits.departAt) - at(second.departAt);
  expect(Math.abs(delay - (server.clock.now().getTime() - at(first.departAt)))).toBeLessThan(5 * MINUTE_MS);
  expect(waits).toMatchObject({ violations: [{ kind: 'late' }, { kind: 'late' }] });
  await must(floor.dispatcher.post(`/v1/routes/${first.routeId}/cancel`, {}));
  expect(await shown(second)).toMatchObject({ departAt: second.departAt, endAt: second.endAt });
});

it('moves when a door is put on the trip before it', async () => {
  const [first, second] = (await trips(2)) as [Shown, Shown];
  const [more] = await parcelsFor(floor, [{ lat: 37.69, lon: 126.77 }]);
  const pool = { siteId: floor.siteId, parcelIds: [more!.parcelId] };
  const to = { routeId: first.routeId, version: first.version };
  await must(floor.dispatcher.post('/v1/stops/move', { pool, to }));
  const [longer, next] = [await shown(first), await shown(second)];
  expect(at(longer.endAt)).toBeGreaterThan(at(first.endAt) + 10 * MINUTE_MS);
  expect([at(next.departAt), next.version]).toEqual([at(longer.endAt) + LOADING_MS, second.version]);
});

it('is not forgotten where somebody holds it while it should follow: it does as soon as it is free', async () => {
  const home = { lat: 37.68, lon: 126.77 };
  const [first, second] = (await trips(2, { van: { returnsTo: 'home', home } })) as [Shown, Shown];
  expect([first.returnsTo, second.returnsTo]).toEqual(['site', 'home']);
  const holder = await server.db.transaction();
  await holder.raw('SELECT 1 FROM route WHERE route_id = ? FOR UPDATE', [first.routeId]);
  try {
    await must(floor.dispatcher.post(`/v1/routes/${second.routeId}/cancel`, {}));
    expect((await shown(first)).endAt).toBe(first.endAt);
  } finally {
    await holder.rollback();
  }
  await server.settle();
  // alone it ends at the home, which is nearer to its last door
  const alone = await shown(first);
  expect(alone.returnsTo).toBe('home');
  expect([alone.endAt === first.endAt, alone.distance_m === first.distance_m]).toEqual([false, false]);
  await must(floor.dispatcher.post(`/v1/routes/${first.routeId}/cancel`, {}));
});

it('follows at a site while another has a fault, and there once that is mended', async () => {
  const other = await openFloor(server);
  // whoever works at several sites takes what the first one has
  const [staff, siteId] = [[other.picker.userId, other.packer.userId], floor.siteId];
  await server.db.raw('DELETE FROM user_site WHERE user_id = ANY(?) AND site_id = ?', [staff, siteId]);
  const [late, waiting] = [await trips(2), await trips(2, { on: other })] as [[Shown, Shown], [Shown, Shown]];
  const departures = async () => {
    const there = await showRoute(other, waiting[1].routeId);
    return [(await shown(late[1])).departAt !== late[1].departAt, there.departAt !== waiting[1].departAt];
  };
  // whichever site comes first, once each has the fault
  for (const [at, { siteId }] of [floor, other].entries()) {
    await server.db.raw(`
      CREATE OR REPLACE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'a fault'; END $$;
      CREATE TRIGGER fault BEFORE UPDATE OF depart_at ON route FOR EACH ROW WHEN (NEW.site_id = '${siteId}')
        EXECUTE FUNCTION fault()`);
    const before = await departures();
    if (at === 0) expect(before).toEqual([false, false]);
    await look(90);
    if (at === 0) expect(await departures()).toEqual([false, true]);
    await server.db.raw('DROP TRIGGER fault ON route');
    await look(1);
    expect(await departures()).toEqual([true, true]);
  }
});
