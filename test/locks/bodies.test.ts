import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../../src/app.ts';
import { newId } from '../../src/platform/ids.ts';
import { startServer, type Person, type TestServer } from '../support/server.ts';
import { knock, nameOf, takesBody } from './doors.ts';

/** Their shapes belong to others (VROOM's problems, trackers), who send more than we read. */
const open = new Set(['POST /v1/solve/routes', 'POST /optimization', 'POST /osmand']);
const strict = allRoutes.filter(
  (door) =>
    door.body !== undefined &&
    door.body !== 'bytes' &&
    !open.has(nameOf(door)) &&
    !door.path.startsWith('/v1/channels/'),
);
const MB = 1024 * 1024;

let server: TestServer;
let admin: Person;

beforeAll(async () => {
  server = await startServer();
  admin = await server.as('admin');
});
afterAll(() => server.close());

describe('bodies', () => {
  it.each(strict.map((door) => [nameOf(door), door] as const))(
    '%s refuses a field that it does not know',
    async (name, door) => {
      const scan = { deviceId: newId(), seq: 1, at: '2026-11-20T00:00:00Z', code: 'A', source: 'wedge', flow: 'look' };
      // which fields there are depends on what is held
      const isHold = name === 'POST /v1/holds' || name === 'POST /v1/holds/preview';
      const begun = name === 'POST /v1/scans' ? scan : isHold ? { scope: 'seller' } : {};
      const body = { ...begun, no_such_field: 1 };
      const answer = await knock(server.url, door, { token: admin.token, body: JSON.stringify(body) });
      expect(answer.status, JSON.stringify(answer.body)).toBe(422);
      expect(answer.body.error.details).toContainEqual({
        field: 'no_such_field',
        got: 'unknown field',
        expected: 'absent',
      });
    },
  );

  it('are taken up to 1 MB and refused with 413 above, at every door', async () => {
    const wrong: string[] = [];
    const tooLarge = `{"filler":"${'x'.repeat(MB)}"}`;
    for (const door of allRoutes.filter(takesBody)) {
      const { status, body } = await knock(server.url, door, { token: admin.token, body: tooLarge });
      if (status !== 413 || body.error?.code !== 'body_too_large') wrong.push(`${nameOf(door)}: ${status}`);
    }
    expect(wrong).toEqual([]);
    const [items] = allRoutes.filter((door) => nameOf(door) === 'POST /v1/items');
    const justFits = `{"filler":"${'x'.repeat(MB - 100)}"}`;
    expect((await knock(server.url, items!, { token: admin.token, body: justFits })).status).toBe(422);
  });

  it('that are no JSON are refused with 400 and a reason', async () => {
    for (const body of ['{', 'null,', '\u0000', '{"a":1}}']) {
      const answer = await admin.post('/v1/items', body);
      expect(answer.status, body).toBe(400);
      expect(answer.body.error).toMatchObject({ code: 'body_unreadable', field: 'body' });
    }
  });

  it('are not asked for at doors that the address names wrongly', async () => {
    expect((await admin.get('/v1/no-such-door')).body.error.code).toBe('route_not_found');
    expect((await admin.post('/v1/no-such-door', {})).status).toBe(404);
    expect((await admin.patch('/v1/sign-in', {})).status).toBe(405);
  });
});
