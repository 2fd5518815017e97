import type { Server, Socket } from 'socket.io';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { actorOf } from '../../../src/auth/index.ts';
import type { Database } from '../../../src/platform/database.ts';
import { watchOver } from '../../../src/realtime/keepWatch.ts';
import { must } from '../packing/floor.ts';
import { openGround, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';

let server: TestServer;
let ground: Ground;
let sockets: Map<string, Socket>;
let look: () => Promise<void>;
/** How many sockets each list named that went to the database. */
let lists: number[];

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(() => server.close());
beforeEach(() => {
  sockets = new Map();
  lists = [];
  look = watchOver({ of: () => ({ sockets }) } as unknown as Server, { clock: server.clock, db: noted(server.db) });
});

/** The same database; what goes to it as a list is noted. */
function noted({ client: pool }: Database): Database {
  const lend = async () => {
    const client = await pool.acquireConnection();
    const query = (statement: { text: string; values: string[] }) => {
      if (statement.text.includes('jsonb_to_recordset')) lists.push(JSON.parse(statement.values[0]!).length);
      return client.query(statement);
    };
    return { query, client };
  };
  const take = ({ client }: { client: unknown }) => pool.releaseConnection(client);
  return { client: { acquireConnection: lend, releaseConnection: take } } as unknown as Database;
}

/** A socket after its handshake; it stands once it is put among the others. */
async function admitted({ token, userId }: Person) {
  const actor = await actorOf(server.db, token, server.clock.now());
  const disconnect = vi.fn<() => void>(() => void sockets.delete(userId));
  const socket = { data: { actor, deviceId: undefined, token }, disconnect } as unknown as Socket;
  return { stand: () => sockets.set(userId, socket), hungUp: () => disconnect.mock.calls.length > 0 };
}

async function standing(person: Person): Promise<{ hungUp: () => boolean }> {
  const { stand, hungUp } = await admitted(person);
  stand();
  return { hungUp };
}

it('sends its list once, and again only when somebody comes or goes', async () => {
  const [one, other] = [await server.as('picker'), await server.as('packer')];
  const [first, second] = [await standing(one), await standing(other)];
  for (let turn = 0; turn < 4; turn += 1) await look();
  expect(lists).toEqual([2]);

  await must(one.post('/v1/sign-out', {}));
  await look();
  expect([first.hungUp(), second.hungUp()]).toEqual([true, false]);
  await look();
  expect(lists).toEqual([2, 2]);
});

it('judges a socket that is new by itself, also where it fell before it stood', async () => {
  const [one, late] = [await server.as('picker'), await server.as('packer')];
  await standing(one);
  await look();
  const { stand, hungUp } = await admitted(late);
  await must(late.post('/v1/sign-out', {}));
  await look();
  stand();
  await look();
  expect(hungUp()).toBe(true);
  expect(lists).toEqual([1, 1, 1]);
});

it('sees another role, another site and a day without a sign of life', async () => {
  const admin = await server.as('admin');
  const changed = async (change: (one: Person) => Promise<unknown>) => {
    const one = await server.as('picker');
    const { hungUp } = await standing(one);
    await look();
    expect(hungUp()).toBe(false);
    await change(one);
    await look();
    return hungUp();
  };
  const role = (role: string, siteIds: string[]) => (one: Person) =>
    must(admin.post(`/v1/users/${one.userId}/role`, { role, siteIds }));
  expect(await changed(role('packer', [ground.siteId]))).toBe(true);
  expect(await changed(role('picker', []))).toBe(true);
  const aDay = async () => server.clock.set(new Date(server.clock.now().getTime() + 25 * 3600_000));
  expect(await changed(aDay)).toBe(true);
});
