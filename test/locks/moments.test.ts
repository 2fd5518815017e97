import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { allRoutes } from '../../src/app.ts';
import type { Route } from '../../src/platform/route.ts';
import { addItem, openGround, stow, type Ground } from '../support/goods.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { orderOf } from '../modules/orders/buy.ts';
import { nameOf } from './doors.ts';

/** Well-formed, and beyond what a database or four digits of a year keep. */
const IMPOSSIBLE = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+23:59',
  '1969-12-31T23:59:59Z',
  '9999-12-31T23:59:59-23:59',
];

let server: TestServer;
let ground: Ground;
let itemId: string;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  itemId = (await addItem(ground)).itemId;
  await stow(ground, itemId, ground.bins[0]!, 50);
});
afterAll(() => server.close());

/** Where a shape takes a moment or a day of any year. */
function unbounded(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { format } = schema as { format?: unknown };
  const isOpen = (format === 'date-time' || format === 'date') && !JSON.stringify(schema).includes('2[01]');
  const inner = Object.entries(schema).flatMap(([key, value]) => unbounded(value, `${path}.${key}`));
  return isOpen ? [path, ...inner] : inner;
}

it('takes moments and days of this century or the next, and no others, at every door', () => {
  const shape = (of: Route['params'] | 'bytes') =>
    of === undefined || of === 'bytes' ? {} : z.toJSONSchema(of, { io: 'input', unrepresentable: 'any' });
  const found = allRoutes.flatMap((door) => [
    ...unbounded(shape(door.query), `${nameOf(door)} query`),
    ...unbounded(shape(door.body), `${nameOf(door)} body`),
  ]);
  // what a worker types is told to be impossible in his own words
  expect(found.filter((path) => !path.endsWith('.answer.properties.expiry'))).toEqual([]);
});

it('takes a scan of a device whose clock began anew with an empty battery', async () => {
  const { admin } = ground;
  const scan = { deviceId: 'moments', seq: 1, code: 'X', source: 'wedge', flow: 'look', at: '1970-01-01T00:00:09Z' };
  expect((await admin.post('/v1/scans', scan)).body).toMatchObject({ ok: true });
});

it.each(IMPOSSIBLE)('refuses an order, a scan and a flash sale of %s by the field that it stands in', async (at) => {
  const { admin, siteId } = ground;
  const scan = { deviceId: 'moments', seq: 1, code: 'X', source: 'wedge', flow: 'look' };
  const sale = { siteId, itemId, unitsPerCustomer: 1 };
  const answers = [
    await admin.post('/v1/orders', orderOf([{ itemId, quantity: 1 }], { siteId, promiseBy: at })),
    await admin.post('/v1/scans', { ...scan, at }),
    await admin.post('/v1/flash-sales', { ...sale, startsAt: at }),
    await admin.post('/v1/flash-sales', { ...sale, endsAt: at }),
  ];
  expect(answers.map(({ status, body }) => [status, body.error?.code, body.error?.field])).toEqual(
    ['promiseBy', 'at', 'startsAt', 'endsAt'].map((field) => [422, 'invalid', field]),
  );
});

it('opens no flash sale at a site that there is not', async () => {
  const siteId = ground.sellerId;
  const answer = await ground.admin.post('/v1/flash-sales', { siteId, itemId, unitsPerCustomer: 1 });
  expect([answer.status, answer.body.error?.code]).toEqual([404, 'site_not_found']);
});
