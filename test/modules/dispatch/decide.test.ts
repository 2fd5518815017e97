import { expect, test } from 'vitest';
import { type TestServer } from '../../support/server.ts';
import { must, type Floor, type Packed } from '../packing/floor.ts';
import {
  back,
  close,
  decide,
  doors,
  drive,
  driverStep,
  handOver,
  historyOf,
  keysOf,
  pageOf,
  press,
  useDoors,
  waiting,
} from './doors.ts';
import { addVan, onTheRoad, planned, showRoute, type Shown } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useDoors((at) => ({ server, floor } = at));

test('lists a door that waits for the desk until it has decided, and says so to the driver and the customer', async () => {
  const { route, parcels } = await drive(doors(3));
  const [first, second, third] = parcels as [Packed, Packed, Packed];
  const [shut] = route.stops;
  await press('failed', 'wrong_address');
  expect(await waiting()).toMatchObject([
    {
      stopId: shut!.stopId,
      routeId: route.routeId,
      position: 1,
      reason: 'wrong_address',
      driverId: floor.driver.userId,
      photoId: null,
      aboard: true,
      asked: false,
      parcels: [{ parcelId: first.parcelId, orderId: first.orderId, sscc: first.sscc }],
    },
  ]);

  const shown = await must(decide(shut!, 'asked'));
  expect(shown.stops[0].parcels[0]).toMatchObject({
    afterFailure: 'held',
    decidedAt: server.clock.now().toISOString(),
  });
  expect(await waiting()).toMatchObject([{ stopId: shut!.stopId, asked: true }]);
  expect((await driverStep()).show.notice).toBe('Decided for stop 1: Address asked');
  expect(await pageOf(first)).toContain('please tell the shop your right address');
  const { externalId } = await must(floor.manager.get(`/v1/orders/${first.orderId}`));
  const { sellers } = await must(floor.manager.get('/v1/sellers'));
  const shop = sellers.find(({ sellerId }: { sellerId: string }) => sellerId === floor.sellerId).name;
  expect(await pageOf(first)).toContain(`${shop}, order ${externalId}`);
  expect(await pageOf(first, 'ko')).toContain(`${shop} · 주문번호 ${externalId}`);
  expect(await pageOf(first, 'ko')).toContain('정확한 주소를 알려주세요');

  await must(decide(shut!, 'again'));
  expect(await waiting()).toEqual([]);
  expect((await driverStep()).show.notice).toBe('Decided for stop 1: Again today');
  const going = await showRoute(floor, route.routeId);
  expect(going.stops.map(({ state }) => state)).toEqual(['failed', 'planned', 'planned', 'planned']);
  expect(going.stops[3]!.parcels.map(({ parcelId }) => parcelId)).toEqual([first.parcelId]);
  expect(await pageOf(first)).toMatch(/we come again.*Expected/s);
  expect((await press('takeBack')).refusal.code).toBe('undo_too_late');
  await press('arrived');
  await handOver(second);
  expect((await driverStep()).show.notice).toBeUndefined();
  await handOver(third);
  await handOver(first);
  expect(await pageOf(first)).toContain('Delivered');
  expect((await decide(shut!, 'later')).body.error.code).toBe('decision_too_late');
  const { events } = await must(floor.manager.get(`/v1/orders/${first.orderId}`));
  expect(
    events.flatMap(({ kind, cause }: Record<string, string>) => (kind === 'delivery_decided' ? cause : [])),
  ).toEqual(['address_asked', 'again']);
  await close(route);
});

test('takes a word of the desk back: another visit, the way back, and what the customer read of them', async () => {
  const { route, parcels } = await drive();
  const [first, second] = parcels as [Packed, Packed];
  const [shut] = route.stops;
  await press('failed', 'wrong_address');
  const states = async () => (await showRoute(floor, route.routeId)).stops.map(({ state }) => state);
  for (const decision of ['again', 'returning', 'again', 'later', 'returning', 'returning', 'held']) {
    await must(decide(shut!, decision));
    expect(await states()).toHaveLength(decision === 'again' ? 3 : 2);
    expect((await pageOf(first)).includes('On its way back to us')).toBe(decision === 'returning');
  }
  expect(await historyOf(first)).not.toContain('On its way back');
  expect(await waiting()).toMatchObject([{ stopId: shut!.stopId, asked: false }]);
  // nothing is decided: the driver may still say that it was a slip
  expect(keysOf(await driverStep())).toContain('takeBack');
  expect((await press('failed', 'nobody_home')).step.show.lines[0].label).toBe('The desk decides');
  await must(decide(shut!, 'asked'));
  expect((await driverStep()).show.lines[0].label).toBe('Address asked');
  await must(decide(shut!, 'returning'));
  expect((await driverStep()).show.lines).toEqual([
    { label: 'Back to the warehouse', value: first.sscc },
    { label: 'On a later route', value: second.sscc },
  ]);
  await back(route, first);
  await back(route, second);
  expect((await decide(shut!, 'later')).body.error.code).toBe('decision_too_late');
  const stateOf = async ({ parcelId }: Packed) => (await must(floor.dispatcher.get(`/v1/parcels/${parcelId}`))).state;
  expect(await stateOf(first)).toBe('returning');
  expect(await stateOf(second)).toBe('closed');
  await close(route);
});

test('sends a vehicle whose last door failed there once more, and not once its parcel is back', async () => {
  const { route, parcels } = await drive(doors(1));
  const [parcel] = parcels as [Packed];
  const [shut] = route.stops;
  await press('failed', 'refused');
  expect((await showRoute(floor, route.routeId)).state).toBe('finished');
  for (const [decision, state] of [
    ['again', 'running'],
    ['later', 'finished'],
    ['again', 'running'],
  ] as const) {
    await must(decide(shut!, decision));
    expect((await showRoute(floor, route.routeId)).state).toBe(state);
  }
  expect((await driverStep()).title).toBe('Go to stop 2');
  await press('failed', 'wrong_address');
  await back(route, parcel);
  await close(route);
  const [door] = await waiting();
  expect(door).toMatchObject({ aboard: false, position: 2 });
  const at = { stopId: String(door!['stopId']) };
  expect((await decide(at, 'again')).body.error).toMatchObject({ code: 'again_not_aboard', got: parcel.sscc });
  await must(decide(at, 'returning'));
  expect(await waiting()).toEqual([]);
  expect(await pageOf(parcel)).toContain('On its way back to us');
  expect((await must(floor.dispatcher.get(`/v1/parcels/${parcel.parcelId}`))).state).toBe('returning');
});

test('lets a parcel at the dock go on a later route, or by itself once the address that was asked for has come', async () => {
  const { route, parcels } = await drive();
  const [first, second] = parcels as [Packed, Packed];
  for (const _ of parcels) await press('failed', 'wrong_address');
  for (const parcel of parcels) await back(route, parcel);
  await close(route);
  expect(await waiting()).toHaveLength(2);
  await must(decide(route.stops[0]!, 'later'));
  await must(decide(route.stops[1]!, 'asked'));
  const pool = (): Promise<{ doors: { parcels: { parcelId: string }[] }[]; kept: { parcelId: string }[] }> =>
    must(floor.dispatcher.get(`/v1/pool?siteId=${floor.siteId}`));
  const doorOf = async ({ parcelId }: Packed) =>
    (await pool()).doors.find(({ parcels }) => parcels.some((one) => one.parcelId === parcelId));
  expect(await doorOf(first)).toMatchObject({ since: 'came_back', failed: 'wrong_address' });
  expect((await pool()).kept).toMatchObject([{ parcelId: second.parcelId }]);
  const shipTo = { name: '김철수', phone: '010-2222-3333', address: '서울 마포구 월드컵로 1', lat: 37.57, lon: 126.9 };
  const give = (to: object) => must(floor.dispatcher.post(`/v1/orders/${second.orderId}/address`, { shipTo: to }));
  // another phone says nothing about the place
  await give({ phone: shipTo.phone });
  await server.settle();
  expect((await pool()).kept).toMatchObject([{ parcelId: second.parcelId }]);
  await give(shipTo);
  await server.settle();
  expect(await waiting()).toEqual([]);
  expect(await doorOf(second)).toMatchObject({ since: 'came_back' });
});

test('lists no door whose parcel was let go, and asks again of the one that failed on its next route', async () => {
  const { route, parcels } = await drive(doors(1));
  const [parcel] = parcels as [Packed];
  await press('failed', 'wrong_address');
  const hold = (reason: string | null) =>
    must(floor.dispatcher.post(`/v1/parcels/${parcel.parcelId}/hold`, { siteId: floor.siteId, reason }));
  await hold(null);
  expect(await waiting()).toEqual([]);
  await back(route, parcel);
  await close(route);
  await hold('recall');
  expect(await waiting()).toEqual([]);
  await hold(null);
  const { routes } = await planned(floor, [parcel], [await addVan(floor)]);
  const next = await onTheRoad(floor, routes[0]!);
  await press('failed', 'wrong_address');
  expect(await waiting()).toMatchObject([{ stopId: next.stops[0]!.stopId }]);
  await must(decide(next.stops[0]!, 'later'));
  await back(next, parcel);
  await close(next);
});

test('opens a door again for its driver on any handheld, and for the desk, and for nobody else', async () => {
  const { route, parcels } = await drive();
  const [shut] = route.stops;
  await press('failed', 'nobody_home');
  const { slip } = await must(floor.dispatcher.get(`/v1/routes/${route.routeId}`));
  expect(slip).toBe(shut!.stopId);
  const scan = { deviceId: 'another', seq: 1, at: server.clock.now().toISOString(), code: '', source: 'typed' };
  const onAnother = { ...scan, flow: 'deliver', answer: { choice: 'takeBack' } };
  const opened = await must(floor.driver.post('/v1/scans', onAnother));
  expect(opened).toMatchObject({
    ok: true,
    step: { show: { notice: 'Taken back: “Nobody home” at stop 1. Stop 1 is open again: deliver there.' } },
  });
  await press('failed', 'nobody_home');
  expect((await (await server.as('driver')).post(`/v1/stops/${shut!.stopId}/take-back`, {})).status).toBe(404);
  await must(floor.dispatcher.post(`/v1/stops/${shut!.stopId}/take-back`, {}));
  expect((await driverStep()).title).toBe('Go to stop 1');
  for (const _ of parcels) await press('failed', 'refused');
  expect((await floor.dispatcher.post(`/v1/stops/${shut!.stopId}/take-back`, {})).body.error.code).toBe(
    'undo_too_late',
  );
  for (const parcel of parcels) await back(route, parcel);
  await close(route);
});

test('names everybody at one door to its driver, with whose parcel is whose, and records each look', async () => {
  const spot = { lat: 37.61, lon: 126.77 };
  const { route, parcels } = await drive([
    { ...spot, name: '김보라' },
    { ...spot, name: '박하늘' },
  ]);
  const { show } = await driverStep();
  expect(route.stops).toHaveLength(1);
  const names = show.lines.map(({ label }: { label: string }) => label);
  for (const name of ['김*라', '박*늘']) expect(names.filter((one: string) => one === name).length).toBeGreaterThan(1);
  expect(show.lines.filter(({ call }: { call?: true }) => call)).toEqual([
    { label: expect.any(String), value: '010-1234-5678', call: true },
    { label: expect.any(String), value: '010-1234-5678', call: true },
  ]);
  const { stopId } = route.stops[0]!;
  const door = `/v1/stops/${stopId}/recipient?reason=call_customer`;
  const seen: { orderId: string; name: string }[] = (await must(floor.dispatcher.get(door))).recipients;
  expect(seen.map(({ orderId }) => orderId).sort()).toEqual(parcels.map(({ orderId }) => orderId).sort());
  expect(seen.map(({ name }) => name).sort()).toEqual(['김보라', '박하늘']);
  const { rows } = (await server.db.raw(
    `SELECT subject FROM access_record WHERE actor_id = ? AND why = 'call_customer'`,
    [floor.dispatcher.userId],
  )) as { rows: { subject: string }[] };
  expect(rows.map(({ subject }) => subject).sort()).toEqual(parcels.map(({ orderId }) => orderId).sort());
  await press('failed', 'refused');
  for (const parcel of parcels) await back(route, parcel);
  await close(route);
});

test('tells of each order at one door what came of it there, and no proof of what others took', async () => {
  const spot = { lat: 37.61, lon: 126.77 };
  const { route, parcels } = await drive([spot, spot]);
  const [mine, other] = parcels as [Packed, Packed];
  const [{ stopId }] = route.stops as [Shown['stops'][number]];
  await must(floor.driver.post(`/v1/stops/${stopId}/arrive`, spot));
  const handed = { parcelIds: [mine.parcelId], reason: 'refused', proof: { code: '#7' } };
  await must(floor.driver.post(`/v1/stops/${stopId}/deliver`, handed));
  const visitsOf = async ({ orderId }: Packed) =>
    (await must(floor.dispatcher.get(`/v1/visits?siteId=${floor.siteId}&orderId=${orderId}`))).visits;
  expect(await visitsOf(mine)).toMatchObject([{ state: 'delivered', reason: null, proof: { code: true } }]);
  expect(await visitsOf(other)).toMatchObject([{ state: 'failed', reason: 'refused', proof: { code: false } }]);
  await back(route, other);
  await close(route);
});

test('counts a parcel once that goes to its door once more, and the way there', async () => {
  const { route, parcels } = await drive();
  type Way = { distance_m: number; endAt: string };
  const way = (): Promise<Way> => must(floor.dispatcher.get(`/v1/routes/${route.routeId}`));
  const before = await way();
  await press('failed', 'access_code');
  const longer = await way();
  expect(longer.distance_m).toBeGreaterThan(before.distance_m);
  await press('takeBack');
  expect((await way()).distance_m).toBe(before.distance_m);
  await press('failed', 'access_code');
  const day = server.clock.now().toISOString().slice(0, 10);
  const { routes } = await must(floor.dispatcher.get(`/v1/driven-routes?siteId=${floor.siteId}&day=${day}`));
  expect(routes.find(({ routeId }: Shown) => routeId === route.routeId)).toMatchObject({ stops: 3, parcels: 2 });
  await press('failed', 'refused');
  await press('failed', 'refused');
  for (const parcel of parcels) await back(route, parcel);
  await close(route);
});
