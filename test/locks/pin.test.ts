import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { must } from '../modules/packing/floor.ts';
import { openGround, type Ground } from '../support/goods.ts';
import { signInNaively } from '../storms/naive/signIn.ts';
import { PASSWORD, startServer, type Answer, type Person, type TestServer } from '../support/server.ts';
import { checksDuring, ONE_CHECK } from './passwordChecks.ts';

const PIN = '271828';
const MINUTE_MS = 60_000;

let server: TestServer;
let ground: Ground;
let device: { deviceId: string; deviceKey: string };
let worker: Person & { login: string };

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(() => server.close());
beforeEach(async () => {
  worker = await person();
  device = await enrolled();
  await must(worker.post('/v1/pin', { pin: PIN }));
});

async function person(role: 'picker' | 'packer' = 'picker') {
  const login = `${role}-${newId().slice(-8)}`;
  return { ...(await server.as(role, { login })), login };
}

async function enrolled(siteId = ground.siteId) {
  const { code } = await must(ground.manager.post('/v1/devices', { siteId, name: 'Handheld' }));
  return must(ground.manager.post('/v1/devices/enrol', { code, deviceId: newId() }));
}

const typed = (pin: string, more: Record<string, unknown> = {}): Promise<Answer> => {
  const { deviceId, deviceKey } = device;
  return server.anyone.post('/v1/sign-in/pin', { deviceId, deviceKey, login: worker.login, pin, ...more });
};
const later = (ms: number) => server.clock.set(new Date(server.clock.now().getTime() + ms));
const told = ({ status, body }: Answer) => [status, body.error?.code ?? 'in', body.error?.details?.triesLeft];
const bearing = async (token: string, path = '/v1/sessions') =>
  (await fetch(server.url + path, { headers: { authorization: `Bearer ${token}` } })).status;

describe('signing in on a handheld (ASVS 6.3.3: the enrolled device and a PIN are two factors)', () => {
  it('takes the device’s key, a login or a badge, and the PIN', async () => {
    const { token, user } = await must(typed(PIN));
    expect(user).toMatchObject({ login: worker.login, hasPin: true });
    expect(await bearing(token)).toBe(200);
    const { events } = await must(ground.manager.get(`/v1/account-events?userId=${worker.userId}`));
    const { sites } = await must(ground.admin.get('/v1/sites'));
    const here = sites.find(({ siteId }: { siteId: string }) => siteId === ground.siteId).code as string;
    expect(events[0]).toMatchObject({ what: 'signed_in_by_pin', detail: `Handheld · ${here}`, by: worker.login });
    const badge = `BADGE-${newId().slice(-8).toUpperCase()}`;
    await must(ground.manager.post(`/v1/users/${worker.userId}/badge`, { badge }));
    expect((await must(typed(PIN, { login: badge }))).user.id).toBe(worker.userId);
    const other = await person('packer');
    const taken = await ground.manager.post(`/v1/users/${other.userId}/badge`, { badge });
    expect(taken.body.error.code).toBe('badge_taken');
    await must(ground.manager.post(`/v1/users/${worker.userId}/badge`, { badge: null }));
    expect(told(await typed(PIN, { login: badge }))).toEqual([401, 'pin_wrong', 4]);
  });

  it('is refused on a device that is not known, has another key, was enrolled anew or revoked (ASVS 6.5.6)', async () => {
    const key = device.deviceKey;
    for (const wrong of [{ deviceId: newId() }, { deviceKey: key.replace(/^./, key.startsWith('A') ? 'B' : 'A') }]) {
      expect(told(await typed(PIN, wrong)).slice(0, 2)).toEqual([403, 'device_unknown']);
    }
    const { code } = await must(ground.manager.post('/v1/devices', { siteId: ground.siteId, name: 'Again' }));
    const anew = await must(ground.manager.post('/v1/devices/enrol', { code, deviceId: device.deviceId }));
    expect(told(await typed(PIN)).slice(0, 2)).toEqual([403, 'device_unknown']);
    const { token } = await must(typed(PIN, { deviceKey: anew.deviceKey }));
    await must(ground.manager.post(`/v1/devices/${device.deviceId}/revoke`));
    expect(told(await typed(PIN, { deviceKey: anew.deviceKey })).slice(0, 2)).toEqual([403, 'device_revoked']);
    expect(await bearing(token)).toBe(401);
  });

  it('is for those who work at the device’s site, and tells others nothing (ASVS 6.3.8)', async () => {
    const stranger = await person();
    await must(stranger.post('/v1/pin', { pin: PIN }));
    const elsewhere = await openGround(server);
    device = await enrolledBy(elsewhere);
    expect(told(await typed(PIN, { login: stranger.login }))).toEqual([401, 'pin_wrong', 4]);
    expect(told(await typed(PIN, { login: 'nobody-at-all' }))).toEqual([401, 'pin_wrong', 4]);
  });

  it('costs one check of a PIN for a login or badge that nobody has, as for a wrong one (ASVS 6.3.8)', async () => {
    const [blocked, unchosen] = [await person(), await person()];
    await must(blocked.post('/v1/pin', { pin: PIN }));
    await must((await server.as('admin')).post(`/v1/users/${blocked.userId}/state`, { state: 'blocked' }));
    const nobody = `nobody-${newId()}`;
    const logins = [worker.login, blocked.login, unchosen.login, nobody, nobody.toUpperCase(), 'BADGE-NOBODY'];
    const found = [];
    for (const login of logins) {
      let status = 0;
      const checks = await checksDuring(server.url, async () => ({ status } = await typed('999999', { login })));
      found.push([status, checks]);
    }
    expect(found).toEqual(logins.map(() => [401, ONE_CHECK]));
    // whose PIN is the right one, and who may not work here all the same
    device = await enrolled();
    expect(await checksDuring(server.url, () => typed(PIN, { login: blocked.login }))).toEqual(ONE_CHECK);
    const naively = (login: string) => signInNaively(server.db, { login, secret: '999999', kept: 'pin_hash' });
    const known = await checksDuring(server.url, () => naively(worker.login));
    expect([known, await checksDuring(server.url, () => naively(nobody))]).toEqual([ONE_CHECK, {}]);
  });

  it('lets one worker be on a device: the next one’s badge and PIN, or his own again, end the session before (ASVS 7.2.4)', async () => {
    const first = await must(typed(PIN));
    const next = await person('packer');
    await must(next.post('/v1/pin', { pin: '161803' }));
    const second = await must(typed('161803', { login: next.login }));
    expect(await bearing(first.token)).toBe(401);
    expect(await bearing(second.token)).toBe(200);
    const again = await must(typed('161803', { login: next.login }));
    expect([await bearing(second.token), await bearing(again.token)]).toEqual([401, 200]);
  });

  it('is good on that device alone', async () => {
    const { token } = await must(typed(PIN));
    const step = (deviceId: string) => bearing(token, `/v1/step?flow=look&deviceId=${deviceId}`);
    expect(await step(device.deviceId)).toBe(200);
    const other = await enrolled();
    expect(await step(other.deviceId)).toBe(403);
  });
});

async function enrolledBy({ siteId, manager }: Ground) {
  const { code } = await must(manager.post('/v1/devices', { siteId, name: 'Elsewhere' }));
  return must(manager.post('/v1/devices/enrol', { code, deviceId: newId() }));
}

describe('guessing a PIN (ASVS 6.3.1)', () => {
  it('tells how many tries are left, then until when to wait, then to ask a supervisor', async () => {
    const guesses = async (count: number) => {
      const answers = [];
      for (let at = 0; at < count; at += 1) answers.push(told(await typed('999999')));
      return answers;
    };
    const four = [4, 3, 2, 1].map((left) => [401, 'pin_wrong', left]);
    expect(await guesses(5)).toEqual([...four, [429, 'pin_locked', 0]]);
    const waiting = await typed(PIN);
    expect(told(waiting)).toEqual([429, 'pin_locked', 0]);
    expect(waiting.headers.get('retry-after')).toBe('60');
    expect(waiting.body.error.expected).toBe(new Date(server.clock.now().getTime() + MINUTE_MS).toISOString());
    later(MINUTE_MS + 1);
    device = await enrolled();
    expect(await guesses(5)).toEqual([...four, [429, 'pin_locked', 0]]);
    later(MINUTE_MS + 1);
    expect(told(await typed(PIN))).toEqual([429, 'pin_locked', 0]);
    later(15 * MINUTE_MS);
    device = await enrolled();
    expect(await guesses(5)).toEqual([...four, [403, 'pin_blocked', 0]]);
    later(90 * MINUTE_MS);
    expect(told(await typed(PIN))).toEqual([403, 'pin_blocked', 0]);
  });

  it('is counted for the device, too, and a resting device takes nobody’s PIN', async () => {
    for (let at = 0; at < 9; at += 1) await typed('999999', { login: `guess-${at}` });
    expect(told(await typed('999999', { login: 'guess-9' }))).toEqual([429, 'pin_locked', 0]);
    const resting = await typed(PIN);
    expect(resting.body.error.details.whose).toBe('device');
    expect(resting.headers.get('retry-after')).toBe('900');
    later(15 * MINUTE_MS + 1);
    await must(typed(PIN));
  });

  it('judges no more guesses at once than one after another', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => typed(String(900_000 + at))));
    const codes = answers.map(({ body }) => body.error.code as string);
    expect(codes.filter((code) => code === 'pin_wrong').length).toBeLessThanOrEqual(4);
    expect(codes.filter((code) => code === 'pin_locked').length).toBe(
      20 - codes.filter((c) => c === 'pin_wrong').length,
    );
    expect(told(await typed(PIN))).toEqual([429, 'pin_locked', 0]);
  });

  it('begins anew with the right PIN', async () => {
    for (let round = 0; round < 4; round += 1) {
      for (let at = 0; at < 4; at += 1) expect((await typed('999999')).status).toBe(401);
      await must(typed(PIN));
    }
  });
});

describe('a PIN', () => {
  it('is kept as argon2id and answered by nobody', async () => {
    const { rows } = (await server.db.raw(`SELECT pin_hash FROM user_account WHERE pin_hash IS NOT NULL`)) as {
      rows: { pin_hash: string }[];
    };
    expect(rows.length).toBeGreaterThan(0);
    for (const { pin_hash } of rows) expect(pin_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const users = JSON.stringify(await must(ground.manager.get('/v1/users')));
    expect(users).not.toContain('argon2');
    expect(users).not.toContain(PIN);
  });

  it.each(['000000', '123456', '987654', '77777777'])('is not one that everybody tries first: %s', async (pin) => {
    const answer = await worker.post('/v1/pin', { pin });
    expect(answer.body.error).toMatchObject({ code: 'pin_too_easy', field: 'pin' });
  });

  it('is chosen just after the password was given, or with it again (ASVS 7.5.1)', async () => {
    later(11 * MINUTE_MS);
    const asked = await worker.post('/v1/pin', { pin: '314159' });
    expect([asked.status, asked.body.error.code]).toEqual([403, 'password_needed']);
    const wrong = await worker.post('/v1/pin', { pin: '314159', password: 'not mine' });
    expect([wrong.status, wrong.body.error.code]).toEqual([403, 'password_wrong']);
    await must(worker.post('/v1/pin', { pin: '314159', password: PASSWORD }));
    await must(typed('314159'));
    expect((await typed(PIN)).status).toBe(401);
  });

  it('is changed where it is typed, with the old one, and ends the sessions of the old one (ASVS 7.4.3)', async () => {
    const { token } = await must(typed(PIN));
    expect((await typed('999999', { newPin: '314159' })).body.error.code).toBe('pin_wrong');
    const { token: anew } = await must(typed(PIN, { newPin: '314159' }));
    expect([await bearing(token), await bearing(anew)]).toEqual([401, 200]);
    expect((await typed(PIN)).status).toBe(401);
  });

  it('that was forgotten is replaced by a supervisor, once, for an hour, and frees a blocked one (ASVS 6.4.1, 6.4.3)', async () => {
    const supervisor = await server.as('manager');
    for (let at = 0; at < 5; at += 1) await typed('999999');
    const { token } = await must(server.anyone.post('/v1/sign-in', { login: worker.login, password: PASSWORD }));
    const { pin } = await must(supervisor.post(`/v1/users/${worker.userId}/pin`));
    expect(pin).toMatch(/^\d{6}$/);
    expect((await typed(PIN)).status).toBe(401);
    expect((await typed(pin)).body.error).toMatchObject({ code: 'pin_temporary', field: 'newPin' });
    expect((await typed(pin, { newPin: pin })).body.error.code).toBe('pin_too_easy');
    await must(typed(pin, { newPin: '141421' }));
    expect((await typed(pin)).status).toBe(401);
    await must(typed('141421'));
    expect(await bearing(token)).toBe(200);
    const again = await must(supervisor.post(`/v1/users/${worker.userId}/pin`));
    later(61 * MINUTE_MS);
    expect((await typed(again.pin, { newPin: '173205' })).body.error.code).toBe('pin_expired');
  });

  it('is not given to others’ people or to admins', async () => {
    const boss = await server.as('admin');
    const elsewhere = await openGround(server);
    const theirs = await server.as('manager');
    await server.db.raw('DELETE FROM user_site WHERE user_id = ? AND site_id <> ?', [theirs.userId, elsewhere.siteId]);
    await server.db.raw('DELETE FROM user_site WHERE user_id = ? AND site_id = ?', [worker.userId, elsewhere.siteId]);
    expect((await ground.manager.post(`/v1/users/${boss.userId}/pin`)).status).toBe(404);
    expect((await theirs.post(`/v1/users/${worker.userId}/pin`)).status).toBe(404);
    expect((await theirs.post(`/v1/users/${worker.userId}/badge`, { badge: 'BADGE-X' })).status).toBe(404);
    expect((await theirs.post(`/v1/users/${worker.userId}/sign-out`)).status).toBe(404);
  });
});
