import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { walk_mm } from '../../../src/layout/index.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await server.as('admin');
});
afterAll(() => server.close());

const site = (code: string, plan: object = {}) => ({
  code,
  name: code,
  lat: 37.6,
  lon: 126.77,
  plan: { aisles: 3, bays: 4, levels: 2, ...plan },
});

describe('a site', () => {
  it('gets a bin for each bay and level, and its docks, lanes, stages and returns', async () => {
    const added = await admin.post(
      '/v1/sites',
      site('PLAN', { chilledAisles: 1, reserveLevels: 1, docks: 2, lanes: 3 }),
    );
    expect(added.status).toBe(201);
    const { body } = await admin.get(`/v1/bins?siteId=${added.body.siteId}&limit=100`);
    const kinds = body.bins.map((bin: { kind: string }) => bin.kind);
    const count = (kind: string) => kinds.filter((one: string) => one === kind).length;
    expect({ pick: count('pick'), reserve: count('reserve'), dock: count('dock'), lane: count('lane') }).toEqual({
      pick: 12,
      reserve: 12,
      dock: 2,
      lane: 3,
    });
    const chilled = body.bins.filter((bin: { temperature: string }) => bin.temperature === 'chilled');
    expect(chilled.map((bin: { binCode: string }) => bin.binCode)).toContain('C-01-02-1');
    expect(chilled).toHaveLength(8);
  });

  it('refuses a code twice, a plan without room for its cold aisles, and a time zone that does not exist', async () => {
    await admin.post('/v1/sites', site('ONCE'));
    const twice = await admin.post('/v1/sites', site('ONCE'));
    const cold = await admin.post('/v1/sites', site('COLD', { chilledAisles: 2, frozenAisles: 2 }));
    const zone = await admin.post('/v1/sites', { ...site('ZONE'), timeZone: 'Asia/Atlantis' });
    expect(twice.body.error.code).toBe('site_code_taken');
    expect([cold.status, cold.body.error.field]).toEqual([422, 'plan.chilledAisles']);
    expect([zone.status, zone.body.error.field]).toEqual([422, 'timeZone']);
  });

  it('lists the bins that begin as asked for, page by page, and none for what no code can hold', async () => {
    const { siteId } = (await admin.post('/v1/sites', site('BEGIN'))).body;
    const list = async (query: string) => (await admin.get(`/v1/bins?siteId=${siteId}&${query}`)).body;
    const codes = ({ bins }: { bins: { binCode: string }[] }) => bins.map(({ binCode }) => binCode);
    const aisle = codes(await list('begin=a-02'));
    expect(aisle).toHaveLength(8);
    expect(aisle.filter((code) => !code.startsWith('A-02'))).toEqual([]);
    const first = await list('begin=A-02&limit=5');
    const then = await list(`begin=A-02&limit=5&after=${first.next}`);
    expect([...codes(first), ...codes(then)]).toEqual(aisle);
    expect(then.next).toBeUndefined();
    expect(codes(await list('begin=ZZ'))).toEqual([]);
    expect((await list('begin=A_')).error).toMatchObject({ code: 'invalid', field: 'begin' });
    expect(codes(await list('begin='))).toEqual(codes(await list('limit=1000')));
  });

  it('is not to be found by people of other sites', async () => {
    const stranger = await server.as('manager');
    const { body } = await admin.post('/v1/sites', site('FAR'));
    const bins = await stranger.get(`/v1/bins?siteId=${body.siteId}`);
    expect([bins.status, bins.body.error.code]).toEqual([404, 'site_not_found']);
    const listed = await stranger.get('/v1/sites');
    expect(listed.body.sites.map((one: { code: string }) => one.code)).not.toContain('FAR');
  });

  it('takes more bins all or none, and moves and blocks one', async () => {
    const { body } = await admin.post('/v1/sites', site('MORE'));
    const bin = (binCode: string, more: object = {}) => ({ binCode, kind: 'pick', aisle: 0, y_mm: 500, ...more });
    const { siteId } = body;
    const taken = await admin.post('/v1/bins', { siteId, bins: [bin('B-01-01-1'), bin('A-01-01-1')] });
    expect(taken.body.error).toMatchObject({ code: 'bin_code_taken', details: ['A-01-01-1'] });
    const outside = await admin.post('/v1/bins', { siteId, bins: [bin('B-01-01-1', { aisle: 9 })] });
    expect(outside.body.error.field).toBe('bins.0.aisle');
    const added = await admin.post('/v1/bins', { siteId, bins: [bin('B-01-01-1')] });
    expect([added.status, added.body.added]).toEqual([201, 1]);
    const moved = await admin.patch(`/v1/sites/${siteId}/bins/B-01-01-1`, { aisle: 2, y_mm: 900 });
    expect(moved.body).toMatchObject({ aisle: 2, y_mm: 900, side: 'L' });
    const blocked = await admin.post(`/v1/sites/${siteId}/bins/B-01-01-1/state`, {
      state: 'blocked',
      reason: 'broken beam',
    });
    expect(blocked.body.state).toBe('blocked');
  });

  it('delivers where its zones are drawn, and refuses an outline that crosses itself', async () => {
    const { body } = await admin.post('/v1/sites', site('ZONED'));
    const at = (lat: number, lon: number) => ({ lat, lon });
    const square = [at(37, 126), at(37, 127), at(38, 127), at(38, 126)];
    const bow = [at(37, 126), at(38, 127), at(37, 127), at(38, 126)];
    const zone = { siteId: body.siteId, name: 'west' };
    const drawn = await admin.post('/v1/delivery-zones', { ...zone, polygon: square });
    const crossed = await admin.post('/v1/delivery-zones', { ...zone, polygon: bow });
    const redrawn = await admin.post('/v1/delivery-zones', { ...zone, polygon: square.slice(0, 3) });
    expect([drawn.status, crossed.body.error.code, redrawn.status]).toEqual([201, 'zone_crosses_itself', 200]);
    const shown = await admin.get(`/v1/sites/${body.siteId}`);
    expect(crossed.body.error.got).toEqual({ lat: 37.5, lon: 126.5 });
    expect(shown.body.zones).toEqual([
      { zoneId: drawn.body.zoneId, name: 'west', polygon: square.slice(0, 3), carrier: 'own', cutOffIds: null },
    ]);
  });
});

describe('a walk', () => {
  const layout = { aisleX_mm: [0, 3_000, 6_000], crossY_mm: [0, 10_000], depot: { aisle: 0, y_mm: 0 } };

  it('goes along one aisle, or round by the nearer cross aisle', () => {
    expect(walk_mm(layout, { aisle: 1, y_mm: 2_000 }, { aisle: 1, y_mm: 9_000 })).toBe(7_000);
    expect(walk_mm(layout, { aisle: 0, y_mm: 2_000 }, { aisle: 2, y_mm: 3_000 })).toBe(2_000 + 6_000 + 3_000);
    expect(walk_mm(layout, { aisle: 0, y_mm: 9_000 }, { aisle: 1, y_mm: 8_000 })).toBe(1_000 + 3_000 + 2_000);
  });
});
