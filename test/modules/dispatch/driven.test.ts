import { afterAll, beforeAll, expect, it } from 'vitest';
import { must, openFloor, packed, picked, shelved, type Floor } from '../packing/floor.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let floor: Floor;
let vans = 0;
beforeAll(async () => {
  server = await startServer();
  floor = await openFloor(server);
});
afterAll(() => server.close());

/** A route with a door for each latitude, given to the driver and gone. */
async function onTheRoad(lats: number[]) {
  const { siteId, dispatcher, driver } = floor;
  const goods = await shelved(floor, lats.length);
  const wishes = lats.map((lat) => ({ lat, lon: 126.78, lines: [{ itemId: goods.itemId, quantity: 1 }] }));
  const parcelIds: string[] = [];
  for (const order of await picked(floor, wishes)) parcelIds.push((await packed(floor, order)).parcelId);
  vans += 1;
  const van = {
    siteId,
    code: `VEH-D${vans}`,
    capacity: { parcels: 9, weight_g: 900_000, volume_cm3: 6_000_000 },
    shift: { fromMinute: 0, toMinute: 1440 },
  };
  const { vehicleId } = await must(dispatcher.post('/v1/vehicles', van));
  const plan = { siteId, parcelIds, vehicleIds: [vehicleId], seconds: 0.2 };
  const [route] = (await must(dispatcher.post('/v1/route-plans', plan))).routes;
  const give = { driverId: driver.userId, acceptViolations: true };
  await must(dispatcher.post(`/v1/routes/${route.routeId}/publish`, give));
  for (const stop of route.stops.toReversed())
    await must(driver.post(`/v1/routes/${route.routeId}/load`, { sscc: stop.parcels[0].sscc }));
  await must(driver.post(`/v1/routes/${route.routeId}/depart`, {}));
  return route;
}

it('keeps a closed route to be seen on the day it left, door by door, and shows no door code', async () => {
  const { siteId, dispatcher, driver } = floor;
  const route = await onTheRoad([37.61, 37.64]);
  const [open, shut] = route.stops;
  await must(driver.post(`/v1/stops/${open.stopId}/arrive`, { lat: open.lat, lon: open.lon }));
  const given = { parcelIds: [open.parcels[0].parcelId], proof: { code: '#7351' } };
  await must(driver.post(`/v1/stops/${open.stopId}/deliver`, given));
  await must(driver.post(`/v1/stops/${shut.stopId}/fail`, { reason: 'refused' }));
  await must(driver.post(`/v1/routes/${route.routeId}/back`, { sscc: shut.parcels[0].sscc }));
  await must(driver.post(`/v1/routes/${route.routeId}/close`, {}));

  const today = await must(dispatcher.get(`/v1/driven-routes?siteId=${siteId}`));
  expect(today.day).toBe('2026-11-20');
  const counts = { state: 'closed', stops: 2, delivered: 1, failed: 1, partly: 0, parcels: 2, back: 1 };
  expect(today.routes).toMatchObject([{ routeId: route.routeId, ...counts }]);
  const before = await must(dispatcher.get(`/v1/driven-routes?siteId=${siteId}&day=2026-11-19`));
  expect(before.routes).toEqual([]);

  const one = await must(dispatcher.get(`/v1/driven-routes/${route.routeId}`));
  expect(one.closedAt).not.toBeNull();
  expect(one.stops).toMatchObject([
    { state: 'delivered', away_m: 0, proof: { photoId: null, signatureId: null, code: true } },
    { state: 'failed', reason: 'refused', proof: { code: false }, parcels: [{ state: 'back' }] },
  ]);
  expect(JSON.stringify(one)).not.toContain('7351');
});

it('shows no route that has not left, and none of another site', async () => {
  const { siteId, dispatcher } = floor;
  const goods = await shelved(floor, 1);
  const [order] = await picked(floor, [{ lat: 37.6, lon: 126.8, lines: [{ itemId: goods.itemId, quantity: 1 }] }]);
  const { parcelId } = await packed(floor, order!);
  const plan = { siteId, parcelIds: [parcelId], seconds: 0.2 };
  const [planned] = (await must(dispatcher.post('/v1/route-plans', plan))).routes;
  const hidden = await dispatcher.get(`/v1/driven-routes/${planned.routeId}`);
  expect(hidden).toMatchObject({ status: 404, body: { error: { code: 'route_not_found' } } });
  const stranger = await server.as('dispatcher');
  await server.db.raw('DELETE FROM user_site WHERE user_id = ?', [stranger.userId]);
  expect((await stranger.get(`/v1/driven-routes?siteId=${siteId}`)).status).toBe(404);
});

it('tells when a route was back by the phone at the site, else as reckoned from the last door', async () => {
  const { siteId, dispatcher, driver } = floor;
  await must(dispatcher.post('/v1/trackers', { siteId, trackerId: 'drv-back', driverId: driver.userId }));
  const route = await onTheRoad([37.66]);
  const shown = async () => {
    const one = await must(dispatcher.get(`/v1/driven-routes/${route.routeId}`));
    const day = await must(dispatcher.get(`/v1/driven-routes?siteId=${siteId}`));
    const row = day.routes.find(({ routeId }: { routeId: string }) => routeId === route.routeId);
    expect([row.backAt, row.backSeen]).toEqual([one.backAt, one.backSeen]);
    return one;
  };
  expect(await shown()).toMatchObject({ backAt: null, backSeen: false, returnsTo: 'site', end: null });
  const [stop] = route.stops;
  await must(driver.post(`/v1/stops/${stop.stopId}/fail`, { reason: 'refused' }));
  const reckoned = await shown();
  expect(reckoned).toMatchObject({ backAt: reckoned.endAt, backSeen: false });
  expect(Date.parse(reckoned.backAt)).toBeGreaterThan(Date.parse(reckoned.finishedAt));
  const seenAt = async (minutes: number, lat: number) => {
    const at = new Date(server.clock.now().getTime() + minutes * 60_000);
    server.clock.set(at);
    await server.anyone.post(`/osmand?id=drv-back&lat=${lat}&lon=126.77&timestamp=${at.getTime()}`);
    return at.toISOString();
  };
  await seenAt(4, 37.63);
  const there = await seenAt(5, 37.6);
  await seenAt(5, 37.6);
  expect(await shown()).toMatchObject({ backAt: there, backSeen: true });
  await must(driver.post(`/v1/routes/${route.routeId}/back`, { sscc: stop.parcels[0].sscc }));
  await must(driver.post(`/v1/routes/${route.routeId}/close`, {}));
});

it('reckons no route back at the site after it was closed there', async () => {
  const { dispatcher, driver } = floor;
  // no phone was seen at the site since
  server.clock.set(new Date(server.clock.now().getTime() + 60_000));
  const route = await onTheRoad([37.9]);
  const [stop] = route.stops;
  await must(driver.post(`/v1/stops/${stop.stopId}/fail`, { reason: 'refused' }));
  const shown = () => must(dispatcher.get(`/v1/driven-routes/${route.routeId}`));
  const { backAt: reckoned } = await shown();
  await must(driver.post(`/v1/routes/${route.routeId}/back`, { sscc: stop.parcels[0].sscc }));
  await must(driver.post(`/v1/routes/${route.routeId}/close`, {}));
  const { backAt, backSeen, closedAt } = await shown();
  expect(Date.parse(closedAt)).toBeLessThan(Date.parse(reckoned));
  expect([backAt, backSeen]).toEqual([closedAt, false]);
});

it('tells of an order each door it was at, of a failed door where the parcel was since, and in its log that it was brought back', async () => {
  const { siteId, dispatcher, driver, manager } = floor;
  const route = await onTheRoad([37.67]);
  const [shut] = route.stops;
  const { parcelId, orderId, sscc } = shut.parcels[0];
  const visits = async () => (await must(dispatcher.get(`/v1/visits?siteId=${siteId}&orderId=${orderId}`))).visits;
  const logOf = async () => (await must(manager.get(`/v1/orders/${orderId}`))).events.slice(-3);
  const doorOf = async () => (await must(dispatcher.get(`/v1/driven-routes/${route.routeId}`))).stops[0].parcels[0];
  await must(driver.post(`/v1/stops/${shut.stopId}/fail`, { reason: 'nobody_home' }));
  const first = { stopId: shut.stopId, routeId: route.routeId, vehicle: route.vehicle, reason: 'nobody_home' };
  expect(await visits()).toMatchObject([{ ...first, parcels: [{ parcelId, state: 'failed', afterFailure: 'later' }] }]);
  expect((await doorOf()).since).toBeNull();
  await must(driver.post(`/v1/routes/${route.routeId}/back`, { sscc }));
  await must(driver.post(`/v1/routes/${route.routeId}/close`, {}));
  expect(await logOf()).toMatchObject([
    { kind: 'delivery_failed', cause: 'nobody_home' },
    { kind: 'brought_back', cause: 'later', actorId: driver.userId },
    { kind: 'packed', cause: 'brought_back' },
  ]);

  const plan = { siteId, parcelIds: [parcelId], seconds: 0.2 };
  const [next] = (await must(dispatcher.post('/v1/route-plans', plan))).routes;
  expect(await doorOf()).toMatchObject({ since: { vehicle: next.vehicle, departedAt: null, doneAt: null } });
  await must(
    dispatcher.post(`/v1/routes/${next.routeId}/publish`, { driverId: driver.userId, acceptViolations: true }),
  );
  await must(driver.post(`/v1/routes/${next.routeId}/load`, { sscc }));
  await must(driver.post(`/v1/routes/${next.routeId}/depart`, {}));
  const [stop] = next.stops;
  await must(driver.post(`/v1/stops/${stop.stopId}/arrive`, { lat: stop.lat, lon: stop.lon }));
  await must(driver.post(`/v1/stops/${stop.stopId}/deliver`, { parcelIds: [parcelId], proof: { code: '#99' } }));
  const [, made] = await visits();
  expect(made).toMatchObject({ routeId: next.routeId, state: 'delivered', proof: { photoId: null, code: true } });
  expect((await doorOf()).since).toMatchObject({ routeId: next.routeId, state: 'delivered', doneAt: made.doneAt });
  // the proof of a door is for those to whom a driven route shows it
  const packer = await server.as('packer');
  expect((await packer.get(`/v1/visits?siteId=${siteId}&orderId=${orderId}`)).status).toBe(403);
});
