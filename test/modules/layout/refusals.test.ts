import { afterAll, beforeAll, expect, it } from 'vitest';
import { refused } from '../../support/refused.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

it('a site is laid out with 50,000 bins at most in one go (too_many_bins)', async () => {
  const admin = await server.as('admin');
  const site = { code: 'HUGE', name: 'Huge', lat: 37.6, lon: 126.8, plan: { aisles: 99, bays: 99, levels: 9 } };
  expect(await refused(admin.post('/v1/sites', site), 422, 'too_many_bins')).toMatchObject({ got: 99 * 99 * 9 });
  expect((await admin.get('/v1/sites')).body.sites).toEqual([]);
});
