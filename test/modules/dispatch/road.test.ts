import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { stockOf } from '../../support/goods.ts';
import {
  auditRows,
  must,
  openFloor,
  orderColumns,
  packed,
  picked,
  shelved,
  type Floor,
  type Packed,
  type Wish,
} from '../packing/floor.ts';

let server: TestServer;
let floor: Floor;
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

beforeAll(async () => {
  server = await startServer();
  floor = await openFloor(server);
});
afterAll(async () => {
  expect(await auditRows(server)).toEqual([]);
  await server.close();
});

let vans = 0;
async function addVan(more: Record<string, unknown> = {}): Promise<{ vehicleId: string; code: string }> {
  vans += 1;
  const code = `VEH-${String(vans).padStart(2, '0')}`;
  const { vehicleId } = await must(
    floor.dispatcher.post('/v1/vehicles', {
      siteId: floor.siteId,
      code,
      capacity: { parcels: 100, weight_g: 900_000, volume_cm3: 6_000_000 },
      shift: { fromMinute: 0, toMinute: 1440 },
      ...more,
    }),
  );
  return { vehicleId, code };
}

/** Closed parcels for a few doors, one order each. */
async function parcelsFor(wishes: Omit<Wish, 'lines'>[], item: Record<string, unknown> = {}): Promise<Packed[]> {
  const goods = await shelved(floor, wishes.length, item);
  const orders = await picked(
    floor,
    wishes.map((wish) => ({ ...wish, lines: [{ itemId: goods.itemId, quantity: 1 }] })),
  );
  const parcels: Packed[] = [];
  for (const order of orders) parcels.push(await packed(floor, order));
  return parcels;
}

async function plan(parcels: Packed[], more: Record<string, unknown> = {}) {
  return must(
    floor.dispatcher.post('/v1/route-plans', {
      siteId: floor.siteId,
      parcelIds: parcels.map(({ parcelId }) => parcelId),
      seconds: 0.3,
      ...more,
    }),
  );
}

async function loadAll(
  route: { routeId: string; stops: { parcels: { sscc: string }[] }[] },
  by: Person,
): Promise<void> {
  for (const stop of [...route.stops].reverse()) {
    for (const { sscc } of stop.parcels) await must(by.post(`/v1/routes/${route.routeId}/load`, { sscc }));
  }
}

/** One route on the road with a door for each place. */
async function onTheRoad(places: Omit<Wish, 'lines'>[]) {
  const { vehicleId } = await addVan();
  const parcels = await parcelsFor(places);
  const { routes } = await plan(parcels, { vehicleIds: [vehicleId] });
  expect(routes).toHaveLength(1);
  const [route] = routes;
  const body = { driverId: floor.driver.userId, acceptViolations: true };
  await must(floor.dispatcher.post(`/v1/routes/${route.routeId}/publish`, body));
  await loadAll(route, floor.driver);
  return { parcels, route: await must(floor.driver.post(`/v1/routes/${route.routeId}/depart`, {})) };
}

async function photo(by: Person): Promise<string> {
  const answer = await by.post('/v1/files', new Uint8Array(PNG), { 'content-type': 'image/png' });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.fileId as string;
}

async function finish(routeId: string): Promise<void> {
  await must(floor.driver.post(`/v1/routes/${routeId}/close`, {}));
}

test('delivers a route from the dock to the doors: loaded last stop first, proved, and paid for in the ledger', async () => {
  const goods = await shelved(floor, 3);
  const { vehicleId } = await addVan();
  const orders = await picked(
    floor,
    [0.01, 0.02, 0.03].map((north) => ({
      lines: [{ itemId: goods.itemId, quantity: 1 }],
      lat: 37.6 + north,
      lon: 126.77,
    })),
  );
  const parcels: Packed[] = [];
  for (const order of orders) parcels.push(await packed(floor, order));
  const { routes, unassigned, summary } = await plan(parcels, { vehicleIds: [vehicleId] });
  expect(unassigned).toEqual([]);
  expect(summary).toMatchObject({ parcels: 3, stops: 3, routes: 1 });
  const [route] = routes;
  const { driver, dispatcher } = floor;
  const early = await driver.post(`/v1/routes/${route.routeId}/load`, { sscc: parcels[0]!.sscc });
  expect(early.status).toBe(404);
  await must(dispatcher.post(`/v1/routes/${route.routeId}/publish`, { driverId: driver.userId }));
  const first = route.stops[0].parcels[0].sscc;
  const wrong = await driver.post(`/v1/routes/${route.routeId}/load`, { sscc: first });
  expect(wrong.body.error).toMatchObject({ code: 'load_sequence', got: 1, expected: 3 });
  await loadAll(route, driver);
  const gone = await must(driver.post(`/v1/routes/${route.routeId}/depart`, {}));
  expect(gone.state).toBe('running');
  expect((await orderColumns(floor, orders[0]!.orderId)).state).toBe('shipped');
  expect(await stockOf(floor, goods.itemId)).toMatchObject({ onHand: 0 });
  for (const stop of gone.stops) {
    const parcelIds = stop.parcels.map((parcel: { parcelId: string }) => parcel.parcelId);
    const unproved = await driver.post(`/v1/stops/${stop.stopId}/deliver`, { parcelIds });
    expect(unproved.body.error.code).toBe('arrive_first');
    await must(driver.post(`/v1/stops/${stop.stopId}/arrive`, { lat: stop.lat, lon: stop.lon }));
    const bare = await driver.post(`/v1/stops/${stop.stopId}/deliver`, { parcelIds });
    expect(bare.body.error.code).toBe('proof_missing');
    const proof = { photoId: await photo(driver) };
    await must(driver.post(`/v1/stops/${stop.stopId}/deliver`, { parcelIds, proof }));
  }
  expect(await orderColumns(floor, orders[2]!.orderId)).toMatchObject({
    state: 'delivered',
    lines: [{ delivered: 1 }],
  });
  const closed = await must(driver.post(`/v1/routes/${route.routeId}/close`, {}));
  expect(closed.state).toBe('closed');
});

test('tells a driver far from the door, and lets him stand by it with a reason', async () => {
  const { route } = await onTheRoad([{ lat: 37.65, lon: 126.8 }]);
  const [stop] = route.stops;
  const { driver } = floor;
  const far = await driver.post(`/v1/stops/${stop.stopId}/arrive`, { lat: 37.66, lon: 126.8 });
  expect(far.body.error).toMatchObject({ code: 'outside_geofence', field: 'reason' });
  await must(driver.post(`/v1/stops/${stop.stopId}/arrive`, { lat: 37.66, lon: 126.8, reason: 'gate closed' }));
  const done = await must(
    driver.post(`/v1/stops/${stop.stopId}/deliver`, { parcelIds: [stop.parcels[0].parcelId], proof: { code: '1234' } }),
  );
  expect(done).toMatchObject({ state: 'delivered', routeState: 'finished' });
  await finish(route.routeId);
});

test('takes a parcel nobody was home for on a later route, and back to the desk after the second time', async () => {
  const { route, parcels } = await onTheRoad([{ lat: 37.61, lon: 126.9 }]);
  const { driver, dispatcher, siteId } = floor;
  await must(driver.post(`/v1/stops/${route.stops[0].stopId}/fail`, { reason: 'nobody_home' }));
  const open = await driver.post(`/v1/routes/${route.routeId}/close`, {});
  expect(open.body.error).toMatchObject({ code: 'route_parcels_out', got: 1 });
  const [parcel] = parcels;
  const back = await must(driver.post(`/v1/routes/${route.routeId}/back`, { sscc: parcel!.sscc }));
  expect(back).toMatchObject({ state: 'closed', left: 0 });
  expect((await orderColumns(floor, parcel!.orderId)).lines[0]).toMatchObject({ packed: 1, shipped: 0 });
  await finish(route.routeId);

  const { routes } = await plan(parcels);
  const [again] = routes;
  await must(
    dispatcher.post(`/v1/routes/${again.routeId}/publish`, { driverId: driver.userId, acceptViolations: true }),
  );
  await loadAll(again, driver);
  await must(driver.post(`/v1/routes/${again.routeId}/depart`, {}));
  await must(driver.post(`/v1/stops/${again.stops[0].stopId}/fail`, { reason: 'nobody_home' }));
  const second = await must(driver.post(`/v1/routes/${again.routeId}/back`, { sscc: parcel!.sscc }));
  expect(second.state).toBe('returning');
  await finish(again.routeId);
  const desk = await must(floor.receiver.post('/v1/returns/parcels', { siteId, sscc: parcel!.sscc }));
  expect(desk.units).toMatchObject([{ state: 'received', grade: null }]);
  expect((await orderColumns(floor, parcel!.orderId)).lines[0]).toMatchObject({ returned: 1, shipped: 0 });
});

test('holds a parcel whose door is not there until the right address is told, and takes it to that one', async () => {
  const { route, parcels } = await onTheRoad([{ lat: 37.61, lon: 126.9 }]);
  const { driver, dispatcher, siteId } = floor;
  const [parcel] = parcels;
  const address = (street: string) => ({ name: '김보라', phone: '010-1234-5678', address: street });
  const give = (by: Person) =>
    by.post(`/v1/orders/${parcel!.orderId}/address`, {
      shipTo: { ...address('서울 마포구 월드컵로 1'), lat: 37.57, lon: 126.9 },
    });
  await must(driver.post(`/v1/stops/${route.stops[0].stopId}/fail`, { reason: 'wrong_address' }));
  expect((await give(dispatcher)).body.error.code).toBe('order_shipped');
  await must(driver.post(`/v1/routes/${route.routeId}/back`, { sscc: parcel!.sscc }));
  await finish(route.routeId);
  const pool = async () => (await must(dispatcher.get(`/v1/pool?siteId=${siteId}`))).kept;
  const { orderId, parcelId, sscc } = parcel!;
  const held = { reason: { code: 'held' }, holdReason: 'wrong_address' };
  expect(await pool()).toMatchObject([{ orderId, parcelId, sscc, ...held }]);
  expect((await plan(parcels)).unassigned).toMatchObject([{ reason: { code: 'held' } }]);

  await must(give(dispatcher));
  await server.settle();
  expect(await pool()).toEqual([]);
  const { routes } = await plan(parcels);
  const [again] = routes;
  expect(again.stops).toMatchObject([{ lat: 37.57, lon: 126.9 }]);
  await must(
    dispatcher.post(`/v1/routes/${again.routeId}/publish`, { driverId: driver.userId, acceptViolations: true }),
  );
  await loadAll(again, driver);
  await must(driver.post(`/v1/routes/${again.routeId}/depart`, {}));
  const door = `/v1/stops/${again.stops[0].stopId}`;
  expect((await must(driver.get(`${door}/recipient?reason=find_door`))).recipients).toEqual([
    { orderId: parcel!.orderId, ...address('서울 마포구 월드컵로 1') },
  ]);
  await must(driver.post(`${door}/arrive`, {}));
  await must(driver.post(`${door}/deliver`, { parcelIds: [parcelId], proof: { code: '1234' } }));
  await finish(again.routeId);
});

test('tries a door without an access code once more at the end of the same day', async () => {
  const { route } = await onTheRoad([
    { lat: 37.61, lon: 126.77 },
    { lat: 37.65, lon: 126.77 },
  ]);
  const { driver } = floor;
  const [first, second] = route.stops;
  await must(driver.post(`/v1/stops/${first.stopId}/fail`, { reason: 'access_code' }));
  const now = await must(driver.get(`/v1/routes/${route.routeId}`));
  expect(now.stops.map((stop: { position: number; state: string }) => [stop.position, stop.state])).toEqual([
    [1, 'failed'],
    [2, 'planned'],
    [3, 'planned'],
  ]);
  for (const stop of [second, now.stops[2]]) {
    await must(driver.post(`/v1/stops/${stop.stopId}/arrive`, {}));
    const parcelIds = stop.parcels.map((parcel: { parcelId: string }) => parcel.parcelId);
    await must(driver.post(`/v1/stops/${stop.stopId}/deliver`, { parcelIds, proof: { code: '1' } }));
  }
  await finish(route.routeId);
});

test('hands over a part of a door with a reason for the rest', async () => {
  const { route } = await onTheRoad([
    { lat: 37.62, lon: 126.8 },
    { lat: 37.62, lon: 126.8 },
  ]);
  const { driver } = floor;
  expect(route.stops).toHaveLength(1);
  const [stop] = route.stops;
  await must(driver.post(`/v1/stops/${stop.stopId}/arrive`, {}));
  const [given, kept] = stop.parcels;
  const deliver = (more = {}) =>
    driver.post(`/v1/stops/${stop.stopId}/deliver`, { parcelIds: [given.parcelId], proof: { code: '1' }, ...more });
  expect((await deliver()).body.error.code).toBe('deliver_parcels_left');
  expect(await must(deliver({ reason: 'damaged' }))).toMatchObject({ state: 'partly', routeState: 'finished' });
  expect(await must(driver.post(`/v1/routes/${route.routeId}/back`, { sscc: kept.sscc }))).toMatchObject({
    state: 'returning',
  });
  await finish(route.routeId);
});

test('names every parcel that stays behind, and takes it on another route', async () => {
  const { vehicleId } = await addVan();
  const parcels = await parcelsFor([
    { lat: 37.61, lon: 126.8 },
    { lat: 37.63, lon: 126.8 },
  ]);
  const { routes } = await plan(parcels, { vehicleIds: [vehicleId] });
  const [route] = routes;
  const { driver, dispatcher } = floor;
  await must(
    dispatcher.post(`/v1/routes/${route.routeId}/publish`, { driverId: driver.userId, acceptViolations: true }),
  );
  const [first, last] = route.stops;
  await must(driver.post(`/v1/routes/${route.routeId}/load`, { sscc: last.parcels[0].sscc }));
  const missing = await driver.post(`/v1/routes/${route.routeId}/depart`, {});
  expect(missing.body.error).toMatchObject({
    code: 'load_missing',
    got: 1,
    details: [{ sscc: first.parcels[0].sscc }],
  });
  const left = [{ parcelId: first.parcels[0].parcelId, reason: 'no_room' }];
  await must(driver.post(`/v1/routes/${route.routeId}/depart`, { left }));
  const again = await plan(parcels);
  expect(
    again.routes.flatMap((one: { stops: { parcels: object[] }[] }) => one.stops.flatMap((stop) => stop.parcels)),
  ).toMatchObject([{ parcelId: first.parcels[0].parcelId }]);
  await must(driver.post(`/v1/stops/${last.stopId}/fail`, { reason: 'refused' }));
  await must(driver.post(`/v1/routes/${route.routeId}/back`, { sscc: last.parcels[0].sscc }));
  await finish(route.routeId);
});

test('refuses a cancelled parcel at the vehicle, and at the door', async () => {
  const { vehicleId } = await addVan();
  const parcels = await parcelsFor([
    { lat: 37.61, lon: 126.81 },
    { lat: 37.64, lon: 126.81 },
  ]);
  const { routes } = await plan(parcels, { vehicleIds: [vehicleId] });
  const [route] = routes;
  const { driver, dispatcher, admin } = floor;
  await must(
    dispatcher.post(`/v1/routes/${route.routeId}/publish`, { driverId: driver.userId, acceptViolations: true }),
  );
  const [near, far] = route.stops;
  await must(admin.post(`/v1/orders/${far.parcels[0].orderId}/cancel`, {}));
  await server.settle();
  const refused = await driver.post(`/v1/routes/${route.routeId}/load`, { sscc: far.parcels[0].sscc });
  expect(refused.body.error.code).toBe('load_cancelled');
  await must(
    driver.post(`/v1/routes/${route.routeId}/load`, { sscc: near.parcels[0].sscc, reason: 'far stop is cancelled' }),
  );
  const left = [{ parcelId: far.parcels[0].parcelId, reason: 'cancelled' }];
  await must(driver.post(`/v1/routes/${route.routeId}/depart`, { left }));
  await must(admin.post(`/v1/orders/${near.parcels[0].orderId}/cancel`, {}));
  await server.settle();
  await must(driver.post(`/v1/stops/${near.stopId}/arrive`, {}));
  const door = await driver.post(`/v1/stops/${near.stopId}/deliver`, {
    parcelIds: [near.parcels[0].parcelId],
    proof: { code: '1' },
  });
  expect(door.body.error.code).toBe('deliver_cancelled');
  await must(driver.post(`/v1/stops/${near.stopId}/fail`, { reason: 'cancelled' }));
  const back = await must(driver.post(`/v1/routes/${route.routeId}/back`, { sscc: near.parcels[0].sscc }));
  expect(back.state).toBe('returning');
  await finish(route.routeId);
});

test("shows the door's address to its own driver only, and records that he looked", async () => {
  const { route } = await onTheRoad([{ lat: 37.612, lon: 126.82, name: '김보라' }]);
  const { stopId } = route.stops[0];
  const other = await server.as('driver');
  const door = `/v1/stops/${stopId}/recipient?reason=call_customer`;
  expect((await other.get(door)).status).toBe(404);
  expect((await floor.driver.get(`/v1/stops/${stopId}/recipient`)).status).toBe(422);
  expect((await must(floor.driver.get(door))).recipients).toMatchObject([{ name: '김보라' }]);
  const { rows } = (await server.db.raw(`SELECT why, fields FROM access_record WHERE actor_id = ? AND subject = ?`, [
    floor.driver.userId,
    route.stops[0].parcels[0].orderId,
  ])) as {
    rows: object[];
  };
  expect(rows).toEqual([{ why: 'call_customer', fields: 'name,phone,address' }]);
  await must(floor.driver.post(`/v1/stops/${stopId}/fail`, { reason: 'refused' }));
  await must(floor.driver.post(`/v1/routes/${route.routeId}/back`, { sscc: route.stops[0].parcels[0].sscc }));
  await finish(route.routeId);
});
