import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { must } from '../modules/packing/floor.ts';
import { addItem, openGround, openSeller, stow, type Goods, type Ground } from '../support/goods.ts';
import { startServer, type Person, type TestServer } from '../support/server.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let ground: Ground;
let goods: Goods;
let shop: Person & { login: string };
let manager: Person;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  goods = await addItem(ground);
  await stow(ground, goods.itemId, ground.bins[0]!, 100);
  shop = await channel();
  manager = await server.as('manager');
});
afterAll(() => server.close());

async function channel(sellerId = ground.sellerId): Promise<Person & { login: string }> {
  const login = `shop-${newId().slice(-8)}`;
  return { ...(await server.as('channel', { login, sellerId })), login };
}

const made = async (by: Person, userId = shop.userId, name = 'night sync') =>
  (await must(by.post('/v1/channel-keys', { userId, name }))) as { keyId: string; apiKey: string; expiresAt: string };

const knock = (apiKey: string, path = '/v1/stock', body?: unknown, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, {
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
const opens = async (apiKey: string) => (await knock(apiKey)).status;
const later = (ms: number) => server.clock.set(new Date(server.clock.now().getTime() + ms));
const signedIn = async () => (manager = await server.as('manager'));
const listed = async (by: Person) => (await must(by.get('/v1/channel-keys'))) as { keys: Key[]; channels: Key[] };
type Key = {
  keyId: string;
  userId: string;
  hint: string;
  seenAt: string | null;
  endedAt: string | null;
  expiresAt: string;
};
const keyOf = async (by: Person, keyId: string) => (await listed(by)).keys.find((key) => key.keyId === keyId);

describe('a key of a channel’s program', () => {
  it('opens what the channel may, day after day, and no more', async () => {
    const { apiKey } = await made(manager);
    for (let day = 0; day < 5; day += 1) {
      later(2 * DAY_MS);
      expect(await opens(apiKey)).toBe(200);
    }
    const lines = [{ itemId: goods.itemId, quantity: 1 }];
    const checkout = { channel: 'shop', externalId: newId(), lines, expiresInSeconds: 60 };
    expect((await knock(apiKey, '/v1/promises', checkout)).status).toBe(201);
    expect((await knock(apiKey, '/v1/users')).status).toBe(403);
    expect((await knock(apiKey, '/v1/channel-keys')).status).toBe(403);
    const foreign = await addItem(await openGround(server));
    const theirs = { ...checkout, externalId: newId(), lines: [{ itemId: foreign.itemId, quantity: 1 }] };
    expect((await knock(apiKey, '/v1/promises', theirs)).status).toBe(404);
    await signedIn();
  });

  it('is told once: the database keeps a hash, the list its last letters, and no answer under a key is in clear', async () => {
    const headers = { 'idempotency-key': newId() };
    const answer = await manager.post('/v1/channel-keys', { userId: shop.userId, name: 'once' }, headers);
    const { apiKey, keyId } = answer.body as { apiKey: string; keyId: string };
    expect(apiKey).toMatch(/^daybreak_key_[\w-]{43}$/);
    const kept = await server.db('idempotency_key').where({ key: headers['idempotency-key'] });
    expect(kept).toHaveLength(1);
    const rows = await server.db.raw(`SELECT to_jsonb(s) || to_jsonb(k) AS row FROM session s, idempotency_key k`);
    expect(JSON.stringify(rows.rows)).not.toContain(apiKey);
    expect((await keyOf(manager, keyId))!.hint).toBe(apiKey.slice(-4));
    expect(JSON.stringify(await listed(manager))).not.toContain(apiKey.slice(0, -4));
  });

  it('shows when it was last used, within some minutes', async () => {
    const { apiKey, keyId } = await made(manager);
    expect((await keyOf(manager, keyId))!.seenAt).toBeNull();
    await opens(apiKey);
    const first = server.clock.now().toISOString();
    expect((await keyOf(manager, keyId))!.seenAt).toBe(first);
    later(4 * 60_000);
    await opens(apiKey);
    expect((await keyOf(manager, keyId))!.seenAt).toBe(first);
    later(2 * 60_000);
    await opens(apiKey);
    expect((await keyOf(manager, keyId))!.seenAt).toBe(server.clock.now().toISOString());
  });

  it('gives way to another with an overlap, in which requests under one Idempotency-Key are one', async () => {
    const old = await made(manager);
    const lines = [{ itemId: goods.itemId, quantity: 1 }];
    const checkout = { channel: 'shop', externalId: newId(), lines, expiresInSeconds: 60 };
    const once = { 'idempotency-key': newId() };
    const first = await knock(old.apiKey, '/v1/promises', checkout, once);
    const fresh = await must(manager.post(`/v1/channel-keys/${old.keyId}/rotate`, { overlapHours: 48 }));
    expect(new Date(fresh.oldUntil).getTime() - server.clock.now().getTime()).toBe(2 * DAY_MS);
    const again = await knock(fresh.apiKey, '/v1/promises', checkout, once);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(await again.json()).toEqual(await first.json());
    later(1.9 * DAY_MS);
    expect([await opens(old.apiKey), await opens(fresh.apiKey)]).toEqual([200, 200]);
    later(0.2 * DAY_MS);
    expect([await opens(old.apiKey), await opens(fresh.apiKey)]).toEqual([401, 200]);
    await signedIn();
    const ended = await manager.post(`/v1/channel-keys/${old.keyId}/rotate`, {});
    expect([ended.status, ended.body.error.code]).toEqual([409, 'key_ended']);
  });

  it('never lives longer by being rotated, and ends by itself after a year', async () => {
    const { apiKey, keyId, expiresAt } = await made(manager);
    expect(new Date(expiresAt).getTime() - server.clock.now().getTime()).toBe(365 * DAY_MS);
    const start = server.clock.now();
    later(364.5 * DAY_MS);
    await signedIn();
    expect(await opens(apiKey)).toBe(200);
    const { oldUntil } = await must(manager.post(`/v1/channel-keys/${keyId}/rotate`, { overlapHours: 720 }));
    expect(oldUntil).toBe(expiresAt);
    later(DAY_MS);
    expect(await opens(apiKey)).toBe(401);
    server.clock.set(start);
    await signedIn();
  });

  it('is revoked at once, on sockets within a second', async () => {
    const { apiKey, keyId } = await made(manager);
    const socket = io(server.url, { transports: ['websocket'], reconnection: false, auth: { token: apiKey } });
    const closed = new Promise<void>((gone) => socket.once('disconnect', () => gone()));
    await new Promise<void>((ready, fail) => socket.once('connect', ready).once('connect_error', fail));
    await must(manager.post(`/v1/channel-keys/${keyId}/revoke`));
    expect(await opens(apiKey)).toBe(401);
    await closed;
    expect((await keyOf(manager, keyId))!.endedAt).toBe(server.clock.now().toISOString());
  });

  it('outlives signing out and a new password, and ends with a block or another role of its account', async () => {
    const one = await channel();
    const [first, second] = [await made(manager, one.userId), await made(manager, one.userId)];
    expect((await knock(first.apiKey, '/v1/sign-out', { everywhere: true })).status).toBe(200);
    await must(manager.post(`/v1/users/${one.userId}/sign-out`));
    await must(manager.post(`/v1/users/${one.userId}/password`));
    expect([await opens(first.apiKey), await opens(second.apiKey)]).toEqual([200, 200]);
    const grant = { siteIds: [ground.siteId], sellerId: ground.sellerId };
    const admin = await server.as('admin');
    await must(admin.post(`/v1/users/${one.userId}/role`, { ...grant, role: 'seller' }));
    expect(await opens(first.apiKey)).toBe(401);
    await must(admin.post(`/v1/users/${one.userId}/role`, { ...grant, role: 'channel' }));
    expect(await opens(first.apiKey)).toBe(200);
    await must(manager.post(`/v1/users/${one.userId}/state`, { state: 'blocked' }));
    await must(manager.post(`/v1/users/${one.userId}/state`, { state: 'active' }));
    expect([await opens(first.apiKey), await opens(second.apiKey)]).toEqual([401, 401]);
  });

  it('is a seller’s own matter, behind the wall', async () => {
    const seller = await server.as('seller', { sellerId: ground.sellerId });
    const { sellerId } = await openGround(server);
    const [stranger, theirs] = [await server.as('seller', { sellerId }), await channel(sellerId)];
    const mine = await made(seller);
    const strange = await made(stranger, theirs.userId);
    for (const [by, { keyId }, userId] of [
      [seller, strange, theirs.userId],
      [stranger, mine, shop.userId],
    ] as const) {
      const answers = [
        await by.post('/v1/channel-keys', { userId, name: 'x' }),
        await by.post(`/v1/channel-keys/${keyId}/rotate`, {}),
        await by.post(`/v1/channel-keys/${keyId}/revoke`),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
      expect(await keyOf(by, keyId)).toBeUndefined();
    }
    expect((await listed(stranger)).channels.map(({ userId }) => userId)).toEqual([theirs.userId]);
    await must(seller.post(`/v1/channel-keys/${mine.keyId}/revoke`));
    expect([await opens(mine.apiKey), await opens(strange.apiKey)]).toEqual([401, 200]);
  });

  it('is made for channels alone, and by a manager only where all sites are his', async () => {
    await signedIn();
    const picker = await server.as('picker');
    const none = await manager.post('/v1/channel-keys', { userId: picker.userId, name: 'x' });
    expect([none.status, none.body.error.code]).toEqual([404, 'channel_not_found']);
    const elsewhere = await channel(await openSeller(server, await server.as('admin'), 'ELSEWHERE'));
    const ask = (userId: string) => manager.post('/v1/channel-keys', { userId, name: 'x' });
    await must(ask(elsewhere.userId));
    // the channel of either sees what its seller has there, too
    await openGround(server);
    const wide = await server.as('channel', { sellerId: ground.sellerId });
    for (const { userId } of [elsewhere, wide]) expect((await ask(userId)).status).toBe(403);
  });

  it('leaves a record of who made, rotated and revoked it, and whence', async () => {
    await signedIn();
    const one = await channel();
    const { keyId, apiKey } = await made(manager, one.userId, 'ledger');
    const fresh = await must(manager.post(`/v1/channel-keys/${keyId}/rotate`, {}));
    await must(manager.post(`/v1/channel-keys/${keyId}/revoke`));
    const { events } = await must(manager.get(`/v1/account-events?userId=${one.userId}`));
    const ip = expect.stringMatching(/127\.0\.0\.1$/) as string;
    const common = { actorId: manager.userId, login: one.login, ip };
    expect(events).toMatchObject([
      { ...common, what: 'key_revoked', detail: `ledger …${apiKey.slice(-4)}` },
      { ...common, what: 'key_rotated', detail: `ledger …${fresh.apiKey.slice(-4)}` },
      { ...common, what: 'key_made', detail: `ledger …${apiKey.slice(-4)}` },
    ]);
    await expect(
      server.db.raw(`SET ROLE "${server.roles.app}"; UPDATE account_event SET what = 'nothing'`),
    ).rejects.toThrow('permission denied');
  });
});
