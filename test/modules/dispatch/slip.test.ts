import { expect, test } from 'vitest';
import { type TestServer } from '../../support/server.ts';
import { must, useFloor, type Floor, type Packed } from '../packing/floor.ts';
import { addVan, onTheRoad, parcelsFor, planned, showRoute, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const doors = (count: number) => Array.from({ length: count }, (_, i) => ({ lat: 37.61 + i / 100, lon: 126.77 }));

type Parcel = Shown['stops'][number]['parcels'][number];

/** On the road with a few doors; their parcels in the order in which they are driven to. */
async function drive(count: number): Promise<{ route: Shown; parcels: Packed[] }> {
  const parcels = await parcelsFor(floor, doors(count));
  const { routes } = await planned(floor, parcels, [await addVan(floor)]);
  const route = await onTheRoad(floor, routes[0]!);
  const at = ({ parcelId }: Packed) =>
    route.stops.findIndex((stop) => stop.parcels.some((parcel) => parcel.parcelId === parcelId));
  return { route, parcels: parcels.toSorted((one, other) => at(one) - at(other)) };
}

/** A minute after whatever was before: events of a parcel are told by their time. */
async function press(choice: string, reason?: string) {
  server.clock.set(new Date(server.clock.now().getTime() + 60_000));
  return floor.driver.scan('deliver', '', { answer: { choice, ...(reason && { reason }) } });
}
const keysOf = (answer: { step: { choices?: { choice: string }[] } }) =>
  (answer.step.choices ?? []).map(({ choice }) => choice);
const back = ({ routeId }: Shown, { sscc }: Packed) => must(floor.driver.post(`/v1/routes/${routeId}/back`, { sscc }));
const close = ({ routeId }: Shown) => must(floor.driver.post(`/v1/routes/${routeId}/close`, {}));
const statesOf = async (route: Shown) => (await showRoute(floor, route.routeId)).stops.map(({ state }) => state);

async function holdOf({ parcelId }: Packed): Promise<string | null> {
  return (await must(floor.dispatcher.get(`/v1/parcels/${parcelId}`))).holdReason;
}

/** What the customer reads, without its tags. */
async function pageOf({ orderId }: Packed, lang: 'en' | 'ko'): Promise<string> {
  const { parcels } = await must(floor.dispatcher.get(`/v1/parcels?siteId=${floor.siteId}&orderId=${orderId}`));
  const page = await fetch(`${server.url}/t/${parcels[0].tracking.token}?lang=${lang}`);
  return (await page.text()).replaceAll(/<(style|script)>[\s\S]*?<\/\1>|<[^>]+>/g, ' ');
}

async function handOver(parcel: Packed): Promise<void> {
  expect((await floor.driver.scan('deliver', parcel.sscc)).ok).toBe(true);
  for (let turn = 0; turn < 2; turn++) await floor.driver.scan('deliver', '0471', { source: 'typed', screen: 'proof' });
}

test('opens a door again that was given up by a slip, with all that followed, until the next one is reached', async () => {
  const { route, parcels } = await drive(3);
  const [first, second, third] = parcels as [Packed, Packed, Packed];
  await press('arrived');
  const given = await press('failed', 'wrong_address');
  expect(given.step.show.notice).toBe('Stop 1: Wrong address → The desk decides');
  expect(keysOf(given)).toContain('takeBack');
  expect(await holdOf(first)).toBe('wrong_address');
  const open = await press('takeBack');
  expect(open, JSON.stringify(open)).toMatchObject({
    ok: true,
    step: { show: { notice: 'Taken back: “Wrong address” at stop 1. Stop 1 is open again: deliver there.' } },
  });
  expect(keysOf(open)).not.toContain('takeBack');
  expect(await statesOf(route)).toEqual(['arrived', 'planned', 'planned']);
  expect(await holdOf(first)).toBeNull();
  expect(await pageOf(first, 'en')).toContain('Arriving now');
  const { events } = await must(floor.manager.get(`/v1/orders/${first.orderId}`));
  expect(events.slice(-2).map(({ kind }: { kind: string }) => kind)).toEqual(['delivery_failed', 'delivery_reopened']);
  expect((await press('takeBack')).refusal.code).toBe('undo_too_late');

  // the same door may fail in earnest, or be opened
  await press('failed', 'nobody_home');
  expect(await pageOf(first, 'en')).toContain('Could not be delivered, we come again');
  await press('takeBack');
  await handOver(first);
  expect(await statesOf(route)).toEqual(['delivered', 'planned', 'planned']);

  // a second try at the end of the route is taken back with it
  await press('failed', 'access_code');
  expect(await statesOf(route)).toEqual(['delivered', 'failed', 'planned', 'planned']);
  await press('takeBack');
  expect(await statesOf(route)).toEqual(['delivered', 'planned', 'planned']);
  await press('failed', 'refused');
  expect(keysOf(await press('arrived'))).not.toContain('takeBack');
  expect((await press('takeBack')).refusal.code).toBe('undo_too_late');
  await handOver(third);
  await back(route, second);
  await close(route);
});

test('opens the last door of a route again, not once its parcel is back or the desk has let it go', async () => {
  const { route, parcels } = await drive(1);
  const [parcel] = parcels as [Packed];
  const given = await press('failed', 'wrong_address');
  expect((await showRoute(floor, route.routeId)).state).toBe('finished');
  const { parcelId } = route.stops.at(-1)!.parcels[0]!;
  expect(keysOf(given)).toEqual(['close', 'takeBack', `missing:${parcelId}`]);
  await press('takeBack');
  expect(await showRoute(floor, route.routeId)).toMatchObject({ state: 'running', stops: [{ state: 'planned' }] });
  await press('failed', 'wrong_address');
  await must(floor.dispatcher.post(`/v1/parcels/${parcel.parcelId}/hold`, { siteId: floor.siteId, reason: null }));
  expect((await press('takeBack')).refusal.code).toBe('undo_too_late');
  await back(route, parcel);
  expect((await press('takeBack')).refusal.code).toBe('undo_too_late');
  await close(route);
});

test('opens a door again of which a parcel was left at the dock', async () => {
  const parcels = await parcelsFor(floor, [...doors(1), ...doors(1)]);
  const { routes } = await planned(floor, parcels, [await addVan(floor)]);
  const { routeId } = routes[0]!;
  const [aboard, atDock] = parcels as [Packed, Packed];
  const drives = { driverId: floor.driver.userId, acceptViolations: true };
  await must(floor.dispatcher.post(`/v1/routes/${routeId}/publish`, drives));
  await must(floor.driver.post(`/v1/routes/${routeId}/load`, { sscc: aboard.sscc }));
  const left = [{ parcelId: atDock.parcelId, reason: 'damaged' }];
  const route: Shown = await must(floor.driver.post(`/v1/routes/${routeId}/depart`, { left }));
  await press('failed', 'refused');
  expect((await press('takeBack')).ok).toBe(true);
  expect(await statesOf(route)).toEqual(['planned']);
  await press('failed', 'refused');
  await back(route, aboard);
  await close(route);
});

test('says at once what was decided of a parcel: held at the desk, another visit, the way back', async () => {
  const { route, parcels } = await drive(3);
  const [held, later, returned] = parcels as [Packed, Packed, Packed];
  for (const reason of ['wrong_address', 'nobody_home', 'refused']) await press('failed', reason);
  const shown: { stops: { parcels: { afterFailure: string | null }[] }[] } = await must(
    floor.dispatcher.get(`/v1/routes/${route.routeId}`),
  );
  expect(shown.stops.map((stop) => stop.parcels[0]!.afterFailure)).toEqual(['held', 'later', 'returning']);
  const now = async (parcel: Packed) => [await pageOf(parcel, 'en'), await pageOf(parcel, 'ko')];
  const [english, korean] = await now(held);
  expect(english).toContain('we look into it and get in touch');
  expect(korean).toContain('보관 중입니다');
  for (const page of [english, korean]) expect(page).not.toMatch(/come again|다시 방문|Expected|도착 예정/);
  const again = await now(later);
  expect(again[0]).toContain('we come again');
  expect(again[1]).toContain('다시 방문합니다');
  expect(await pageOf(returned, 'en')).toContain('On its way back to us');
  await must(floor.dispatcher.post(`/v1/parcels/${held.parcelId}/hold`, { siteId: floor.siteId, reason: null }));
  expect(await pageOf(held, 'en')).toContain('we come again');
  for (const parcel of parcels) await back(route, parcel);
  await close(route);
});

test('has no older time for the door at which the vehicle stands than that of its arrival', async () => {
  const { route, parcels } = await drive(2);
  server.clock.set(new Date(server.clock.now().getTime() + 30 * 60_000));
  await press('arrived');
  const shown = await showRoute(floor, route.routeId);
  expect(shown.stops[0]).toMatchObject({ state: 'arrived', etaAt: server.clock.now().toISOString() });
  for (const reason of ['nobody_home', 'nobody_home']) await press('failed', reason);
  for (const parcel of parcels) await back(route, parcel);
  await close(route);
});

test('takes nothing back of a stop whose parcels stayed at the dock', async () => {
  const made = await parcelsFor(floor, doors(2));
  const { routes } = await planned(floor, made, [await addVan(floor)]);
  const [{ routeId, stops }] = routes as [Shown];
  await must(floor.dispatcher.post(`/v1/routes/${routeId}/publish`, { driverId: floor.driver.userId }));
  const [first, last] = stops.map(({ parcels }) => parcels[0]!) as [Parcel, Parcel];
  await must(floor.driver.post(`/v1/routes/${routeId}/load`, { sscc: last.sscc }));
  const left = [{ parcelId: first.parcelId, reason: 'not_found' }];
  await must(floor.driver.post(`/v1/routes/${routeId}/depart`, { left }));
  const { body: step } = await floor.driver.get('/v1/step?flow=deliver&deviceId=another');
  expect(keysOf({ step })).not.toContain('takeBack');
  expect((await press('takeBack')).refusal.code).toBe('undo_too_late');
  await press('failed', 'refused');
  await must(floor.driver.post(`/v1/routes/${routeId}/back`, { sscc: last.sscc }));
  await must(floor.driver.post(`/v1/routes/${routeId}/close`, {}));
});
