import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedDemo } from '../../src/commands/demo.ts';
import type { Config } from '../../src/platform/config.ts';
import { PASSWORD, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  // as two processes do that start on an empty database in the same moment
  const config = { demoPassword: PASSWORD } as Config;
  await Promise.all([1, 2].map(() => seedDemo(server.db, config, server.clock.now())));
});
afterAll(() => server.close());

interface Shift {
  fromMinute: number;
  toMinute: number;
}

/** What is left of a shift at a minute of the day, be it that of today or of the night before. */
const left = (minute: number, { fromMinute, toMinute }: Shift) =>
  Math.max(0, ...[minute, minute + 1440].map((at) => (at >= fromMinute ? toMinute - at : 0)));

it('has two vehicles with six hours before them at any hour of the day, so that its first walk ends at doors', async () => {
  const dispatcher = await server.as('dispatcher');
  const [site] = (await dispatcher.get('/v1/sites')).body.sites;
  const { vehicles } = (await dispatcher.get(`/v1/vehicles?siteId=${site.siteId}`)).body as {
    vehicles: { shift: Shift }[];
  };
  expect(vehicles).toHaveLength(4);
  for (let minute = 0; minute < 1440; minute += 30) {
    const usable = vehicles.filter(({ shift }) => left(minute, shift) >= 360);
    expect(usable.length, `at minute ${minute}`).toBeGreaterThanOrEqual(2);
  }
});
