import { expect, it } from 'vitest';
import { failReasons, type FailReason } from '../../../src/shipping/index.ts';
import { type TestServer } from '../../support/server.ts';
import { must, openFloor, useFloor, type Floor, type Packed } from '../packing/floor.ts';
import { addVan, onTheRoad, parcelsFor, planned, showRoute, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const policy = () => must(floor.dispatcher.get(`/v1/failure-policy?siteId=${floor.siteId}`));

/** The rules as they are but for some reasons, on the version that is shown. */
async function set(rules: Partial<Record<FailReason, string[]>>) {
  const now = await policy();
  const body = { siteId: floor.siteId, version: now.version, rules: { ...now.rules, ...rules } };
  return floor.manager.post('/v1/failure-policy', body);
}

async function drive(parcels: Packed[]): Promise<Shown> {
  const { routes } = await planned(floor, parcels, [await addVan(floor)]);
  return onTheRoad(floor, routes[0]!);
}
const fail = (stopId: string, reason: FailReason) => must(floor.driver.post(`/v1/stops/${stopId}/fail`, { reason }));
const back = ({ routeId }: Shown, { sscc }: Packed) => must(floor.driver.post(`/v1/routes/${routeId}/back`, { sscc }));
const close = ({ routeId }: Shown) => must(floor.driver.post(`/v1/routes/${routeId}/close`, {}));
const door = [{ lat: 37.61, lon: 126.77 }];

it('goes by the usual rules until a manager sets others, and keeps who set which when', async () => {
  const usual = await policy();
  expect(usual).toMatchObject({ version: 0, versions: [], rules: { nobody_home: ['later', 'returning'] } });
  expect(Object.keys(usual.rules).sort()).toEqual([...failReasons].sort());
  const one = await must(set({ refused: ['held'] }));
  const two = await must(set({ no_time: ['later', 'held'] }));
  expect([one.version, two.version]).toEqual([1, 2]);
  expect(Object.keys(two.rules)).toEqual(Object.keys(usual.rules));
  expect(two.rules).toEqual({ ...usual.rules, refused: ['held'], no_time: ['later', 'held'] });
  const at = server.clock.now().toISOString();
  expect(two.versions).toMatchObject([
    { version: 2, setBy: floor.manager.userId, at },
    { version: 1, setBy: floor.manager.userId, rules: { refused: ['held'], no_time: ['later'] } },
  ]);
  const elsewhere = await openFloor(server);
  expect(await must(elsewhere.manager.get(`/v1/failure-policy?siteId=${elsewhere.siteId}`))).toEqual({
    ...usual,
    siteId: elsewhere.siteId,
  });
  await must(set(usual.rules));
});

it('is not set over what somebody else has set meanwhile, nor with a step behind the way back', async () => {
  const { version, rules } = await policy();
  const body = { siteId: floor.siteId, version, rules };
  const answers = await Promise.all([1, 2, 3].map(() => floor.manager.post('/v1/failure-policy', body)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const late = await floor.manager.post('/v1/failure-policy', body);
  expect(late.body.error).toMatchObject({ code: 'policy_moved', got: version, expected: version + 1 });
  for (const steps of [
    ['returning', 'later'],
    ['later', 'again'],
    [],
    ['lost'],
    Array.from({ length: 6 }, () => 'later'),
  ]) {
    expect((await set({ refused: steps })).status).toBe(422);
  }
  expect((await policy()).version).toBe(version + 1);
});

it('decides what follows the first, the second and the third door that does not open', async () => {
  await must(set({ nobody_home: ['again', 'later', 'held'] }));
  const parcels = await parcelsFor(floor, door);
  const [parcel] = parcels;
  const first = await drive(parcels);
  await fail(first.stops[0]!.stopId, 'nobody_home');
  const { state, stops } = await showRoute(floor, first.routeId);
  expect([state, stops.map((stop) => stop.state)]).toEqual(['running', ['failed', 'planned']]);
  await fail(stops[1]!.stopId, 'nobody_home');
  expect(await back(first, parcel!)).toMatchObject({ state: 'closed' });
  await close(first);
  const second = await drive(parcels);
  await fail(second.stops[0]!.stopId, 'nobody_home');
  expect(await back(second, parcel!)).toMatchObject({ state: 'closed' });
  await close(second);
  const { kept } = await must(floor.dispatcher.get(`/v1/pool?siteId=${floor.siteId}`));
  expect(kept).toMatchObject([{ parcelId: parcel!.parcelId, reason: { code: 'held' } }]);
});

it('decides at the door: other rules that come before the parcel is back change nothing of it', async () => {
  await must(set({ refused: ['returning'], damaged: ['later', 'returning'] }));
  const parcels = await parcelsFor(floor, [...door, { lat: 37.63, lon: 126.77 }]);
  const route = await drive(parcels);
  const [one, other] = route.stops;
  await fail(one!.stopId, 'refused');
  await fail(other!.stopId, 'damaged');
  await must(set({ refused: ['later'], damaged: ['returning'] }));
  const parcelAt = (stop: typeof one) => parcels.find(({ parcelId }) => parcelId === stop!.parcels[0]!.parcelId)!;
  expect(await back(route, parcelAt(one))).toMatchObject({ state: 'returning' });
  expect(await back(route, parcelAt(other))).toMatchObject({ state: 'closed' });
  await close(route);
});
