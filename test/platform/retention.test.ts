import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '../../src/commands/audit/run.ts';
import { PORTION } from '../../src/platform/retention.ts';
import { addItem, openGround, stow, type Ground } from '../support/goods.ts';
import { receivedLpn } from '../support/inbound.ts';
import { startServer, type Person, type TestServer } from '../support/server.ts';

const START = new Date('2026-11-20T00:00:00Z');
const daysOn = (days: number) => new Date(START.getTime() + days * 86_400_000);

let server: TestServer;
let ground: Ground;
let admin: Person;
let orderId: string;
const order = { lat: 37.5, lon: 127.03, name: '홍길동', phone: '010-1234-5678', address: '서울시 강남구 테헤란로 1' };

beforeAll(async () => {
  server = await startServer(START);
  ground = await openGround(server);
  const goods = await addItem(ground);
  await stow(ground, goods.itemId, ground.bins[0]!, 20);
  ({ admin } = ground);
  const { siteId, sellerId } = ground;
  const lines = [{ itemId: goods.itemId, quantity: 1 }];
  const placed = await admin.post(
    '/v1/orders',
    { siteId, sellerId, channel: 'shop', externalId: 'ENDS', paid: true, lines, shipTo: order },
    { 'idempotency-key': 'kept-for-a-week' },
  );
  orderId = placed.body.orderId as string;
  await admin.post(`/v1/orders/${orderId}/cancel`, { cause: 'changed_mind' });
  const open = { siteId, sellerId, channel: 'shop', externalId: 'STAYS', paid: true, lines, shipTo: order };
  expect((await admin.post('/v1/orders', open)).status).toBe(201);
  expect((await admin.post('/v1/orders', { nonsense: true })).status).toBe(422);
  const driver = await server.as('driver');
  const at = START.toISOString();
  const tracked = await driver.post('/v1/positions', { siteId, positions: [{ at, lat: 37.5, lon: 127 }] });
  expect(tracked.status, JSON.stringify(tracked.body)).toBeLessThan(300);
  await server.settle();
});
afterAll(() => server.close());

async function count(from: string): Promise<number> {
  const { rows } = (await server.db.raw(`SELECT count(*)::int AS count FROM ${from}`)) as { rows: { count: number }[] };
  return rows[0]!.count;
}

async function counts(): Promise<Record<string, number>> {
  const of: Record<string, number> = {};
  for (const table of ['idempotency_key', 'refused_request', 'session', 'position', 'outbox'])
    of[table] = await count(table);
  return { ...of, recipients: await count('recipient WHERE erased_at IS NULL') };
}

/** Sets the clock and lets every round that is due come round; the facts that it tells are heard. */
async function come(at: Date): Promise<void> {
  server.clock.set(at);
  await server.app.jobs!.runDue();
  await server.settle();
}

describe('what is kept for a time', () => {
  it('stays until its time and goes after it, each kind by its own', async () => {
    const first = await counts();
    expect(Object.values(first).every((rows) => rows > 0)).toBe(true);
    await come(daysOn(6));
    expect(await counts()).toMatchObject({
      idempotency_key: first['idempotency_key']!,
      refused_request: first['refused_request']!,
      recipients: 2,
    });
    await come(daysOn(8));
    expect(await counts()).toMatchObject({ idempotency_key: 0, position: 1, recipients: 2 });
    expect(await count(`outbox WHERE at <= '${START.toISOString()}'`)).toBe(first['outbox']!);
    await come(daysOn(15));
    expect(await count(`outbox WHERE at <= '${START.toISOString()}'`)).toBeLessThan(2);
    expect(await counts()).toMatchObject({ position: 1, refused_request: first['refused_request']!, recipients: 2 });
    await come(daysOn(45));
    expect(await counts()).toMatchObject({ position: 0, session: 0, refused_request: first['refused_request']! });
    await come(daysOn(91));
    expect(await counts()).toMatchObject({ refused_request: 0, recipients: 1 });
  });

  it('erases who got an order that ended, and nobody else', async () => {
    const again = await server.as('admin');
    expect((await again.get(`/v1/orders/${orderId}`)).body.shipTo).toMatchObject({ name: '*', erased: true });
    const { orders } = (await again.get('/v1/orders?externalId=STAYS')).body;
    expect(orders[0].shipTo.name).toBe('홍*동');
  });

  it('forgets no fact that somebody has not heard yet, nor the newest of all', async () => {
    await server.app.relay!.stop();
    const heard = await count('outbox');
    expect(heard).toBeGreaterThan(0);
    const again = await server.as('admin');
    const site = { code: 'LATE', name: 'Late', lat: 37.6, lon: 126.8, plan: { aisles: 1, bays: 2, levels: 1 } };
    expect((await again.post('/v1/sites', site)).status).toBe(201);
    server.clock.set(daysOn(200));
    await server.app.jobs!.runDue();
    expect(await count(`outbox WHERE kind = 'layout.siteAdded' AND at > '${daysOn(90).toISOString()}'`)).toBe(1);
    // once all have passed it, only the newest is left
    await server.db.raw(
      `UPDATE consumer SET cursor = (SELECT tx::text || ':' || seq FROM outbox ORDER BY tx DESC, seq DESC LIMIT 1)`,
    );
    server.clock.set(daysOn(201));
    await server.app.jobs!.runDue();
    expect(await count(`outbox WHERE at < '${daysOn(180).toISOString()}'`)).toBeLessThan(2);
    expect(await count('outbox')).toBeGreaterThan(0);
  });

  it('goes in portions', async () => {
    await server.db.raw(
      `INSERT INTO refused_request (id, route, code, at)
       SELECT gen_random_uuid(), 'GET /v1/somewhere', 'no_such', 'epoch' FROM generate_series(1, ${PORTION + 7})`,
    );
    const old = `refused_request WHERE at = 'epoch'`;
    server.clock.set(daysOn(202));
    await server.app.jobs!.runDue();
    expect(await count(old)).toBe(7);
    server.clock.set(daysOn(203));
    await server.app.jobs!.runDue();
    expect(await count(old)).toBe(0);
  });
});

describe('the audit', () => {
  it('remembers that goods were put away by other measures, when the fact of it is long forgotten', async () => {
    const floor = await startServer(START);
    try {
      const here = await openGround(floor);
      const goods = await addItem(here);
      const lpn = await receivedLpn(here, [[goods, 20]]);
      const put = { siteId: here.siteId, lpnCode: lpn, binCode: here.bins[0] };
      expect((await here.manager.post('/v1/put-aways', put)).status).toBe(201);
      const bigger = { size_mm: [1900, 1900, 1900], weight_g: 250_000 };
      expect((await here.admin.patch(`/v1/items/${goods.itemId}/packaging`, bigger)).status).toBeLessThan(300);
      // the newest fact stays: this one
      await addItem(here);
      await floor.settle();
      expect(await failing(floor)).toEqual([]);
      floor.clock.set(daysOn(15));
      await floor.app.jobs!.runDue();
      await floor.settle();
      const { rows } = (await floor.db.raw(`SELECT 1 FROM outbox WHERE kind = 'catalogue.packagingSet'`)) as {
        rows: [];
      };
      expect(rows).toEqual([]);
      expect(await failing(floor)).toEqual([]);
      await floor.db.raw('UPDATE item SET packaging_set_at = NULL');
      expect(await failing(floor)).toContain('bins_hold_what_they_may');
    } finally {
      await floor.close('when the packaging was set is taken away');
    }
  });
});

async function failing({ db }: TestServer): Promise<string[]> {
  const { invariants } = await runAudit(db);
  return invariants.filter(({ rows }) => rows.length > 0).map(({ name }) => name);
}
