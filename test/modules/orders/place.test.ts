import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '../../../src/commands/audit/run.ts';
import { addItem, openGround, openSeller, stockOf, stow, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { untilTrue } from '../../support/waiting.ts';
import { bought1, buy, orderOf, recipient, seen } from './buy.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
});
afterAll(async () => {
  await server.settle();
  const { invariants } = await runAudit(server.db);
  await server.close();
  expect(invariants.filter(({ rows }) => rows.length > 0)).toEqual([]);
});

const stocked = async (quantity: number, more: Record<string, unknown> = {}) => {
  const goods = await addItem(ground, more);
  await stow(ground, goods.itemId, ground.bins[0]!, quantity);
  return goods;
};

describe('placing an order', () => {
  it('promises a paid order at once and says until when it is delivered', async () => {
    const { itemId } = await stocked(5);
    const answer = await buy(shop, [{ itemId, quantity: 2 }]);
    expect(answer.status).toBe(201);
    // ordered before midnight in Seoul, delivered by seven the next morning
    expect(answer.body).toMatchObject({
      state: 'promised',
      siteId: ground.siteId,
      promiseBy: '2026-11-20T22:00:00.000Z',
    });
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 2, available: 3 });
  });

  it('is one order however often and however many at once the same version comes', async () => {
    const { itemId } = await stocked(50);
    const body = orderOf([{ itemId, quantity: 3 }]);
    const answers = await Promise.all(Array.from({ length: 12 }, () => shop.post('/v1/orders', body)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(11);
    expect(new Set(answers.map((answer) => answer.body.orderId)).size).toBe(1);
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 3 });
  });

  it('refuses the same version with other contents, names each of them, and changes nothing', async () => {
    const [meant, other] = [await stocked(20), await stocked(20)];
    const lines = [
      { itemId: meant.itemId, quantity: 3 },
      { code: other.code, quantity: 1 },
    ];
    const body = orderOf(lines, { paid: false, siteId: ground.siteId });
    const placed = await shop.post('/v1/orders', body);
    const before = await seen(shop, placed.body.orderId);
    const differs = async (more: Record<string, unknown>) => {
      const answer = await shop.post('/v1/orders', { ...body, ...more });
      expect([answer.status, answer.body.error?.code]).toEqual([409, 'order_differs']);
      const { field, got, expected, details } = answer.body.error;
      expect(details[0]).toEqual({ field, got, expected });
      return details as { field: string; got: unknown; expected: unknown }[];
    };
    const fewer = [{ itemId: meant.itemId, quantity: 2 }, lines[1]!];
    const [got, expected] = [2, 3].map((quantity) => [{ itemId: meant.itemId, quantity }]);
    expect(await differs({ lines: fewer })).toEqual([{ field: 'lines', got, expected }]);
    const left = [{ itemId: other.itemId, quantity: 1 }];
    expect(await differs({ lines: lines.slice(0, 1) })).toEqual([{ field: 'lines', got: [], expected: left }]);
    const to = { name: '김철수', phone: '010-9999-1234', address: '부산 해운대구 우동 1' };
    expect(await differs({ shipTo: to })).toEqual([
      { field: 'shipTo.name', got: '김*수', expected: '홍*동' },
      { field: 'shipTo.phone', got: '010-9999-****', expected: '010-1234-****' },
      { field: 'shipTo.address', got: '부산 해운대구', expected: '서울 강남구' },
    ]);
    expect(await differs({ shipTo: { ...recipient, lat: 37.5, lon: 127 } })).toEqual([
      { field: 'shipTo.lat', got: '37.50, 127.00', expected: 'absent' },
    ]);
    expect((await differs({ shipTo: undefined })).map(({ field }) => field)).toContain('shipTo.address');
    expect(await differs({ paid: true })).toEqual([{ field: 'paid', got: true, expected: false }]);
    const promiseBy = '2027-01-01T00:00:00.000Z';
    expect(await differs({ promiseBy })).toMatchObject([{ field: 'promiseBy', got: promiseBy }]);
    const both = await differs({ paid: true, lines: fewer });
    expect(both.map(({ field }) => field)).toEqual(['lines', 'paid']);
    expect(await seen(shop, placed.body.orderId)).toEqual(before);
  });

  it('takes for the same what is written otherwise, what has come true since, and what a code turned out to mean', async () => {
    const [known, found] = [await stocked(20), await stocked(20)];
    const lines = [
      { itemId: known.itemId, quantity: 2 },
      { code: 'LATER-KNOWN', quantity: 1 },
    ];
    const body = orderOf(lines, { paid: false });
    const { orderId } = (await shop.post('/v1/orders', body)).body;
    const same = async (more: Record<string, unknown>) => {
      const answer = await shop.post('/v1/orders', { ...body, ...more });
      expect([answer.status, answer.body.orderId], JSON.stringify(answer.body)).toEqual([200, orderId]);
    };
    const shipTo = { name: ' 홍길동', phone: '+82 10 1234 5678', address: '서울  강남구 테헤란로 152' };
    await same({ lines: lines.toReversed(), shipTo });
    await ground.manager.post(`/v1/orders/${orderId}/map`, { lineNo: 2, itemId: found.itemId });
    await same({});
    await same({ lines: [lines[0], { itemId: found.itemId, quantity: 1 }] });
    await shop.post(`/v1/orders/${orderId}/pay`, {});
    await same({});
    await same({ paid: true });
    await shop.post('/v1/orders', { ...body, version: 2, paid: true, lines: lines.slice(0, 1) });
    await same({ version: 2, paid: true, lines: lines.slice(0, 1) });
    const late = await shop.post('/v1/orders', { ...body, version: 2, paid: true });
    expect(late.body.error).toMatchObject({ code: 'order_differs', field: 'lines' });
  });

  it('forgets who an order was sent for with its recipient, and compares the rest on', async () => {
    const { itemId } = await stocked(5);
    const body = orderOf([{ itemId, quantity: 1 }]);
    const { orderId } = (await shop.post('/v1/orders', body)).body;
    await ground.manager.post(`/v1/orders/${orderId}/cancel`, {});
    await ground.manager.post(`/v1/orders/${orderId}/recipient/erase`, { reason: 'customer_asked' });
    const row = await server.db('customer_order').where({ order_id: orderId }).first('contents');
    expect(Object.keys(row.contents).sort()).toEqual(['lines', 'paid', 'promiseBy']);
    const other = { ...recipient, name: '김철수' };
    expect((await shop.post('/v1/orders', { ...body, shipTo: other })).status).toBe(200);
    const more = { ...body, lines: [{ itemId, quantity: 2 }] };
    expect((await shop.post('/v1/orders', more)).body.error).toMatchObject({ code: 'order_differs', field: 'lines' });
  });

  it('amends to a newer version and refuses an older one', async () => {
    const [first, second] = [await stocked(10), await stocked(10)];
    const body = orderOf([{ itemId: first.itemId, quantity: 4 }], { version: 2 });
    const placed = await shop.post('/v1/orders', body);
    const amended = await shop.post('/v1/orders', {
      ...body,
      version: 5,
      lines: [{ itemId: second.itemId, quantity: 1 }],
    });
    expect(amended.status).toBe(200);
    expect(amended.body).toMatchObject({ orderId: placed.body.orderId, state: 'promised' });
    expect(await stockOf(ground, first.itemId)).toMatchObject({ promised: 0, available: 10 });
    expect(await stockOf(ground, second.itemId)).toMatchObject({ promised: 1 });
    const stale = await shop.post('/v1/orders', { ...body, version: 4 });
    expect(stale.status).toBe(409);
    expect(stale.body.error).toMatchObject({ code: 'order_stale', got: 4, expected: 5 });
  });

  it('leaves the older version standing when the newer one cannot be promised', async () => {
    const { itemId } = await stocked(5);
    const body = orderOf([{ itemId, quantity: 4 }]);
    const placed = await shop.post('/v1/orders', body);
    const amended = await shop.post('/v1/orders', { ...body, version: 2, lines: [{ itemId, quantity: 6 }] });
    expect(amended.body.error).toMatchObject({ code: 'not_enough_stock' });
    expect(await seen(ground.admin, placed.body.orderId)).toMatchObject({ version: 1, state: 'promised' });
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 4, available: 1 });
  });

  it('refuses a paid order that lacks units, and takes nothing of it', async () => {
    const [plenty, scarce] = [await stocked(9), await stocked(1)];
    const body = orderOf([
      { itemId: plenty.itemId, quantity: 2 },
      { itemId: scarce.itemId, quantity: 2 },
    ]);
    const answer = await shop.post('/v1/orders', body);
    expect(answer.status).toBe(409);
    const details = [{ itemId: scarce.itemId, requested: 2, available: 1 }];
    expect(answer.body.error).toMatchObject({ code: 'not_enough_stock', details });
    expect(await stockOf(ground, plenty.itemId)).toMatchObject({ promised: 0 });
    const again = await shop.get(`/v1/orders?externalId=${body.externalId}`);
    expect(again.body.orders).toEqual([]);
  });

  it('sells the last unit to one of fifty orders', async () => {
    const { itemId } = await stocked(1);
    const answers = await Promise.all(Array.from({ length: 50 }, () => buy(shop, [{ itemId, quantity: 1 }])));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.error?.code === 'not_enough_stock')).toHaveLength(49);
  });

  it('keeps a paid order that lacks units where the channel wants that, and promises it when units arrive', async () => {
    const { itemId } = await stocked(1);
    const kept = await buy(shop, [{ itemId, quantity: 3 }], { onShortfall: 'keep' });
    expect(kept.body).toMatchObject({ state: 'shortfall' });
    expect(await seen(shop, kept.body.orderId)).toMatchObject({
      cause: 'not_enough_stock',
      nextStep: 'back_order_or_cancel',
    });
    await stow(ground, itemId, ground.bins[1]!, 2);
    await server.settle();
    expect(await seen(shop, kept.body.orderId)).toMatchObject({ state: 'promised', nextStep: 'plan_wave' });
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 3, available: 0 });
  });

  it('promises what arrived to however many it serves, also behind a hundred who lack something else', async () => {
    const [{ itemId: arriving }, { itemId: missing }] = [await addItem(ground), await addItem(ground)];
    const keep = (...items: string[]) =>
      buy(
        shop,
        items.map((itemId) => ({ itemId, quantity: 1 })),
        { onShortfall: 'keep' },
      );
    await Promise.all(Array.from({ length: 100 }, () => keep(arriving, missing)));
    await Promise.all(Array.from({ length: 101 }, () => keep(arriving)));
    await stow(ground, arriving, ground.bins[1]!, 101);
    await untilTrue(async () => (await stockOf(ground, arriving)).promised === 101);
  });

  it('takes over the promise of the checkout instead of taking the units twice', async () => {
    const { itemId } = await stocked(4);
    const body = orderOf([{ itemId, quantity: 4 }]);
    const { channel, mall, externalId, lines } = body;
    const promise = await shop.post('/v1/promises', { channel, mall, externalId, lines, expiresInSeconds: 60 });
    expect(promise.status).toBe(201);
    const placed = await shop.post('/v1/orders', body);
    expect(placed.body).toMatchObject({ state: 'promised' });
    const held = await shop.get(`/v1/promises/${promise.body.promiseId}`);
    expect(held.body).toMatchObject({ state: 'confirmed' });
    server.clock.set(new Date(server.clock.now().getTime() + 120_000));
    await server.app.jobs!.runDue();
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 4, available: 0 });
  });

  it('gives up a checkout for another basket and promises what was really bought', async () => {
    const { itemId } = await stocked(4);
    const body = orderOf([{ itemId, quantity: 4 }]);
    const { channel, mall, externalId } = body;
    const lines = [{ itemId, quantity: 2 }];
    await shop.post('/v1/promises', { channel, mall, externalId, lines, expiresInSeconds: 60 });
    expect((await shop.post('/v1/orders', body)).body).toMatchObject({ state: 'promised' });
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 4, available: 0 });
  });

  it('sums the same item on two lines before it says yes', async () => {
    const { itemId } = await stocked(3);
    const lines = [
      { itemId, quantity: 2 },
      { itemId, quantity: 2 },
    ];
    expect((await buy(shop, lines)).body.error).toMatchObject({ details: [{ itemId, requested: 4, available: 3 }] });
    const fits = await buy(shop, [lines[0]!, { itemId, quantity: 1 }]);
    expect(fits.status).toBe(201);
    expect((await seen(shop, fits.body.orderId)).lines.map((line: { promised: number }) => line.promised)).toEqual([
      2, 1,
    ]);
  });

  it('keeps an order with an unknown code for staff, who map it', async () => {
    const [known, meant] = [await stocked(5), await stocked(5)];
    const placed = await buy(shop, [
      { itemId: known.itemId, quantity: 1 },
      { code: 'NOBODY-KNOWS', quantity: 2 },
    ]);
    expect(placed.status).toBe(201);
    expect(placed.body.state).toBe('unmapped');
    const { orderId } = placed.body;
    expect(await seen(shop, orderId)).toMatchObject({ cause: 'code_unknown', nextStep: 'map_line' });
    expect(await stockOf(ground, known.itemId)).toMatchObject({ promised: 1 });
    const mapped = await ground.manager.post(`/v1/orders/${orderId}/map`, { lineNo: 2, itemId: meant.itemId });
    expect(mapped.body).toMatchObject({ state: 'promised' });
    expect(await stockOf(ground, meant.itemId)).toMatchObject({ promised: 2 });
  });

  it('reads an item code as pieces and the barcode of a case as its units', async () => {
    const goods = await stocked(30, { barcodes: [{ code: 'CASE-OF-12', quantity: 12 }] });
    const placed = await buy(shop, [
      { code: goods.code, quantity: 2 },
      { code: 'CASE-OF-12', quantity: 2 },
    ]);
    expect(placed.body.state).toBe('promised');
    expect((await seen(shop, placed.body.orderId)).lines.map((line: { ordered: number }) => line.ordered)).toEqual([
      2, 24,
    ]);
  });

  it('finds the seller by the items and the site by the stock', async () => {
    const far = await openGround(server);
    const other = { ...ground, siteId: far.siteId, bins: far.bins, manager: far.manager };
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[0]!, 1);
    await stow(other, itemId, far.bins[0]!, 9);
    const placed = await buy(ground.admin, [{ itemId, quantity: 5 }]);
    expect(placed.body).toMatchObject({ state: 'promised', siteId: far.siteId });
    expect(await seen(ground.admin, placed.body.orderId)).toMatchObject({ sellerId: ground.sellerId });
  });

  it('answers another seller as if the order were absent', async () => {
    const { itemId } = await stocked(5);
    const orderId = await bought1(shop, itemId, 1);
    const stranger = await server.as('seller', {
      sellerId: await openSeller(server, ground.admin, 'STRANGER'),
    });
    const absent = await stranger.get('/v1/orders/01a1fbe3-d065-71c9-8782-7bcbfdf8111f');
    const foreign = await stranger.get(`/v1/orders/${orderId}`);
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body.error, requestId: '' }).toEqual({ ...absent.body.error, requestId: '' });
    expect((await stranger.post(`/v1/orders/${orderId}/cancel`, {})).status).toBe(404);
    expect((await stranger.get('/v1/orders')).body.orders).toEqual([]);
    expect((await buy(stranger, [{ itemId, quantity: 1 }])).status).toBe(404);
  });

  it('seals who gets it and shows it masked', async () => {
    const { itemId } = await stocked(5);
    const orderId = await bought1(shop, itemId, 1);
    const shown = await seen(shop, orderId);
    expect(shown.shipTo).toEqual({ name: '홍*동', phone: '010-1234-****', address: '서울 강남구' });
    const raw = (await server.db.raw('SELECT * FROM recipient')) as { rows: Record<string, unknown>[] };
    const stored = JSON.stringify(raw.rows.map((row) => ({ ...row, ...texts(row) })));
    for (const secret of Object.values(recipient)) expect(stored).not.toContain(secret);
  });

  it('pages through a seller, the latest first', async () => {
    const { itemId } = await stocked(9);
    const more = { channel: 'paging' };
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await bought1(shop, itemId, 1, more));
    const first = await shop.get('/v1/orders?channel=paging&limit=3');
    const rest = await shop.get(`/v1/orders?channel=paging&limit=3&cursor=${first.body.next}`);
    const found = [...first.body.orders, ...rest.body.orders].map((order: { orderId: string }) => order.orderId);
    expect(found).toEqual(ids.reverse());
    expect(rest.body.next).toBeUndefined();
  });
});

const texts = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, Buffer.isBuffer(value) ? value.toString('utf8') : value]),
  );
