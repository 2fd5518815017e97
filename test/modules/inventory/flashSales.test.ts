import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '../../../src/commands/audit/run.ts';
import { customerKey, returnCaps, takeCaps, lockAvailable, type CapAsk } from '../../../src/inventory/index.ts';
import { newId } from '../../../src/platform/ids.ts';
import { addItem, openGround, openSeller, stockOf, stow, type Ground } from '../../support/goods.ts';
import { inWork, startServer, type Answer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let ground: Ground;
let bin = 0;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(async () => {
  // but for the promises, which what is taken here has none of
  const offending = (await runAudit(server.db)).invariants.flatMap(({ rows }) => rows);
  expect(offending.filter(({ what }) => !String(what).startsWith('promise '))).toEqual([]);
  await server.close('units are taken that no promise stands behind');
});

const later = (seconds: number) => new Date(server.clock.now().getTime() + seconds * 1000);
const wait = (seconds: number) => server.clock.set(later(seconds));

async function goods(units: number): Promise<string> {
  const { itemId } = await addItem(ground);
  if (units > 0) await stow(ground, itemId, ground.bins[bin++ % ground.bins.length]!, units);
  return itemId;
}

const open = (itemId: string, more: Record<string, unknown> = {}): Promise<Answer> =>
  ground.manager.post('/v1/flash-sales', { siteId: ground.siteId, itemId, unitsPerCustomer: 2, ...more });
const show = async (saleId: string) => (await ground.manager.get(`/v1/flash-sales/${saleId}`)).body;
const close = (saleId: string) => ground.manager.post(`/v1/flash-sales/${saleId}/close`, { siteId: ground.siteId });

/** A basket of one line as promise.ts asks for it: the sum of the item held, then the sale. */
const take = (itemId: string, quantity: number, buyer?: string, promiseId = newId()) =>
  inWork(server.db, server.clock, async (work) => {
    const ask: CapAsk = { promiseId, siteId: ground.siteId, itemId, quantity };
    if (buyer !== undefined) ask.customer = await customerKey(work, ground.sellerId, buyer);
    await lockAvailable(work.tx, [ask]);
    const { refused } = await takeCaps(work, [ask]);
    return refused.get(promiseId)?.refusal;
  });
/** What a promise that took gives back: here no promise stands behind it, so that the units are free already. */
const giveBack = (itemId: string, promiseId: string, quantity: number) =>
  inWork(server.db, server.clock, async (work) => {
    await lockAvailable(work.tx, [{ siteId: ground.siteId, itemId }]);
    await returnCaps(work, [{ siteId: ground.siteId, promiseId, itemId, quantity }]);
  });

describe('opening a flash sale', () => {
  it('takes the units set aside out of what is for everybody, and gives them back when it is closed', async () => {
    const itemId = await goods(10);
    const opened = await open(itemId, { setAside: 6, startsAt: later(600), endsAt: later(1200) });
    expect(opened.status, JSON.stringify(opened.body)).toBe(201);
    expect(opened.body).toMatchObject({ phase: 'planned', setAside: 6, left: 6, sold: 0, unitsPerCustomer: 2 });
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 6, available: 4 });
    const closed = await close(opened.body.saleId);
    expect(closed.body).toMatchObject({ phase: 'ended', closedAt: server.clock.now().toISOString() });
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 0, available: 10 });
    expect((await close(opened.body.saleId)).body).toEqual(closed.body);
  });

  it('refuses what cannot be, each with its reason', async () => {
    const itemId = await goods(3);
    const refusals: [Record<string, unknown>, number, string, string?][] = [
      [{ setAside: 4 }, 409, 'not_enough_stock'],
      [{ startsAt: later(-60) }, 422, 'date_past', 'startsAt'],
      [{ startsAt: later(60), endsAt: later(60) }, 422, 'invalid', 'endsAt'],
      [{ unitsPerCustomer: 3, setAside: 2 }, 422, 'invalid', 'unitsPerCustomer'],
      [{ unitsPerCustomer: 0 }, 422, 'invalid', 'unitsPerCustomer'],
      [{ itemId: newId() }, 404, 'item_not_found', 'itemId'],
      [{ siteId: newId() }, 404, 'site_not_found', 'siteId'],
      [{ price: 1 }, 422, 'invalid', 'price'],
    ];
    for (const [more, status, code, field] of refusals) {
      const { status: got, body } = await open(itemId, more);
      expect([got, body.error.code, body.error.field]).toEqual([status, code, field]);
    }
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 0, available: 3 });
  });

  it('lets an item be in one sale at a time, also when two managers open it at once', async () => {
    const itemId = await goods(5);
    const answers = await Promise.all([open(itemId, { setAside: 2 }), open(itemId, { setAside: 2 })]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409]);
    const { saleId } = answers.find(({ status }) => status === 201)!.body;
    const refused = answers.find(({ status }) => status === 409)!.body.error;
    expect(refused).toMatchObject({ code: 'flash_sale_exists', details: { saleId } });
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 2 });
    await close(saleId);
    expect((await open(itemId)).status).toBe(201);
  });

  it('is seen by the shops of its seller, and by no other', async () => {
    const itemId = await goods(3);
    const { saleId } = (await open(itemId, { setAside: 3 })).body;
    const other = await openSeller(server, ground.admin, 'OTHER-SHOP');
    const list = async (sellerId: string) => {
      const shop = await server.as('channel', { sellerId });
      return (await shop.get(`/v1/flash-sales?siteId=${ground.siteId}&itemId=${itemId}`)).body.sales;
    };
    expect(await list(ground.sellerId)).toMatchObject([{ saleId, phase: 'running', left: 3 }]);
    expect(await list(other)).toEqual([]);
  });

  it('is for managers alone, of their own sites', async () => {
    const itemId = await goods(1);
    for (const role of ['seller', 'channel', 'picker', 'dispatcher'] as const) {
      const person = await server.as(
        role,
        role === 'seller' || role === 'channel' ? { sellerId: ground.sellerId } : {},
      );
      const asked = { siteId: ground.siteId, itemId, unitsPerCustomer: 1 };
      expect((await person.post('/v1/flash-sales', asked)).status).toBe(403);
    }
    const { saleId } = (await open(itemId)).body;
    const elsewhere = await openGround(server);
    const stranger = await server.as('manager');
    await server.db.raw('DELETE FROM user_site WHERE user_id = ? AND site_id = ?', [stranger.userId, ground.siteId]);
    expect((await stranger.get(`/v1/flash-sales/${saleId}`)).status).toBe(404);
    const shut = await stranger.post(`/v1/flash-sales/${saleId}/close`, { siteId: elsewhere.siteId });
    expect(shut.body.error.code).toBe('flash_sale_not_found');
    expect((await show(saleId)).phase).toBe('running');
  });
});

describe('a flash sale', () => {
  it('begins and ends by the clock, and lists what is on', async () => {
    const itemId = await goods(5);
    const { saleId } = (await open(itemId, { setAside: 3, startsAt: later(100), endsAt: later(200) })).body;
    const phase = async () => (await show(saleId)).phase;
    expect(await phase()).toBe('planned');
    wait(100);
    expect(await phase()).toBe('running');
    const listed = (await ground.manager.get(`/v1/flash-sales?siteId=${ground.siteId}&itemId=${itemId}`)).body;
    expect(listed.sales).toMatchObject([{ saleId, phase: 'running', left: 3 }]);
    wait(100);
    expect(await phase()).toBe('ended');
    await server.app.jobs!.runDue();
    expect(await stockOf(ground, itemId)).toMatchObject({ promised: 0, available: 5 });
  });

  it('lets each customer have the cap, however his phone is written', async () => {
    const itemId = await goods(9);
    await open(itemId, { setAside: 9 });
    expect(await take(itemId, 1, '010-1234-5678')).toBeUndefined();
    expect(await take(itemId, 1, '+82 10 1234 5678')).toBeUndefined();
    expect(await take(itemId, 1, '０１０１２３４５６７８')).toMatchObject({
      code: 'flash_cap_reached',
      got: 3,
      expected: 2,
      details: { taken: 2, left: 0, requested: 1 },
    });
    expect(await take(itemId, 2, 'member-7')).toBeUndefined();
    expect(await take(itemId, 2, 'member-8')).toBeUndefined();
    expect(await take(itemId, 3, 'member-9')).toMatchObject({ code: 'flash_cap_reached', expected: 2 });
    expect(await take(itemId, 1)).toMatchObject({ code: 'flash_customer_missing', field: 'customer', status: 422 });
  });

  it('sells what is set aside once, even when fifty ask at the same time', async () => {
    const itemId = await goods(20);
    const { saleId } = (await open(itemId, { setAside: 12 })).body;
    const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => take(itemId, 1, `rush-${at}`)));
    expect(answers.filter((refusal) => refusal === undefined)).toHaveLength(12);
    for (const refusal of answers.filter((one) => one !== undefined)) {
      expect(refusal).toMatchObject({
        code: 'not_enough_stock',
        details: [{ itemId, requested: 1, available: 0 }],
        subject: saleId,
      });
    }
    expect(await show(saleId)).toMatchObject({ phase: 'sold_out', sold: 12, left: 0, soldLastMinute: 12 });
  });

  it('lets one customer have his cap once, however many windows he asks in', async () => {
    const itemId = await goods(20);
    const { saleId } = (await open(itemId, { setAside: 20, unitsPerCustomer: 3 })).body;
    const answers = await Promise.all(Array.from({ length: 24 }, () => take(itemId, 1, '010-7777-7777')));
    expect(answers.filter((refusal) => refusal === undefined)).toHaveLength(3);
    expect(await show(saleId)).toMatchObject({ sold: 3, left: 17 });
  });

  it('takes back what is given back, once, for the same customer and for the sale', async () => {
    const itemId = await goods(4);
    const { saleId } = (await open(itemId, { setAside: 4 })).body;
    const promiseId = newId();
    await take(itemId, 2, 'member-1', promiseId);
    expect((await take(itemId, 1, 'member-1'))!.code).toBe('flash_cap_reached');
    await giveBack(itemId, promiseId, 1);
    expect(await show(saleId)).toMatchObject({ sold: 1, left: 3 });
    await giveBack(itemId, promiseId, 2);
    await giveBack(itemId, promiseId, 2);
    expect(await show(saleId)).toMatchObject({ sold: 0, left: 4, points: [{ left: 4, sold: 0 }] });
    expect(await take(itemId, 2, 'member-1')).toBeUndefined();
    expect((await take(itemId, 1, 'member-1'))!.code).toBe('flash_cap_reached');
  });

  it('keeps what is set aside until the start, and tells whoever wants it when that is', async () => {
    const itemId = await goods(5);
    const startsAt = later(60);
    await open(itemId, { setAside: 3, startsAt });
    expect(await take(itemId, 2)).toBeUndefined();
    expect(await take(itemId, 4)).toMatchObject({
      code: 'flash_not_open',
      got: server.clock.now(),
      expected: startsAt,
      details: { available: 2, requested: 4 },
    });
    // what not even the sale has is no matter of the sale
    expect(await take(itemId, 6)).toBeUndefined();
    wait(60);
    expect(await take(itemId, 2, 'member-1')).toBeUndefined();
  });

  it('loses the units set aside before anybody loses what he was promised', async () => {
    const itemId = await goods(6);
    const { saleId } = (await open(itemId, { setAside: 4 })).body;
    const [place] = (await ground.manager.get(`/v1/stock/places?siteId=${ground.siteId}&itemId=${itemId}`)).body.places;
    const lost = await ground.manager.post('/v1/stock/adjustments', {
      siteId: ground.siteId,
      binCode: place.place.slice('bin/'.length),
      itemId,
      quantity: -3,
      reason: 'missing',
    });
    expect(lost.status, JSON.stringify(lost.body)).toBe(201);
    expect(await show(saleId)).toMatchObject({ left: 3 });
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 3, promised: 3, available: 0 });
  });

  it('keeps the cap and the units set aside by constraints, whatever a statement writes', async () => {
    const itemId = await goods(4);
    const { saleId } = (await open(itemId, { setAside: 4 })).body;
    await take(itemId, 2, 'member-1');
    const write = (sql: string) =>
      server.db.raw(sql, [saleId]).then(
        () => 'written',
        (error: { code: string }) => error.code,
      );
    expect(await write('UPDATE flash_customer SET units = units + 1 WHERE sale_id = ?')).toBe('23514');
    expect(await write('UPDATE flash_customer SET cap = 99 WHERE sale_id = ?')).toBe('23503');
    expect(await write('UPDATE flash_sale SET sold = 5 WHERE sale_id = ?')).toBe('23514');
  });

  it('forgets who bought as soon as it is closed', async () => {
    const itemId = await goods(4);
    const { saleId } = (await open(itemId, { setAside: 4 })).body;
    await take(itemId, 2, '010-9999-8888');
    const known = async () => {
      const { rows } = await server.db.raw(
        `SELECT (SELECT count(*)::int FROM flash_customer WHERE sale_id = :saleId) +
                (SELECT count(*)::int FROM flash_take WHERE sale_id = :saleId AND customer IS NOT NULL) AS n`,
        { saleId },
      );
      return rows[0].n as number;
    };
    expect(await known()).toBe(2);
    await close(saleId);
    wait(60);
    await server.app.jobs!.runDue();
    expect(await known()).toBe(0);
  });
});
