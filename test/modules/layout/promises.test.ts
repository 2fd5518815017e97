import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { must, openFloor, packed, picked, placeOrder, shelved, type Floor } from '../packing/floor.ts';

let server: TestServer;
let floor: Floor;
let shop: Person;

beforeAll(async () => {
  server = await startServer();
  floor = await openFloor(server);
  shop = await server.as('channel', { sellerId: floor.sellerId });
});
afterAll(() => server.close());

const box = (south: number, west: number) => [
  { lat: south, lon: west },
  { lat: south, lon: west + 0.2 },
  { lat: south + 0.2, lon: west + 0.2 },
  { lat: south + 0.2, lon: west },
];
const town = { lat: 37.6, lon: 126.8 };
const island = { lat: 37.1, lon: 126.1 };
const sea = { lat: 36, lon: 125 };
// 09:00 in Seoul: dawn is 07:00 of the next day, slow 18:00 of the next
const DAWN = '2026-11-20T22:00:00.000Z';
const SLOW = '2026-11-21T09:00:00.000Z';

const promisesFor = (who: Person, spot?: { lat: number; lon: number }) =>
  who.get(`/v1/delivery-promises?siteId=${floor.siteId}${spot ? `&lat=${spot.lat}&lon=${spot.lon}` : ''}`);

const shown = async (orderId: string) => (await floor.admin.get(`/v1/orders/${orderId}`)).body;

describe('a delivery zone', () => {
  beforeAll(async () => {
    const { siteId, dispatcher } = floor;
    await must(dispatcher.post('/v1/cut-offs', { siteId, name: 'slow', orderByMinute: 1_440, deliverByMinute: 2_520 }));
    const draw = (zone: object) => dispatcher.post('/v1/delivery-zones', { siteId, ...zone });
    await must(draw({ name: 'town', polygon: box(37.5, 126.7) }));
    await must(draw({ name: 'island', polygon: box(37, 126), carrier: 'paper', cutOffs: ['slow'] }));
    expect((await draw({ name: 'far', polygon: box(1, 1), cutOffs: ['never'] })).body.error).toMatchObject({
      code: 'cut_off_not_found',
      field: 'cutOffs',
      got: 'never',
    });
  });

  it('decides until when its orders are brought, and tells the shop the same before it asks', async () => {
    const goods = await shelved(floor, 10);
    const lines = [{ itemId: goods.itemId, quantity: 1 }];
    const inTown = await shown(await placeOrder(floor, { lines, ...town }));
    const onIsland = await shown(await placeOrder(floor, { lines, ...island }));
    expect(inTown).toMatchObject({ promiseBy: DAWN, carrier: null, paused: null });
    expect(onIsland).toMatchObject({ promiseBy: SLOW, carrier: 'paper', paused: null });
    expect(onIsland.zoneId).not.toBe(inTown.zoneId);
    expect((await promisesFor(shop, town)).body).toMatchObject({
      zone: { name: 'town' },
      carrier: 'own',
      promise: { name: 'dawn', deliverBy: DAWN },
    });
    const { body } = await promisesFor(shop, island);
    expect(body).toMatchObject({ zone: { name: 'island' }, carrier: 'paper', promise: { name: 'slow' } });
    expect(body.cutOffs.map(({ name }: { name: string }) => name)).not.toContain('dawn');
  });

  it('decides who drives there: its parcels get that carrier’s label and no place on our routes', async () => {
    const goods = await shelved(floor, 2);
    const lines = [{ itemId: goods.itemId, quantity: 1 }];
    const [one] = await picked(floor, [{ lines, ...island }]);
    const { parcelId } = await packed(floor, one!);
    const { parcels } = (await floor.packer.get(`/v1/parcels?siteId=${floor.siteId}&limit=200`)).body;
    const found = parcels.find((parcel: { parcelId: string }) => parcel.parcelId === parcelId);
    expect(found.carrier).toBe('paper');
    const pool = (await floor.dispatcher.get(`/v1/pool?siteId=${floor.siteId}`)).body;
    expect(JSON.stringify(pool)).not.toContain(parcelId);
  });

  it('is where the site delivers: an order from outside waits for a person, until its address lies in one', async () => {
    const goods = await shelved(floor, 2);
    const orderId = await placeOrder(floor, { lines: [{ itemId: goods.itemId, quantity: 1 }], ...sea });
    expect(await shown(orderId)).toMatchObject({ paused: 'address_outside_zones', nextStep: 'resume' });
    expect((await promisesFor(shop, sea)).body).toMatchObject({ outside: true, promise: null, cutOffs: [] });
    const shipTo = { name: '홍길동', phone: '010-1234-5678', address: '인천시 옹진군 1', ...island };
    await must(floor.manager.post(`/v1/orders/${orderId}/address`, { shipTo }));
    expect(await shown(orderId)).toMatchObject({ paused: null, carrier: 'paper' });
  });

  it('that is erased holds no more', async () => {
    const drawn = await must(
      floor.dispatcher.post('/v1/delivery-zones', { siteId: floor.siteId, name: 'sea', polygon: box(35.9, 124.9) }),
    );
    expect((await promisesFor(shop, sea)).body.zone).toMatchObject({ name: 'sea' });
    const stranger = await server.as('dispatcher');
    expect((await stranger.post(`/v1/delivery-zones/${drawn.zoneId}/erase`, {})).status).toBe(200);
    expect((await promisesFor(shop, sea)).body).toMatchObject({ outside: true });
    expect((await stranger.post(`/v1/delivery-zones/${drawn.zoneId}/erase`, {})).status).toBe(404);
  });
});

/** Room is reckoned every ten seconds. */
async function reckoned(): Promise<void> {
  server.clock.set(new Date(server.clock.now().getTime() + 11_000));
  await server.app.jobs!.runDue();
}

describe('a house that says what it gets done', () => {
  it('promises dawn until it is full, then the next delivery, and tells the shop so before', async () => {
    const night = await openFloor(server);
    const { siteId, dispatcher } = night;
    const ask = async (who: Person) =>
      (await who.get(`/v1/delivery-promises?siteId=${siteId}&lat=37.6&lon=126.8`)).body;
    const goods = await shelved(night, 40);
    const lines = [{ itemId: goods.itemId, quantity: 1 }];
    const place = async () => (await shown(await placeOrder(night, { lines, ...town }))).promiseBy;
    expect((await ask(dispatcher)).cutOffs[0]).toMatchObject({ name: 'dawn', room: null, full: false });

    await must(
      dispatcher.post('/v1/vehicles', {
        siteId,
        code: 'VEH-R1',
        capacity: { parcels: 5, weight_g: 900_000, volume_cm3: 6_000_000 },
        shift: { fromMinute: 1_320, toMinute: 1_500 },
      }),
    );
    const paced = { picksPerHour: 100, packsPerHour: 100, loadsPerHour: null };
    await must(night.manager.post(`/v1/sites/${siteId}/pace`, paced));
    await reckoned();
    // three hours of shift are one tour and a second one begun: ten parcels
    expect((await ask(dispatcher)).cutOffs[0]).toMatchObject({ room: 10, limitedBy: 'road', full: false });
    for (let order = 0; order < 10; order++) expect(await place()).toBe(DAWN);
    await reckoned();

    const nextDawn = '2026-11-21T22:00:00.000Z';
    const seen = await ask(shop);
    expect(seen.promise).toMatchObject({ name: 'dawn', deliverBy: nextDawn });
    // how busy the house is with others' orders is not the shop's to know
    expect(seen.cutOffs[0]).toMatchObject({ deliverBy: DAWN, full: true, room: null, limitedBy: null });
    expect(await place()).toBe(nextDawn);
    expect((await shown(await placeOrder(night, { lines, ...town, promiseBy: DAWN }))).promiseBy).toBe(DAWN);
  });

  it('counts by the clock of its own wall, in the night in which that is put back too', async () => {
    const berlin = await startServer(new Date('2026-10-24T20:30:00Z'));
    const admin = await berlin.as('admin');
    const plan = { aisles: 1, bays: 2, levels: 1 };
    const site = { code: 'B1', name: 'Berlin', timeZone: 'Europe/Berlin', lat: 52.5, lon: 13.4, plan };
    const { siteId } = (await admin.post('/v1/sites', site)).body;
    await admin.post('/v1/cut-offs', { siteId, name: 'dawn', orderByMinute: 1_380, deliverByMinute: 1_860 });
    const ask = async () => (await admin.get(`/v1/delivery-promises?siteId=${siteId}`)).body.promise;
    // 22:30 in summer time; 07:00 of the next morning is winter time already
    expect(await ask()).toMatchObject({ orderBy: '2026-10-24T21:00:00.000Z', deliverBy: '2026-10-25T06:00:00.000Z' });
    berlin.clock.set(new Date('2026-10-24T21:00:01Z'));
    expect(await ask()).toMatchObject({ orderBy: '2026-10-25T22:00:00.000Z', deliverBy: '2026-10-26T06:00:00.000Z' });
    await berlin.close();
  });
});
