import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp, type App } from '../../src/app.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import { makeLog } from '../../src/platform/log.ts';
import { newId } from '../../src/platform/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

describe('a process that only works', () => {
  let db: Database;
  let worker: App;
  let url: string;

  beforeAll(async () => {
    db = connect(server.databaseUrl, 2);
    worker = await buildApp({ db, clock: server.clock, log: makeLog('silent'), role: 'worker' });
    await new Promise<void>((resolve) => worker.http.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(worker.http.address() as { port: number }).port}`;
  });
  afterAll(async () => {
    worker.http.close();
    worker.http.closeAllConnections();
    await worker.stop();
    await db.destroy();
  });

  it('tells its health and its metrics, and runs the outbox and the jobs', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics'])
      expect([path, (await fetch(url + path)).status]).toEqual([path, 200]);
    expect(worker.relay).toBeDefined();
    expect(worker.jobs).toBeDefined();
  });

  it('has no doors, pages or sockets', async () => {
    const { token } = await server.as('admin');
    const headers = { authorization: `Bearer ${token}` };
    for (const path of ['/v1/sites', '/v1/sign-in', '/osmand', '/openapi.json', '/docs', '/scanner/', '/']) {
      expect([path, (await fetch(url + path, { headers })).status]).toEqual([path, 404]);
    }
    expect((await fetch(`${url}/socket.io/?EIO=4&transport=websocket`, { headers })).status).toBe(404);
    const posted = await fetch(`${url}/v1/sign-in`, { method: 'POST', body: '{}', headers });
    expect(posted.status).toBe(404);
  });
});

describe('a connection', () => {
  it('is kept open longer than proxies in front keep it, so that none sends into one that is closing', async () => {
    const { headers } = await server.anyone.get('/healthz');
    // nginx, HAProxy and load balancers of clouds let theirs go after a minute
    expect(Number(/timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(60);
  });
});

describe('the metrics', () => {
  const valueOf = async (line: RegExp) => {
    const { body } = await server.anyone.get('/metrics');
    return Number(line.exec(body as string)?.[1] ?? 0);
  };

  it('are told to nobody whom another machine passed on, while whether it lives is told to all in one word', async () => {
    const told = async (path: string, headers: Record<string, string>) => {
      const answer = await fetch(server.url + path, { headers });
      return [answer.status, await answer.text()];
    };
    for (const passed of ['x-forwarded-for', 'forwarded']) {
      const headers = { [passed]: passed === 'forwarded' ? 'for=203.0.113.5' : '127.0.0.1' };
      const [status, text] = await told('/metrics', headers);
      expect([status, JSON.parse(text as string)]).toMatchObject([403, { error: { code: 'not_allowed' } }]);
      expect(await told('/healthz', headers)).toEqual([200, '{"ok":true}']);
      expect(await told('/readyz', headers)).toEqual([200, '{"ready":true}']);
    }
    expect(await server.db('refused_request').where({ code: 'not_allowed' })).toEqual([]);
  });

  it('count what is refused at a door, by its code', async () => {
    const refused = /^daybreak_refusals_total\{code="item_not_found"\} (\d+)/m;
    const before = await valueOf(refused);
    await (await server.as('manager')).get(`/v1/items/${newId()}`);
    expect(await valueOf(refused)).toBe(before + 1);
  });

  it('and whether it can work are asked by any number at once without taking the database from the doors', async () => {
    const manager = await server.as('manager');
    const held = await server.db.transaction();
    await held.raw('LOCK TABLE parked_fact IN ACCESS EXCLUSIVE MODE');
    // more than there are connections
    const scrapes = Array.from({ length: 40 }, () => server.anyone.get('/metrics'));
    expect((await Promise.all(scrapes)).map(({ status }) => status)).toEqual(scrapes.map(() => 200));
    expect((await server.anyone.get('/readyz')).status).toBe(200);
    expect((await manager.get('/v1/sites')).status).toBe(200);
    await held.rollback();
  });

  it('count and time the scans that come by HTTP as those that come by socket', async () => {
    const picker = await server.as('picker');
    const timed = /^daybreak_scan_seconds_count\{flow="move"\} (\d+)/m;
    const refused = /^daybreak_refusals_total\{code="device_unknown"\} (\d+)/m;
    const before = [await valueOf(timed), await valueOf(refused)] as const;
    const scan = {
      deviceId: 'nobody-knows-it',
      seq: 1,
      at: server.clock.now(),
      code: 'A-01-1',
      source: 'wedge',
      flow: 'move',
    };
    await picker.post('/v1/scans', scan);
    await picker.post('/v1/scans', [scan, { ...scan, seq: 2 }]);
    expect(await valueOf(timed)).toBe(before[0] + 3);
    expect(await valueOf(refused)).toBe(before[1] + 3);
  });
});
