import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eraseRecipients } from '../../src/orders/index.ts';
import { blindIndex } from '../../src/platform/crypto.ts';
import { ALWAYS, dataKeyFor } from '../../src/platform/dataKeys.ts';
import { newId } from '../../src/platform/ids.ts';
import { must, openFloor, packed, picked, shelved, type Floor } from '../modules/packing/floor.ts';
import { canary, canaryTexts } from '../support/canaries.ts';
import { openSeller } from '../support/goods.ts';
import { inWork, startServer, type Person, type TestServer } from '../support/server.ts';

const DAY_MS = 86_400_000;
const PNG = new Uint8Array(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
const spot = { lat: 37.612_345, lon: 126.934_567 };

let server: TestServer;
let floor: Floor;
let shop: Person;
let itemId: string;

beforeAll(async () => {
  server = await startServer();
  floor = await openFloor(server);
  shop = await signedIn();
  ({ itemId } = await shelved(floor, 500));
});
afterAll(() => server.close());

const signedIn = () => server.as('seller', { sellerId: floor.sellerId, login: 'shop' });

async function ordered(shipTo: Partial<typeof canary> = {}): Promise<string> {
  const body = {
    siteId: floor.siteId,
    channel: 'test',
    externalId: newId(),
    paid: true,
    lines: [{ itemId, quantity: 1 }],
  };
  return (await must(shop.post('/v1/orders', { ...body, shipTo: { ...canary, ...spot, ...shipTo } })))
    .orderId as string;
}

const records = async (query: string) =>
  (await must(floor.admin.get(`/v1/access-records?${query}`))).accesses as Record<string, string>[];

describe('looking at who gets an order', () => {
  it('takes a reason, and is recorded once with who, when, whence, whose, what and why', async () => {
    const orderId = await ordered();
    const door = `/v1/orders/${orderId}/recipient`;
    expect((await floor.dispatcher.get(door)).body.error).toMatchObject({ code: 'invalid', field: 'reason' });
    expect((await floor.dispatcher.get(`${door}?reason=${encodeURIComponent('because')}`)).status).toBe(422);
    expect(await records(`subject=${orderId}`)).toEqual([]);
    expect(await must(floor.dispatcher.get(`${door}?reason=call_customer`))).toEqual(canary);
    expect(await must(shop.get(`${door}?reason=complaint`))).toEqual(canary);
    const common = { subject: orderId, fields: 'name,phone,address', at: server.clock.now().toISOString() };
    expect(await records(`subject=${orderId}`)).toMatchObject([
      { ...common, actorId: shop.userId, why: 'complaint', ip: expect.stringMatching(/127\.0\.0\.1$/) },
      {
        ...common,
        actorId: floor.dispatcher.userId,
        why: 'call_customer',
        origin: expect.stringMatching(/^dispatcher/),
      },
    ]);
  });

  it('is for those who have to: others see it masked, and masked is not recorded', async () => {
    const orderId = await ordered();
    for (const person of [floor.packer, floor.picker, floor.receiver, floor.driver]) {
      expect((await person.get(`/v1/orders/${orderId}/recipient?reason=complaint`)).status).toBe(403);
    }
    for (const person of [floor.packer, floor.manager, shop]) {
      const shown = JSON.stringify([
        await must(person.get(`/v1/orders/${orderId}`)),
        await must(person.get('/v1/orders?limit=5')),
      ]);
      for (const text of canaryTexts) expect(shown).not.toContain(text);
      expect(shown).toContain('카*****새');
    }
    expect(await records(`subject=${orderId}`)).toEqual([]);
  });

  it('by printing a label opens the address alone', async () => {
    const parcel = await packed(floor, (await picked(floor, [], [await ordered()]))[0]!);
    expect(await records(`subject=${parcel.orderId}`)).toEqual([]);
    await floor.packer.get(`/v1/parcels/${parcel.parcelId}/label?format=zpl`);
    const found = await records(`subject=${parcel.orderId}`);
    expect(found).toMatchObject([{ fields: 'address', why: 'print_label', actorId: floor.packer.userId }]);
    expect(found).toHaveLength(1);
  });

  it('as an export states a reason and is recorded for each order', async () => {
    const ids = [await ordered({ name: '=cmd|카나' }), await ordered({ address: '서울 "가" 길, 3층' })];
    expect((await shop.get('/v1/order-export')).body.error).toMatchObject({ code: 'invalid', field: 'reason' });
    expect((await floor.dispatcher.get('/v1/order-export?reason=carrier')).status).toBe(403);
    expect(await records(`subject=${ids[0]}`)).toEqual([]);
    const csv = (await shop.get('/v1/order-export?reason=carrier&limit=2')).body as string;
    const [head, second, first] = csv.split('\r\n');
    expect(head).toContain('"name","phone","address"');
    expect(first).toContain(`"${ids[0]}"`);
    expect(first).toContain('"\'=cmd|카나"');
    expect(second).toContain('"서울 ""가"" 길, 3층"');
    const answer = await shop.get('/v1/order-export?reason=carrier&limit=2');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="orders.csv"');
    const documented = (await shop.get('/openapi.json')).body.paths['/v1/order-export'].get.responses['200'];
    expect(Object.keys(documented.content)).toEqual(['text/csv']);
    for (const orderId of ids) {
      const common = { actorId: shop.userId, fields: 'name,phone,address', why: 'export:carrier' };
      expect(await records(`subject=${orderId}`)).toMatchObject([common, common]);
    }
    const stranger = await server.as('seller', { sellerId: await openSeller(server, floor.admin, 'EMPTY') });
    expect((await stranger.get('/v1/order-export?reason=carrier')).body.split('\r\n')).toHaveLength(2);
  });

  it('goes on as an export to its end by the address that each part names, and tells every order once', async () => {
    const ids = [];
    for (let nth = 0; nth < 5; nth++) ids.push(await ordered({ name: '이음' }));
    const own = await server.as('seller', { sellerId: floor.sellerId, login: 'exporter' });
    const told: string[] = [];
    let parts = 0;
    let path: string | undefined = '/v1/order-export?reason=carrier&channel=test&limit=2';
    while (path !== undefined) {
      const { status, headers, body } = await own.get(path);
      expect(status).toBe(200);
      const lines = (body as string).trim().split('\r\n').slice(1);
      expect(lines.length).toBeGreaterThan(0);
      told.push(...lines.map((line) => line.slice(1, 37)));
      path = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
      parts += 1;
    }
    expect(new Set(told).size).toBe(told.length);
    expect(told).toEqual(expect.arrayContaining(ids));
    expect(parts).toBe(Math.ceil(told.length / 2));
  });

  it('is not to be had from a route: who loads it or is offered it sees a quarter, its driver the door', async () => {
    const parcel = await packed(floor, (await picked(floor, [], [await ordered()]))[0]!);
    const { siteId, dispatcher, packer, driver } = floor;
    const vehicle = { siteId, code: 'VEH-09', capacity: { parcels: 9, weight_g: 900_000, volume_cm3: 900_000 } };
    await must(dispatcher.post('/v1/vehicles', { ...vehicle, shift: { fromMinute: 0, toMinute: 1440 } }));
    const plan = { siteId, parcelIds: [parcel.parcelId], seconds: 0.2 };
    const [{ routeId }] = (await must(dispatcher.post('/v1/route-plans', plan))).routes;
    await must(dispatcher.post(`/v1/routes/${routeId}/publish`, { acceptViolations: true }));
    const place = async (who: Person) => {
      const [{ lat, lon }] = (await must(who.get(`/v1/routes/${routeId}`))).stops;
      return { lat, lon };
    };
    const quarter = { lat: 37.61, lon: 126.93 };
    expect(await Promise.all([packer, driver].map(place))).toEqual([quarter, quarter]);
    await must(driver.post(`/v1/routes/${routeId}/accept`, {}));
    expect(await Promise.all([dispatcher, driver].map(place))).toEqual([spot, spot]);
  });

  it('is an admin’s to read up, page by page', async () => {
    const orderId = await ordered();
    for (const reason of ['complaint', 'return', 'authority']) {
      await must(floor.manager.get(`/v1/orders/${orderId}/recipient?reason=${reason}`));
    }
    for (const person of [floor.manager, floor.dispatcher, shop]) {
      expect((await person.get('/v1/access-records')).status).toBe(403);
    }
    const first = await must(floor.admin.get(`/v1/access-records?subject=${orderId}&limit=2`));
    const rest = await must(floor.admin.get(`/v1/access-records?subject=${orderId}&limit=2&cursor=${first.next}`));
    const whys = [...first.accesses, ...rest.accesses].map(({ why }: { why: string }) => why);
    expect(whys).toEqual(['authority', 'return', 'complaint']);
    expect(rest.next).toBeUndefined();
  });
});

describe('searching by phone', () => {
  const find = (who: Person, phone: string) => who.get(`/v1/orders?phone=${encodeURIComponent(phone)}`);
  const idsOf = (body: { orders: { orderId: string }[] }) => body.orders.map(({ orderId }) => orderId);

  it('finds a customer by every way of writing the number, and nobody else', async () => {
    const written = ['010-2222-3333', '+82 10 2222 3333', '0082-(0)10-2222.3333', '８２１０２２２２３３３３'];
    const ids: string[] = [];
    for (const phone of written) ids.push(await ordered({ phone }));
    await ordered({ phone: '010-2222-3334' });
    await ordered({ phone: '+1 212 222 3333' });
    for (const phone of [...written, '01022223333', '+82-(0)10-2222-3333', ' 010 2222 3333 ']) {
      expect(idsOf(await must(find(floor.manager, phone))), phone).toEqual([...ids].reverse());
    }
    expect(idsOf(await must(find(floor.manager, '010-2222')))).toEqual([]);
    expect((await find(floor.manager, '2222')).body.error).toMatchObject({ code: 'invalid', field: 'phone' });
  });

  it('still finds whom orders were kept for before numbers were checked and read as they are dialled', async () => {
    const [dialled, short] = [await ordered({ phone: '+44 7911 123456' }), await ordered({ phone: '010-2345-6789' })];
    const { key } = await inWork(server.db, server.clock, (work) => dataKeyFor(work, 'phone', ALWAYS));
    const keptAs = (order_id: string, digits: string) =>
      server
        .db('recipient')
        .where({ order_id })
        .update({ phone_index: blindIndex(key, digits) });
    await keptAs(dialled, '4407911123456');
    await keptAs(short, '82102345678');
    expect(idsOf(await must(find(floor.manager, '+44 (0)7911 123456')))).toEqual([dialled]);
    expect(idsOf(await must(find(floor.manager, '010-2345-678')))).toEqual([short]);
    const now = await ordered({ phone: '+44 7911 123456' });
    expect(idsOf(await must(find(floor.manager, '0044 (0)7911 123456')))).toEqual([now, dialled]);
  });

  it('answers masked, to those who answer customers, within their walls, and is recorded', async () => {
    const orderId = await ordered({ phone: '02-777-8888' });
    const stranger = await server.as('seller', { sellerId: await openSeller(server, floor.admin, 'STRANGER') });
    const channel = await server.as('channel', { sellerId: floor.sellerId });
    for (const person of [floor.packer, channel]) expect((await find(person, '02-777-8888')).status).toBe(403);
    expect(idsOf(await must(find(stranger, '02-777-8888')))).toEqual([]);
    const { orders } = await must(find(shop, '+82 2 777 8888'));
    expect(orders).toMatchObject([{ orderId, shipTo: { phone: '02-777-****' } }]);
    expect(await records(`subject=${orderId}`)).toMatchObject([
      { actorId: shop.userId, fields: 'phone', why: 'search_by_phone' },
    ]);
    const [nothing] = await records(`actorId=${stranger.userId}`);
    expect(nothing!['subject']).toMatch(/^phone [0-9a-f]{32}$/);
  });
});

describe('a box', () => {
  const see = (orderId: string) => floor.manager.get(`/v1/orders/${orderId}/recipient?reason=complaint`);

  it('does not open in another row, nor in another column of its own', async () => {
    const [mine, theirs] = [await ordered({ name: '가나다라' }), await ordered()];
    const moves = [
      `UPDATE recipient r SET name_sealed = o.name_sealed FROM recipient o WHERE r.order_id = :mine AND o.order_id = :theirs`,
      `UPDATE recipient r SET name_sealed = o.name_sealed, data_key = o.data_key FROM recipient o
        WHERE r.order_id = :mine AND o.order_id = :theirs`,
      `UPDATE recipient SET name_sealed = address_sealed WHERE order_id = :mine`,
      `UPDATE recipient SET version = 2 WHERE order_id = :mine;
       UPDATE customer_order SET recipient = 2 WHERE order_id = :mine`,
    ];
    for (const move of moves) {
      const { rows } = await server.db.raw('SELECT * FROM recipient WHERE order_id = ?', [mine]);
      const sql = move.replaceAll(':mine', `'${mine}'`).replaceAll(':theirs', `'${theirs}'`);
      await server.db.raw(sql);
      const answer = await see(mine);
      expect(answer.status, move).toBe(500);
      expect(answer.body.error).toMatchObject({ code: 'fault', message: 'Something went wrong here' });
      const [{ name_sealed, data_key }] = rows;
      await server.db('recipient').where({ order_id: mine }).update({ name_sealed, data_key, version: 1 });
      await server.db('customer_order').where({ order_id: mine }).update({ recipient: 1 });
      expect((await see(mine)).body.name).toBe('가나다라');
    }
  });

  it('has a key of its own: no two rows share one', async () => {
    await ordered();
    const { rows } = await server.db.raw(
      `SELECT count(*)::int AS rows, count(DISTINCT data_key)::int AS keys, count(DISTINCT phone_sealed)::int AS boxes
         FROM recipient`,
    );
    expect(rows[0]).toEqual({ rows: rows[0].rows, keys: rows[0].rows, boxes: rows[0].rows });
    expect(rows[0].rows).toBeGreaterThan(5);
  });
});

describe('pictures from a door', () => {
  const send = (who: Person, query = '') => who.post(`/v1/files${query}`, PNG, { 'content-type': 'image/png' });

  it('belong to a site, and are shown within it alone', async () => {
    const here = (await must(send(floor.driver))).fileId as string;
    const elsewhere = await openFloor(server);
    await server.db.raw(`DELETE FROM user_site WHERE user_id = ? AND site_id <> ?`, [
      elsewhere.dispatcher.userId,
      elsewhere.siteId,
    ]);
    expect((await floor.dispatcher.get(`/v1/files/${here}`)).status).toBe(200);
    expect((await elsewhere.dispatcher.get(`/v1/files/${here}`)).status).toBe(404);
    expect((await send(floor.driver, `?siteId=${elsewhere.siteId}`)).status).toBe(404);
    // somebody of two sites has to say which; until then a picture is his alone
    const both = elsewhere.manager;
    const nobodys = (await must(send(both))).fileId as string;
    expect((await both.get(`/v1/files/${nobodys}`)).status).toBe(200);
    expect((await elsewhere.dispatcher.get(`/v1/files/${nobodys}`)).status).toBe(404);
    const named = (await must(send(both, `?siteId=${elsewhere.siteId}`))).fileId as string;
    expect((await elsewhere.dispatcher.get(`/v1/files/${named}`)).status).toBe(200);
    expect((await floor.dispatcher.get(`/v1/files/${named}`)).status).toBe(404);
  });
});

describe('erasing', () => {
  const gone = { name: '*', phone: '*', address: '*', erased: true };

  it('takes an ended order’s customer away for good, and every door says so', async () => {
    const [orderId, open] = [await ordered({ phone: '010-5555-6666' }), await ordered({ phone: '010-5555-6666' })];
    const erase = (id: string, who = shop) =>
      who.post(`/v1/orders/${id}/recipient/erase`, { reason: 'customer_asked' });
    expect((await erase(orderId)).body.error.code).toBe('order_open');
    await must(shop.post(`/v1/orders/${orderId}/cancel`, {}));
    expect((await must(erase(orderId))).erased).toBe(true);
    expect((await must(erase(orderId))).erased).toBe(true);
    expect((await must(shop.get(`/v1/orders/${orderId}`))).shipTo).toEqual(gone);
    const listed = (await must(shop.get('/v1/orders?state=cancelled'))).orders as { orderId: string; shipTo: object }[];
    expect(listed.find((one) => one.orderId === orderId)!.shipTo).toEqual(gone);
    const look = await shop.get(`/v1/orders/${orderId}/recipient?reason=complaint`);
    expect([look.status, look.body.error.code]).toEqual([410, 'recipient_erased']);
    const found = await must(shop.get('/v1/orders?phone=01055556666'));
    expect(found.orders.map((one: { orderId: string }) => one.orderId)).toEqual([open]);
    const [row] = (await server.db.raw(`SELECT * FROM recipient WHERE order_id = ?`, [orderId])).rows;
    expect(row).toMatchObject({ data_key: null, key_id: null, masked_sealed: null, phone_index: null, lat: null });
    expect(Buffer.concat([row.name_sealed, row.phone_sealed, row.address_sealed])).toHaveLength(0);
  });

  it('by age takes those that ended before, a portion at a time, and the answers of those days', async () => {
    const parcel = await packed(floor, (await picked(floor, [], [await ordered()]))[0]!);
    const ended = [await ordered(), await ordered(), await ordered()];
    for (const orderId of ended) await must(shop.post(`/v1/orders/${orderId}/cancel`, {}));
    const key = { 'idempotency-key': newId() };
    const pause = (who: Person) => who.post(`/v1/orders/${parcel.orderId}/pause`, { reason: 'customer' }, key);
    expect((await pause(shop)).status).toBe(200);
    // less than the days after which answers are forgotten altogether
    server.clock.set(new Date(server.clock.now().getTime() + 6 * DAY_MS));
    shop = await signedIn();
    expect((await pause(shop)).headers.get('idempotency-replayed')).toBe('true');
    const fresh = await ordered();
    await must(shop.post(`/v1/orders/${fresh}/cancel`, {}));
    const endedBefore = new Date(server.clock.now().getTime() - 3 * DAY_MS);
    const run = () => inWork(server.db, server.clock, (work) => eraseRecipients(work, { endedBefore, limit: 2 }));
    expect(await run()).toBe(2);
    expect(await run()).toBeGreaterThan(0);
    while ((await run()) > 0);
    for (const orderId of ended) expect((await must(shop.get(`/v1/orders/${orderId}`))).shipTo).toEqual(gone);
    for (const orderId of [parcel.orderId, fresh]) {
      expect((await must(shop.get(`/v1/orders/${orderId}`))).shipTo).toMatchObject({ name: '카*****새' });
    }
    const replay = await pause(shop);
    expect([replay.status, replay.body.error.code]).toEqual([410, 'answer_erased']);
  });

  it('takes the name from the customer’s page, and the place and the pictures from the door', async () => {
    const { siteId, dispatcher } = await reopened();
    const parcel = await packed(floor, (await picked(floor, [], [await ordered()]))[0]!);
    const vehicle = { siteId, code: 'VEH-07', capacity: { parcels: 9, weight_g: 900_000, volume_cm3: 900_000 } };
    await must(dispatcher.post('/v1/vehicles', { ...vehicle, shift: { fromMinute: 0, toMinute: 1440 } }));
    const plan = { siteId, parcelIds: [parcel.parcelId], seconds: 0.2 };
    const [route] = (await must(dispatcher.post('/v1/route-plans', plan))).routes;
    const own = { driverId: floor.driver.userId, acceptViolations: true };
    await must(dispatcher.post(`/v1/routes/${route.routeId}/publish`, own));
    await must(floor.driver.post(`/v1/routes/${route.routeId}/load`, { sscc: parcel.sscc }));
    await must(floor.driver.post(`/v1/routes/${route.routeId}/depart`, {}));
    const [{ stopId }] = route.stops;
    const photoId = (await must(floor.driver.post('/v1/files', PNG, { 'content-type': 'image/png' }))).fileId as string;
    const answer = { choice: 'arrived', reason: 'no signal' };
    const arrival = { deviceId: newId(), seq: 1, at: server.clock.now().toISOString(), answer };
    const arrived = () => floor.driver.scan('deliver', '', arrival);
    const told = await arrived();
    // a key keeps no second copy of what the door showed
    const twin = { ...arrival, seq: 2, code: '', source: 'wedge', flow: 'deliver' };
    const keyed = async () =>
      JSON.stringify(await must(floor.driver.post('/v1/scans', twin, { 'idempotency-key': 'arrived' })));
    for (const shown of [await keyed(), await keyed()]) expect(shown).toContain(canary.address);
    expect([told.ok, JSON.stringify(told).includes(canary.address)]).toEqual([true, true]);
    const proof = { photoId };
    await must(floor.driver.post(`/v1/stops/${stopId}/deliver`, { parcelIds: [parcel.parcelId], proof }));
    expect(await arrived()).toEqual({ ...told, replayed: true });
    expect((await floor.driver.get(`/v1/stops/${stopId}/recipient?reason=complaint`)).body.error.code).toBe(
      'stop_done',
    );
    const tracking = () => server.db('tracking').where({ parcel_id: parcel.parcelId }).first();
    const page = `/t/${(await tracking()).token}`;
    expect((await server.anyone.get(page)).body).toContain('카*****새');
    await must(shop.post(`/v1/orders/${parcel.orderId}/recipient/erase`, { reason: 'customer_asked' }));
    await server.settle();
    expect(await arrived()).toEqual({ ok: true, seq: 1, replayed: true });
    for (const text of canaryTexts) expect(await keyed()).not.toContain(text);
    expect((await server.anyone.get(page)).body).not.toContain('카');
    expect((await floor.driver.get(`/v1/files/${photoId}`)).status).toBe(404);
    const stop = await server.db('stop').where({ stop_id: stopId }).first();
    expect([stop.lat, stop.lon]).toEqual([37.61, 126.93]);
  });
});

/** Everybody signs in again: sessions have ended in the meantime. */
async function reopened(): Promise<Floor> {
  const again = { ...floor };
  for (const role of ['admin', 'manager', 'picker', 'packer', 'dispatcher', 'driver'] as const) {
    again[role] = await server.as(role);
  }
  floor = again;
  return floor;
}
