import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { must, openFloor, packed, picked, shelved, type Floor } from '../modules/packing/floor.ts';
import { canary, canaryTexts, clearIn, textColumns } from '../support/canaries.ts';
import { startServer, type Person, type TestServer } from '../support/server.ts';

/** Typed by people into causes and reasons, and naming nobody: kept with the work, told to nobody. */
const TYPED = '색을 바꾸고 싶다는 고객';
/** Typed as well, and not taken. */
const NAMED = `${canary.name} 고객 요청`;

let server: TestServer;
let floor: Floor;
let shop: Person;
let label = '';
const heard: string[] = [];
const sockets: Socket[] = [];
const steps: string[] = [];

beforeAll(async () => {
  server = await startServer();
  floor = await openFloor(server);
  shop = await server.as('seller', { sellerId: floor.sellerId });
  for (const { token } of [floor.admin, floor.manager, floor.dispatcher, shop]) await listen(token);
  await dockToDoor();
  await server.settle();
  await new Promise((rung) => setTimeout(rung, 500));
});
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await server.close();
});

function listen(token: string): Promise<void> {
  const socket = io(server.url, { transports: ['websocket'], auth: { token } });
  sockets.push(socket);
  socket.onAny((...told: unknown[]) => heard.push(JSON.stringify(told)));
  return new Promise((ready, fail) => {
    socket.once('connect', ready);
    socket.once('connect_error', fail);
  });
}

const keyed = () => ({ 'idempotency-key': newId() });

async function order(itemId: string): Promise<string> {
  const body = {
    siteId: floor.siteId,
    channel: 'test',
    externalId: newId(),
    paid: true,
    lines: [{ itemId, quantity: 1 }],
  };
  const placed = await must(
    shop.post('/v1/orders', { ...body, shipTo: { ...canary, lat: 37.61, lon: 126.93 } }, keyed()),
  );
  return placed.orderId as string;
}

/** One order from the shop to the door by every kind of door, one that is cancelled, one that is looked at. */
async function dockToDoor(): Promise<void> {
  const { siteId, manager, packer, dispatcher, driver } = floor;
  const goods = await shelved(floor, 20);
  const orderId = await order(goods.itemId);
  const other = await order(goods.itemId);
  await must(shop.post(`/v1/orders/${other}/address`, { shipTo: canary }, keyed()));
  for (const cause of [NAMED, canary.phone, `전화 ${canary.phone}`]) {
    const taken = [
      await manager.post(`/v1/orders/${other}/pause`, { reason: cause }, keyed()),
      await shop.post(`/v1/orders/${other}/cancel`, { cause }, keyed()),
    ];
    expect(taken.map(({ body }) => body.error?.code)).toEqual(['cause_personal', 'cause_personal']);
  }
  await must(manager.post(`/v1/orders/${other}/pause`, { reason: TYPED }, keyed()));
  await must(shop.post(`/v1/orders/${other}/cancel`, { cause: TYPED }, keyed()));
  await must(shop.get(`/v1/orders?phone=${encodeURIComponent(canary.phone)}`));
  await must(shop.get(`/v1/orders/${orderId}/recipient?reason=customer_asked`));
  const parcel = await packed(floor, (await picked(floor, [], [orderId]))[0]!);
  label = (await packer.get(`/v1/parcels/${parcel.parcelId}/label?format=zpl`)).body as string;
  await must(dispatcher.post('/v1/vehicles', vehicle()));
  const { routes } = await must(dispatcher.post('/v1/route-plans', { siteId, seconds: 0.2 }, keyed()));
  const [{ routeId }] = routes;
  await must(dispatcher.post(`/v1/routes/${routeId}/publish`, { driverId: driver.userId, acceptViolations: true }));
  for (const code of ['VEH-01', parcel.sscc]) await driver.scan('load', code);
  await driver.scan('load', '', { answer: { choice: 'depart' } });
  for (const [code, more] of [
    ['', { answer: { choice: 'arrived' } }],
    [parcel.sscc, {}],
  ] as const) {
    steps.push(JSON.stringify(await driver.scan('deliver', code, more)));
  }
  const scan = { deviceId: 'DRIVER-2', seq: 1, at: server.clock.now().toISOString(), code: 'LPN0000001' };
  const twin = { ...scan, flow: 'deliver', source: 'wedge' };
  await server.db.raw(
    `INSERT INTO device SELECT 'DRIVER-2', site_id, user_id, name, 'enrolled', at FROM device
                        WHERE user_id = ? LIMIT 1`,
    [driver.userId],
  );
  await must(driver.post('/v1/scans', twin, { 'idempotency-key': 'twin-1' }));
  for (const key of [{ 'idempotency-key': 'twin-1' }, {}]) {
    const again = await driver.post('/v1/scans', twin, key);
    expect(again.body.replayed).toBe(true);
    steps.push(JSON.stringify(again.body));
  }
  await driver.scan('deliver', '4711#', { source: 'typed' });
  const done = await driver.scan('deliver', '', { answer: { choice: 'useCode' } });
  expect(done.ok, JSON.stringify(done)).toBe(true);
  expect((await must(shop.get(`/v1/orders/${orderId}`))).state).toBe('delivered');
  // refusals, whose words must not carry what was sent
  await shop.post('/v1/orders', { shipTo: { ...canary, phone: `${canary.phone}${'0'.repeat(60)}` } });
  await shop.get(`/v1/orders?phone=${encodeURIComponent(canary.name)}`);
}

const vehicle = () => ({
  siteId: floor.siteId,
  code: 'VEH-01',
  capacity: { parcels: 50, weight_g: 900_000, volume_cm3: 6_000_000 },
  shift: { fromMinute: 0, toMinute: 1440 },
});

describe('a customer’s name, phone and address, from the dock to the door', () => {
  it('reach those who need them: the driver the door and the phone, the label the address', () => {
    for (const step of steps) {
      expect(step).toContain(canary.address);
      expect(step).toContain(canary.phone);
      expect(step).not.toContain(canary.name);
      expect(step).toContain('카*****새');
    }
    expect(label).toContain('카나리아로');
    expect(label).toContain('카*****새');
    expect(label).toContain('010-7351-****');
    expect(label).not.toContain(canary.name);
  });

  it('are recorded each time, also where a kept answer is shown again', async () => {
    const { accesses } = await must(floor.admin.get(`/v1/access-records?actorId=${floor.driver.userId}`));
    const looks = (accesses as Record<string, string>[]).map(({ why, fields, subject }) => [
      why,
      fields,
      subject!.split(' ')[0],
    ]);
    const doors = looks.filter(([why]) => why === 'deliver');
    expect(looks.filter(([why]) => why === 'replay')).toEqual([
      ['replay', 'phone,address', 'scan'],
      ['replay', 'phone,address', 'scan'],
    ]);
    expect(new Set(doors.map(([, fields]) => fields))).toEqual(new Set(['phone,address']));
    // arrived, scanned, refused, the code read: each screen that showed the door
    expect(doors).toHaveLength(4);
  });

  it('stand in clear in no column of any table', async () => {
    expect(await clearIn(server.db, canaryTexts)).toEqual([]);
  });

  it('would be found there, in text, in JSON and in bytes', async () => {
    expect((await textColumns(server.db)).length).toBeGreaterThan(150);
    const tx = await server.db.transaction();
    await tx.raw(`UPDATE order_event SET cause = ? WHERE no = 1`, [canary.name]);
    await tx.raw(`UPDATE outbox SET body = jsonb_build_object('deep', jsonb_build_array(?::text))`, [canary.phone]);
    await tx.raw(`INSERT INTO file SELECT ?::uuid, ?::uuid, 'image/png', convert_to(?, 'UTF8'), '', now()`, [
      newId(),
      newId(),
      canary.address,
    ]);
    const found = await clearIn(tx, [canary.name, canary.phone, canary.address]);
    await tx.rollback();
    expect(found.map((line) => line.split(':')[0])).toEqual(['file.bytes', 'order_event.cause', 'outbox.body']);
  });

  it('are in no line of the log, not even where the database refuses the very row', async () => {
    await server.db.raw('ALTER TABLE recipient ADD CONSTRAINT broken CHECK (false) NOT VALID');
    const { itemId } = await shelved(floor, 1);
    const body = { siteId: floor.siteId, channel: 'test', externalId: newId(), paid: true, shipTo: canary };
    const fault = await shop.post('/v1/orders', { ...body, lines: [{ itemId, quantity: 1 }] });
    await server.db.raw('ALTER TABLE recipient DROP CONSTRAINT broken');
    expect(fault.status).toBe(500);
    const text = JSON.stringify(server.logged());
    expect(text).toContain(fault.body.error.requestId);
    expect(text).toContain('violates check constraint');
    for (const canaryText of [...canaryTexts, TYPED]) expect(text).not.toContain(canaryText);
  });

  it('are not told over sockets, nor in the news that is read later', async () => {
    expect(heard.length).toBeGreaterThan(10);
    const news = await must(floor.admin.get('/v1/news?after=0:0&limit=1000'));
    const told = heard.join('') + JSON.stringify(news);
    for (const canaryText of [...canaryTexts, TYPED]) expect(told).not.toContain(canaryText);
  });

  it('are not told with a cause that somebody typed: facts carry codes', async () => {
    expect(await clearIn(server.db, [TYPED])).toEqual([
      `customer_order.cancel_cause: ${TYPED}`,
      `customer_order.paused: ${TYPED}`,
      `order_event.cause: ${TYPED}`,
    ]);
    const { rows } = (await server.db.raw(
      `SELECT DISTINCT body->>'cause' AS cause FROM outbox WHERE kind = 'orders.cancelled'`,
    )) as { rows: object[] };
    expect(rows).toEqual([{ cause: 'other' }]);
  });
});
