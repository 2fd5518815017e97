import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { openGround, type Ground } from '../support/goods.ts';
import { startServer, type Person, type TestServer } from '../support/server.ts';

let server: TestServer;
let ground: Ground;
let admin: Person;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  admin = await server.as('admin');
});
afterAll(() => server.close());

const NUL = '\u0000';
const HALF = '\ud800';

describe('text that no database keeps', () => {
  it.each([
    ['U+0000', NUL],
    ['half a surrogate pair', HALF],
  ])('is refused by its field wherever it comes in: %s', async (_, sign) => {
    const text = `a${sign}b`;
    const order = { channel: 'c', externalId: text, lines: [{ itemId: newId(), quantity: 1 }], expiresInSeconds: 60 };
    for (const [path, body, field] of [
      ['/v1/sign-in', { login: text, password: 'x' }, 'login'],
      ['/v1/promises', order, 'externalId'],
      ['/v1/devices', { siteId: ground.siteId, name: text }, 'name'],
      ['/v1/counts', { siteId: ground.siteId, binCode: text }, 'binCode'],
    ] as const) {
      const answer = await admin.post(path, body);
      expect(answer.status, path).toBe(422);
      expect(answer.body.error).toMatchObject({ code: 'invalid', field });
    }
    const listed = await admin.get(`/v1/orders?channel=${encodeURIComponent(NUL)}`);
    expect(listed.body.error).toMatchObject({ code: 'invalid', field: 'channel' });
  });

  it('is a label that cannot be read where a scanner sends it, and the next scan goes on', async () => {
    const receiver = await server.as('receiver');
    for (const code of [NUL, `A${HALF}`]) {
      const answer = await receiver.scan('look', code);
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'scan_unreadable' } });
    }
    expect((await receiver.scan('look', 'DOCK-1')).ok).toBe(true);
  });
});

describe('ids of nothing', () => {
  it('answer 404 to an admin, who may use every site there is', async () => {
    const siteId = newId();
    const ring = [
      { lat: 1, lon: 1 },
      { lat: 2, lon: 1 },
      { lat: 2, lon: 2 },
    ];
    const size_mm = [100, 100, 100];
    for (const [path, body] of [
      ['/v1/cut-offs', { siteId, name: 'x', orderByMinute: 1, deliverByMinute: 2 }],
      ['/v1/delivery-zones', { siteId, name: 'x', polygon: ring }],
      ['/v1/waves', { siteId }],
      ['/v1/cartons', { siteId, cartons: [{ cartonCode: 'X', size_mm, maxWeight_g: 1, tare_g: 0 }] }],
      ['/v1/route-plans', { siteId }],
      ['/v1/trackers', { siteId, trackerId: 't', driverId: newId() }],
    ] as const) {
      const answer = await admin.post(path, body);
      expect([answer.status, answer.body.error.code], path).toEqual([404, 'site_not_found']);
    }
    for (const path of ['/v1/pool', '/v1/slotting/moves']) {
      expect((await admin.get(`${path}?siteId=${siteId}`)).status, path).toBe(404);
    }
  });

  it('are refused where somebody has to drive', async () => {
    const { siteId } = ground;
    const answer = await admin.post('/v1/trackers', { siteId, trackerId: 't', driverId: newId() });
    expect(answer.body.error).toMatchObject({ code: 'driver_not_found', field: 'driverId' });
  });
});

describe('numbers and depths beyond measure', () => {
  it('are refused before they reach a column', async () => {
    const after = encodeURIComponent('99999999999999999999:9999999999999999999');
    expect((await admin.get(`/v1/news?after=${after}`)).status).toBe(422);
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const nested = `{"vehicles":[{"id":1,"start":[0,0],"x":${deep}}],"jobs":[]}`;
    expect((await admin.post('/v1/solve/routes', nested)).status).toBe(422);
  });
});
