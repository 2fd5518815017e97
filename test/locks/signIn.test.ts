import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const tried = async (login: string, password: string) =>
  (await server.anyone.post('/v1/sign-in', { login, password })).status;

/** How often each status came. */
function tally(statuses: number[]): Record<number, number> {
  const found: Record<number, number> = {};
  for (const status of statuses) found[status] = (found[status] ?? 0) + 1;
  return found;
}

describe('guessing a password (ASVS 6.1.1, 6.3.1)', () => {
  it('tells five guesses apart and no more, when they all come at once', async () => {
    await server.as('picker', { login: 'guessed' });
    const guesses = Array.from({ length: 12 }, (_, at) => tried('guessed', `guess ${at}`));
    expect(tally(await Promise.all(guesses))).toEqual({ 401: 5, 429: 7 });
    expect(await tried('guessed', PASSWORD)).toBe(429);
    server.clock.set(new Date(server.clock.now().getTime() + 61_000));
    expect(await tried('guessed', PASSWORD)).toBe(200);
  });

  it('starts to count anew with the right password and after a rest', async () => {
    await server.as('picker', { login: 'forgetful' });
    const wrong = async (times: number) => {
      const statuses = [];
      for (let turn = 0; turn < times; turn += 1) statuses.push(await tried('forgetful', 'wrong'));
      return statuses;
    };
    expect(await wrong(4)).toEqual([401, 401, 401, 401]);
    expect(await tried('forgetful', PASSWORD)).toBe(200);
    expect(await wrong(6)).toEqual([401, 401, 401, 401, 401, 429]);
    server.clock.set(new Date(server.clock.now().getTime() + 61_000));
    expect(await wrong(6)).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('hinders nobody who signs in on many devices at once', async () => {
    await server.as('picker', { login: 'shared' });
    expect(tally(await Promise.all(Array.from({ length: 8 }, () => tried('shared', PASSWORD))))).toEqual({ 200: 8 });
  });
});

describe('a password that everybody tries first (ASVS 6.2.4, 6.2.11)', () => {
  it('is refused wherever one is chosen (password_common)', async () => {
    const admin = await server.as('admin');
    const open = (login: string, password: string) =>
      admin.post('/v1/users', { login, password, role: 'picker', siteIds: [] });
    for (const password of ['baseball', 'Sunshine', 'password1', 'starwars!', 'daybreak2026', 'Newcomer-77']) {
      const { status, body } = await open('newcomer', password);
      expect([password, status, body.error?.code]).toEqual([password, 422, 'password_common']);
      expect(JSON.stringify(body)).not.toContain(password);
    }
    expect((await open('newcomer', 'seven wet herons')).status).toBe(201);
    const changed = await admin.post('/v1/password', { password: PASSWORD, newPassword: 'iloveyou' });
    expect([changed.status, changed.body.error?.code]).toEqual([422, 'password_common']);
  });
});
