import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { must } from '../modules/packing/floor.ts';
import { openGround, type Ground } from '../support/goods.ts';
import { PASSWORD, startServer, type Person, type TestServer } from '../support/server.ts';

const HOUR_MS = 3600_000;

let server: TestServer;
let ground: Ground;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(() => server.close());

const later = (ms: number) => server.clock.set(new Date(server.clock.now().getTime() + ms));
const bearing = async (token: string) =>
  (await fetch(`${server.url}/v1/sessions`, { headers: { authorization: `Bearer ${token}` } })).status;
const signedIn = async (login: string, password = PASSWORD) =>
  (await must(server.anyone.post('/v1/sign-in', { login, password }))).token as string;

async function person(role: 'picker' | 'manager' | 'dispatcher' = 'picker'): Promise<Person & { login: string }> {
  const login = `${role}-${newId().slice(-8)}`;
  return { ...(await server.as(role, { login })), login };
}

async function handheld(worker: Person & { login: string }) {
  const [manager, deviceId, pin] = [await server.as('manager'), newId(), '271828'];
  const { code } = await must(manager.post('/v1/devices', { siteId: ground.siteId, name: 'Handheld' }));
  const { deviceKey } = await must(manager.post('/v1/devices/enrol', { code, deviceId }));
  await must(worker.post('/v1/pin', { pin, password: PASSWORD }));
  const { token } = await must(
    server.anyone.post('/v1/sign-in/pin', { deviceId, deviceKey, login: worker.login, pin }),
  );
  return { token: token as string, deviceId, manager };
}

/** A socket that hears and never speaks. */
async function listening(token: string, deviceId?: string): Promise<{ socket: Socket; closed: Promise<string> }> {
  const auth = deviceId === undefined ? { token } : { token, deviceId };
  const socket = io(server.url, { transports: ['websocket'], reconnection: false, auth });
  const closed = new Promise<string>((resolve) => socket.once('disconnect', resolve));
  await new Promise<void>((ready, fail) => socket.once('connect', ready).once('connect_error', fail));
  return { socket, closed };
}

describe('a session', () => {
  it('has a token of 256 random bits, new with each sign-in, of which the database keeps a hash (ASVS 7.2.2, 7.2.3)', async () => {
    const { login } = await person();
    const tokens = await Promise.all(Array.from({ length: 4 }, () => signedIn(login)));
    expect(new Set(tokens).size).toBe(4);
    for (const token of tokens) {
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(await server.db('session').where({ token_hash: token })).toEqual([]);
    }
  });

  it('gives way to the one that whoever bears it opens, to nobody else’s and to none that is refused (ASVS 7.2.4)', async () => {
    const [one, other] = [await person(), await person()];
    const elsewhere = await signedIn(one.login);
    const again = (login: string, password = PASSWORD) => one.post('/v1/sign-in', { login, password });
    expect((await again(one.login, 'wrong')).status).toBe(401);
    const { token: theirs } = await must(again(other.login));
    expect([await bearing(one.token), await bearing(theirs)]).toEqual([200, 200]);
    const { token } = await must(again(one.login));
    expect(token).not.toBe(one.token);
    expect([await bearing(one.token), await bearing(token), await bearing(elsewhere)]).toEqual([401, 200, 200]);
  });

  it('ends when nobody used it for a day, on a handheld for four hours (ASVS 7.3.1)', async () => {
    const [desk, worker] = [await person('manager'), await person()];
    const { token } = await handheld(worker);
    for (let turn = 0; turn < 3; turn += 1) {
      later(3.9 * HOUR_MS);
      expect([await bearing(desk.token), await bearing(token)]).toEqual([200, 200]);
    }
    later(4.1 * HOUR_MS);
    expect([await bearing(desk.token), await bearing(token)]).toEqual([200, 401]);
    const idle = await signedIn(desk.login);
    later(23.9 * HOUR_MS);
    expect(await bearing(idle)).toBe(200);
    const left = await signedIn(desk.login);
    later(24.1 * HOUR_MS);
    expect(await bearing(left)).toBe(401);
  });

  it('ends after 36 hours, on a handheld after 16, however busy (ASVS 7.3.2)', async () => {
    const [desk, worker] = [await person('manager'), await person()];
    const { token } = await handheld(worker);
    const alive = [];
    for (let hour = 0; hour < 40; hour += 2) {
      alive.push([await bearing(desk.token), await bearing(token)].map((status) => status === 200));
      later(2 * HOUR_MS);
    }
    expect(alive.map(([at]) => at)).toEqual(Array.from({ length: 20 }, (_, at) => at < 18));
    expect(alive.map(([, at]) => at)).toEqual(Array.from({ length: 20 }, (_, at) => at < 8));
  });

  it('is of no use after signing out, here or everywhere (ASVS 7.4.1, 7.5.2)', async () => {
    const { login, token, post } = await person();
    const [second, third] = [await signedIn(login), await signedIn(login)];
    const { sessions } = await must(server.as('picker', { login }).then((one) => one.get('/v1/sessions')));
    expect(sessions.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
    expect(sessions).toHaveLength(4);
    expect(JSON.stringify(sessions)).not.toMatch(/[0-9a-f]{64}/);
    await must(post('/v1/sign-out', {}));
    expect([await bearing(token), await bearing(second)]).toEqual([401, 200]);
    const out = { method: 'POST', headers: { authorization: `Bearer ${second}`, 'content-type': 'application/json' } };
    expect((await fetch(`${server.url}/v1/sign-out`, { ...out, body: '{"everywhere":true}' })).status).toBe(200);
    expect([await bearing(second), await bearing(third)]).toEqual([401, 401]);
  });

  it('ends with all others of a blocked account, and where a supervisor says so (ASVS 7.4.2, 7.4.5)', async () => {
    const manager = await server.as('manager');
    const { login, userId, token } = await person();
    await must(manager.post(`/v1/users/${userId}/sign-out`));
    expect(await bearing(token)).toBe(401);
    const again = await signedIn(login);
    await must(manager.post(`/v1/users/${userId}/state`, { state: 'blocked' }));
    expect(await bearing(again)).toBe(401);
    expect((await server.anyone.post('/v1/sign-in', { login, password: PASSWORD })).status).toBe(401);
  });

  it('ends elsewhere when the password is changed, which takes the present one (ASVS 6.2.2, 6.2.3, 7.4.3)', async () => {
    const { login, token, post } = await person();
    const elsewhere = await signedIn(login);
    const change = (password: string, newPassword = 'a sunrise over Gimpo') =>
      post('/v1/password', { password, newPassword });
    expect((await change('not mine')).body.error.code).toBe('password_wrong');
    expect((await change(PASSWORD, PASSWORD)).body.error.code).toBe('password_same');
    expect((await change(PASSWORD, 'short')).status).toBe(422);
    await must(change(PASSWORD));
    expect([await bearing(token), await bearing(elsewhere)]).toEqual([200, 401]);
    expect((await server.anyone.post('/v1/sign-in', { login, password: PASSWORD })).status).toBe(401);
    expect(await bearing(await signedIn(login, 'a sunrise over Gimpo'))).toBe(200);
  });

  it('allows a seller to change a password, who may not write accounts', async () => {
    const shop = await server.as('seller', { sellerId: ground.sellerId });
    await must(shop.post('/v1/password', { password: PASSWORD, newPassword: 'a sunrise over Gimpo' }));
    expect((await shop.get('/v1/sessions')).body.sessions).toHaveLength(1);
  });

  it('goes by the role and the sites of this moment (ASVS 8.3.2)', async () => {
    const admin = await server.as('admin');
    const { userId, get } = await person('dispatcher');
    const vehicles = `/v1/vehicles?siteId=${ground.siteId}`;
    expect((await get(vehicles)).status).toBe(200);
    expect((await get(`/v1/sites/${ground.siteId}`)).status).toBe(200);
    await must(admin.post(`/v1/users/${userId}/role`, { role: 'receiver', siteIds: [ground.siteId] }));
    expect((await get(vehicles)).body.error).toMatchObject({ code: 'not_allowed', got: 'receiver' });
    await must(admin.post(`/v1/users/${userId}/role`, { role: 'receiver', siteIds: [] }));
    expect((await get(`/v1/sites/${ground.siteId}`)).status).toBe(404);
  });

  it('grants no more than the one who grants has, and nobody grants to himself', async () => {
    const [manager, worker] = [await server.as('manager'), await person()];
    const grant = (who: Person, more: object) =>
      manager.post(`/v1/users/${who.userId}/role`, { role: 'picker', siteIds: [ground.siteId], ...more });
    expect((await grant(worker, { role: 'admin' })).status).toBe(403);
    expect((await grant(worker, { siteIds: [newId()] })).status).toBe(403);
    expect((await grant(manager, { role: 'manager' })).status).toBe(403);
    expect((await grant(worker, { role: 'seller' })).status).toBe(422);
    expect((await grant(worker, { role: 'packer' })).status).toBe(200);
  });
});

describe('a socket that only listens', () => {
  it('is closed when its device is revoked, and lets the device in no more (ASVS 7.4.5)', async () => {
    const { token, deviceId, manager } = await handheld(await person());
    const { closed } = await listening(token, deviceId);
    await must(manager.post(`/v1/devices/${deviceId}/revoke`));
    expect(await closed).toBe('io server disconnect');
    await expect(listening(token, deviceId)).rejects.toThrow('not_signed_in');
    await expect(listening(manager.token, deviceId)).rejects.toThrow('device_revoked');
  });

  it.each<[string, (of: { one: Person; admin: Person }) => Promise<unknown>, again: boolean]>([
    ['signs out', ({ one }) => one.post('/v1/sign-out', {}), false],
    ['is blocked', ({ one, admin }) => admin.post(`/v1/users/${one.userId}/state`, { state: 'blocked' }), false],
    [
      'gets another role',
      ({ one, admin }) => admin.post(`/v1/users/${one.userId}/role`, { role: 'packer', siteIds: [ground.siteId] }),
      true,
    ],
    [
      'leaves a site',
      ({ one, admin }) => admin.post(`/v1/users/${one.userId}/role`, { role: 'picker', siteIds: [] }),
      true,
    ],
    ['was away too long', () => Promise.resolve(later(25 * HOUR_MS)), false],
  ])('is closed when whoever opened it %s (ASVS 7.3.1, 7.4.1, 7.4.2)', async (_, leave, again) => {
    const [admin, one] = [await server.as('admin'), await person()];
    const { closed } = await listening(one.token);
    await leave({ one, admin });
    expect(await closed).toBe('io server disconnect');
    // with what he is now, or not at all
    if (again) (await listening(one.token)).socket.close();
    else await expect(listening(one.token)).rejects.toThrow('not_signed_in');
  });

  it('stays open as long as nothing changes, also where somebody else leaves', async () => {
    const [one, other] = [await person(), await person()];
    const [staying, leaving] = [await listening(one.token), await listening(other.token)];
    await must(other.post('/v1/sign-out', {}));
    await leaving.closed;
    expect(staying.socket.connected).toBe(true);
    staying.socket.close();
  });
});

describe('the browser’s own guards', () => {
  it('are set on every answer: the apps, the doors, a refusal (ASVS 3.4.1, 3.4.3 to 3.4.6)', async () => {
    for (const path of ['/', '/scanner/', '/v1/sites', '/no-such-page', '/docs', '/healthz']) {
      const { headers } = await fetch(server.url + path);
      const policy = headers.get('content-security-policy') ?? '';
      for (const part of [`default-src 'self'`, `object-src 'none'`, `base-uri 'none'`, `frame-ancestors 'none'`]) {
        expect(policy, path).toContain(part);
      }
      expect(policy).not.toContain(`script-src 'self' 'unsafe-inline'`);
      expect(headers.get('strict-transport-security'), path).toMatch(/^max-age=31536000/);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(headers.get('x-powered-by'), path).toBeNull();
    }
  });

  it('find no cookie to send along and no foreign page that is let in (ASVS 3.4.2, 3.5.1)', async () => {
    const foreign = { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' };
    const signIn = await server.anyone.post('/v1/sign-in', { login: (await person()).login, password: PASSWORD });
    const posted = await server.anyone.post('/v1/sign-out', 'everywhere=true', foreign);
    expect(posted.status).toBe(401);
    for (const { headers } of [signIn, posted]) {
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
    const asked = await fetch(`${server.url}/v1/orders`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example' },
    });
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    expect(asked.headers.get('access-control-allow-headers')).toBeNull();
  });

  it('keep what doors answer out of caches (ASVS 14.3.2)', async () => {
    const { headers } = await (await person()).get('/v1/sessions');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

describe('signing in', () => {
  it('answers somebody whom nobody knows as somebody with another password, also when tried too often (ASVS 6.3.8)', async () => {
    const { login } = await person();
    const tried = async (name: string) => {
      const answers = [];
      for (let turn = 0; turn < 7; turn += 1) {
        const { status, body } = await server.anyone.post('/v1/sign-in', { login: name, password: 'wrong' });
        answers.push([status, body.error.code, body.error.message, body.error.expected]);
      }
      return answers;
    };
    const known = await tried(login);
    expect(known.map(([status]) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(await tried(`nobody-${newId()}`)).toEqual(known);
  });

  it('takes passwords of 8 to 200 signs as they are typed, and composes nothing (ASVS 6.2.1, 6.2.5, 6.2.8, 6.2.9)', async () => {
    const admin = await server.as('admin');
    const open = (password: string) =>
      admin.post('/v1/users', {
        login: `user-${newId().slice(-10)}`,
        password,
        role: 'picker',
        siteIds: [ground.siteId],
      });
    expect((await open('seven77')).status).toBe(422);
    for (const password of ['aaaaaaaa', ' Ångström 새벽 🚚 ', 'x'.repeat(200)]) {
      const login = `user-${newId().slice(-10)}`;
      const made = await admin.post('/v1/users', { login, password, role: 'picker', siteIds: [] });
      expect(made.status).toBe(201);
      expect(await bearing(await signedIn(login, password))).toBe(200);
      expect((await server.anyone.post('/v1/sign-in', { login, password: password.toUpperCase().trim() })).status).toBe(
        401,
      );
    }
  });
});
