import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '../../../src/commands/audit/run.ts';
import { newId } from '../../../src/platform/ids.ts';
import { addItem, openGround, openSeller, stockOf, stow, type Ground } from '../../support/goods.ts';
import { startServer, type Answer, type Person, type TestServer } from '../../support/server.ts';

let server: TestServer;
let ground: Ground;
let shop: Person;
let bin = 0;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  shop = await server.as('channel', { sellerId: ground.sellerId });
});
afterAll(async () => {
  await server.app.jobs!.runDue();
  const offending = (await runAudit(server.db)).invariants.filter(({ rows }) => rows.length > 0);
  await server.close();
  expect(offending).toEqual([]);
});

const later = (seconds: number) => new Date(server.clock.now().getTime() + seconds * 1000);
const wait = (seconds: number) => server.clock.set(later(seconds));

async function goods(units: number): Promise<string> {
  const { itemId } = await addItem(ground);
  await stow(ground, itemId, ground.bins[bin++ % ground.bins.length]!, units);
  return itemId;
}

async function sale(itemId: string, more: Record<string, unknown> = {}): Promise<string> {
  const { siteId } = ground;
  const opened = await ground.manager.post('/v1/flash-sales', { siteId, itemId, unitsPerCustomer: 2, ...more });
  expect(opened.status, JSON.stringify(opened.body)).toBe(201);
  return opened.body.saleId as string;
}
const show = async (saleId: string) => (await ground.manager.get(`/v1/flash-sales/${saleId}`)).body;

let purchases = 0;
const buy = (itemId: string, quantity: number, customer?: string, more: Record<string, unknown> = {}) =>
  shop.post('/v1/promises', {
    channel: 'mall',
    externalId: `flash-${purchases++}`,
    lines: [{ itemId, quantity }],
    expiresInSeconds: 300,
    ...(customer === undefined ? {} : { customer }),
    ...more,
  });
const order = (itemId: string, quantity: number, phone: string, more: Record<string, unknown> = {}) =>
  shop.post('/v1/orders', {
    siteId: ground.siteId,
    channel: 'mall',
    externalId: `order-${purchases++}`,
    paid: true,
    lines: [{ itemId, quantity }],
    shipTo: { name: '홍길동', phone, address: '서울시 강남구 테헤란로 1' },
    ...more,
  });
const codeOf = ({ status, body }: Answer) => (status < 300 ? status : body.error.code);

describe('buying in a flash sale', () => {
  it('counts checkouts and orders to one phone together', async () => {
    const itemId = await goods(10);
    const saleId = await sale(itemId, { setAside: 10, unitsPerCustomer: 3 });
    expect(codeOf(await buy(itemId, 1, '010 2222 3333'))).toBe(201);
    expect(codeOf(await order(itemId, 2, '010-2222-3333'))).toBe(201);
    const third = await order(itemId, 1, '+82-10-2222-3333');
    expect(third.body.error).toMatchObject({
      code: 'flash_cap_reached',
      got: 4,
      expected: 3,
      details: { saleId, itemId, taken: 3, left: 0 },
    });
    expect(third.body.error.subject).toBeUndefined();
    expect(codeOf(await order(itemId, 1, '010-2222-4444'))).toBe(201);
    expect(await show(saleId)).toMatchObject({ sold: 4, left: 6, refusals: [{ code: 'flash_cap_reached', count: 1 }] });
  });

  it('adopts what the checkout took, and takes nothing a second time', async () => {
    const itemId = await goods(4);
    const saleId = await sale(itemId, { setAside: 4 });
    const checkout = { channel: 'mall', externalId: 'checkout-to-order' };
    expect(codeOf(await buy(itemId, 2, '010-5555-1111', checkout))).toBe(201);
    expect(codeOf(await buy(itemId, 2, '010-5555-1111', checkout))).toBe(200);
    expect(codeOf(await order(itemId, 2, '010-5555-1111', checkout))).toBe(201);
    expect(await show(saleId)).toMatchObject({ sold: 2, left: 2 });
  });

  it('shows its seller what is left, sold, from when and the cap, and nobody else’s seller; who was refused is the warehouse’s', async () => {
    const itemId = await goods(5);
    const saleId = await sale(itemId, { setAside: 4 });
    expect(codeOf(await buy(itemId, 2, 'one'))).toBe(201);
    expect(codeOf(await buy(itemId, 2, 'one'))).toBe('flash_cap_reached');
    const seller = await server.as('seller', { sellerId: ground.sellerId });
    const seen = (await seller.get(`/v1/flash-sales/${saleId}`)).body;
    expect(seen).toMatchObject({ phase: 'running', left: 2, sold: 2, unitsPerCustomer: 2, setAside: 4, refusals: [] });
    expect(seen.startsAt).toBe((await show(saleId)).startsAt);
    expect((await show(saleId)).refusals).toMatchObject([{ code: 'flash_cap_reached', count: 1 }]);
    const sellerId = await openSeller(server, ground.admin, `FLASH-${newId().slice(-6)}`);
    const stranger = await server.as('seller', { sellerId });
    const [foreign, absent] = [
      await stranger.get(`/v1/flash-sales/${saleId}`),
      await stranger.get(`/v1/flash-sales/${newId()}`),
    ];
    expect([foreign.status, foreign.body.error.code]).toEqual([404, absent.body.error.code]);
    expect((await seller.post(`/v1/flash-sales/${saleId}/close`, { siteId: ground.siteId })).status).toBe(403);
  });

  it('stands apart in the stock, so that nobody takes its units for what anybody may buy', async () => {
    const [itemId, bare] = [await goods(10), await goods(6)];
    const seller = await server.as('seller', { sellerId: ground.sellerId });
    const flashOf = async (of: string) =>
      (await seller.get(`/v1/stock?itemId=${of}&siteId=${ground.siteId}`)).body.items[0].flash;
    expect(await flashOf(itemId)).toBeNull();
    await sale(itemId, { setAside: 4, startsAt: later(60), endsAt: later(120) });
    await sale(bare, { startsAt: later(60), endsAt: later(120) });
    expect(await flashOf(itemId)).toEqual({ left: 4, setAside: 4, running: false });
    expect(await flashOf(bare)).toEqual({ left: 0, setAside: 0, running: false });
    wait(60);
    expect(codeOf(await buy(itemId, 2, 'one'))).toBe(201);
    expect(codeOf(await buy(bare, 1, 'one'))).toBe(201);
    expect(await flashOf(itemId)).toEqual({ left: 2, setAside: 2, running: true });
    expect(await flashOf(bare)).toEqual({ left: 5, setAside: 0, running: true });
    expect(codeOf(await buy(itemId, 2, 'two'))).toBe(201);
    // what lies beside the sale is sold to nobody before its end
    expect(await flashOf(itemId)).toEqual({ left: 0, setAside: 0, running: true });
    expect(await stockOf(ground, itemId)).toMatchObject({ available: 6 });
    wait(60);
    expect(await flashOf(itemId)).toBeNull();
  });

  it('wants to know who buys, and refuses under an Idempotency-Key as it does without', async () => {
    const itemId = await goods(4);
    const saleId = await sale(itemId, { setAside: 4 });
    const asked = { channel: 'mall', lines: [{ itemId, quantity: 1 }], expiresInSeconds: 60, externalId: 'nobody' };
    const refused = await shop.post('/v1/promises', asked, { 'idempotency-key': 'nobody-1' });
    expect([refused.status, refused.body.error.code]).toEqual([422, 'flash_customer_missing']);
    // a gift whose recipient is still to be told has no phone
    const gift = await order(itemId, 1, '010-5555-1111', { shipTo: { name: '홍길동', phone: '010-5555-1111' } });
    expect(gift.body.error).toMatchObject({ code: 'flash_customer_missing', field: 'shipTo.phone' });
    expect(await show(saleId)).toMatchObject({ refusals: [{ code: 'flash_customer_missing', count: 2 }] });
  });

  it('sells fifty units to two hundred buyers, one each, and tells every other what is left', async () => {
    const itemId = await goods(80);
    const saleId = await sale(itemId, { setAside: 50, unitsPerCustomer: 1 });
    const buyers = Array.from({ length: 100 }, (_, at) => `member-${at}`);
    const answers = await Promise.all([...buyers, ...buyers].map((customer) => buy(itemId, 1, customer)));
    const codes = answers.map(codeOf);
    expect(codes.filter((code) => code === 201)).toHaveLength(50);
    expect(codes.filter((code) => code !== 201 && !/not_enough_stock|flash_cap_reached/.test(String(code)))).toEqual(
      [],
    );
    for (const { body } of answers.filter((one) => codeOf(one) === 'not_enough_stock')) {
      expect(body.error.details).toEqual([{ itemId, requested: 1, available: 0 }]);
    }
    const shown = await show(saleId);
    expect(shown).toMatchObject({ phase: 'sold_out', sold: 50, left: 0, soldLastMinute: 50 });
    expect(shown.refusals.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(150);
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 50, available: 30 });
  });

  it('gives the share back when a checkout is given up, or runs out, before anything has swept it', async () => {
    const itemId = await goods(2);
    const saleId = await sale(itemId, { setAside: 2 });
    const first = await buy(itemId, 2, 'member-1');
    expect(codeOf(await buy(itemId, 1, 'member-2'))).toBe('not_enough_stock');
    for (let turn = 0; turn < 2; turn++) await shop.post(`/v1/promises/${first.body.promiseId}/release`, {});
    expect(await show(saleId)).toMatchObject({ sold: 0, left: 2 });
    expect(codeOf(await buy(itemId, 2, 'member-1', { expiresInSeconds: 60 }))).toBe(201);
    expect(codeOf(await buy(itemId, 1, 'member-1'))).toBe('flash_cap_reached');
    wait(60);
    expect(codeOf(await buy(itemId, 2, 'member-1'))).toBe(201);
    expect(await show(saleId)).toMatchObject({ sold: 2, left: 0 });
  });

  it('gives the share back when an order is cancelled, whether it is promised or allocated', async () => {
    const itemId = await goods(6);
    const saleId = await sale(itemId, { setAside: 6 });
    for (const planned of [false, true]) {
      const { orderId } = (await order(itemId, 2, '010-4444-0000')).body;
      if (planned) {
        const wave = await ground.manager.post('/v1/waves', { siteId: ground.siteId, orderIds: [orderId] });
        expect(wave.status, JSON.stringify(wave.body)).toBe(201);
        expect(await stockOf(ground, itemId)).toMatchObject({ allocated: 2, promised: 4 });
      }
      expect(codeOf(await order(itemId, 1, '010-4444-0000'))).toBe('flash_cap_reached');
      expect((await shop.post(`/v1/orders/${orderId}/cancel`, {})).status).toBe(200);
      expect(await show(saleId)).toMatchObject({ sold: 0, left: 6 });
    }
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 6, allocated: 0, available: 0 });
  });

  it('takes no share for a basket that another line fails', async () => {
    const itemId = await goods(3);
    const other = await goods(1);
    const saleId = await sale(itemId, { setAside: 3 });
    const lines = [
      { itemId, quantity: 2 },
      { itemId: other, quantity: 2 },
    ];
    const refused = await buy(itemId, 2, 'member-1', { lines });
    expect(refused.body.error.details).toEqual([{ itemId: other, requested: 2, available: 1 }]);
    expect(await show(saleId)).toMatchObject({ sold: 0, left: 3 });
    expect(codeOf(await buy(itemId, 2, 'member-1'))).toBe(201);
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 3, available: 0 });
  });

  it('amends an order within the cap, and leaves it as it was beyond it', async () => {
    const itemId = await goods(8);
    const saleId = await sale(itemId, { setAside: 8, unitsPerCustomer: 3 });
    const same = { channel: 'mall', externalId: 'amended' };
    expect(codeOf(await order(itemId, 2, '010-6666-0000', { ...same, version: 1 }))).toBe(201);
    expect(codeOf(await order(itemId, 4, '010-6666-0000', { ...same, version: 2 }))).toBe('flash_cap_reached');
    expect(await show(saleId)).toMatchObject({ sold: 2 });
    expect(codeOf(await order(itemId, 3, '010-6666-0000', { ...same, version: 2 }))).toBe(200);
    expect(await show(saleId)).toMatchObject({ sold: 3, left: 5 });
  });

  it('keeps a paid order beyond the cap where it may be kept, and promises it when the sale is over', async () => {
    const itemId = await goods(5);
    const saleId = await sale(itemId, { setAside: 5, unitsPerCustomer: 1 });
    const kept = await order(itemId, 3, '010-8888-0000', { onShortfall: 'keep' });
    expect([kept.status, kept.body.state]).toEqual([201, 'shortfall']);
    expect(await show(saleId)).toMatchObject({ sold: 0, left: 5 });
    await ground.manager.post(`/v1/flash-sales/${saleId}/close`, { siteId: ground.siteId });
    await server.settle();
    expect((await shop.get(`/v1/orders/${kept.body.orderId}`)).body.state).toBe('promised');
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 3, available: 2 });
  });

  it('sells as ever before it and after it, out of what is not set aside and then out of all', async () => {
    const itemId = await goods(5);
    const saleId = await sale(itemId, { setAside: 3, startsAt: later(60), endsAt: later(120) });
    expect(codeOf(await buy(itemId, 2))).toBe(201);
    const early = await buy(itemId, 1);
    expect(early.body.error).toMatchObject({ code: 'flash_not_open', details: { saleId, available: 0 } });
    wait(60);
    expect(codeOf(await buy(itemId, 1))).toBe('flash_customer_missing');
    expect(codeOf(await buy(itemId, 1, 'member-1'))).toBe(201);
    wait(60);
    // the first who comes after its end, before anything has swept it
    expect(codeOf(await buy(itemId, 2))).toBe(201);
    expect(await show(saleId)).toMatchObject({ phase: 'ended', sold: 1 });
    expect(codeOf(await buy(itemId, 1))).toBe('not_enough_stock');
  });

  it('sells all that is available where nothing is set aside', async () => {
    const itemId = await goods(3);
    const saleId = await sale(itemId);
    expect(codeOf(await buy(itemId, 2, 'member-1'))).toBe(201);
    expect(codeOf(await buy(itemId, 2, 'member-2'))).toBe('not_enough_stock');
    expect(codeOf(await buy(itemId, 1, 'member-2'))).toBe(201);
    expect(await show(saleId)).toMatchObject({ phase: 'sold_out', sold: 3, left: 0 });
    await stow(ground, itemId, ground.bins[0]!, 4);
    expect(await show(saleId)).toMatchObject({ phase: 'running', left: 4 });
  });

  it('keeps no phone, no name and no key of an order', async () => {
    const itemId = await goods(2);
    const saleId = await sale(itemId);
    await order(itemId, 1, '010-3131-3131');
    const { rows } = await server.db.raw(
      `SELECT (SELECT string_agg(c::text, '') FROM flash_customer c WHERE sale_id = ?) AS kept,
              (SELECT count(*)::int FROM flash_customer c JOIN recipient r ON r.phone_index = c.customer) AS same`,
      [saleId],
    );
    expect(rows[0].kept).not.toMatch(/31313131|홍길동/);
    expect(rows[0].same).toBe(0);
  });
});
