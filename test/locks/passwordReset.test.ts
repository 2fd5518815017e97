import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { must } from '../modules/packing/floor.ts';
import { openGround } from '../support/goods.ts';
import { PASSWORD, startServer, type Person, type TestServer } from '../support/server.ts';

const CHOSEN = 'a password of my own';

let server: TestServer;
let manager: Person;

beforeAll(async () => {
  server = await startServer();
  await openGround(server);
  manager = await server.as('manager');
});
afterAll(() => server.close());

const later = (ms: number) => server.clock.set(new Date(server.clock.now().getTime() + ms));
const signIn = (login: string, password: string, newPassword?: string) =>
  server.anyone.post('/v1/sign-in', { login, password, ...(newPassword === undefined ? {} : { newPassword }) });
const bearing = async (token: string) =>
  (await fetch(`${server.url}/v1/sessions`, { headers: { authorization: `Bearer ${token}` } })).status;

async function somebody(role: 'picker' | 'admin' | 'seller' | 'manager' = 'picker') {
  const login = `${role}-${newId().slice(-8)}`;
  return { ...(await server.as(role, { login })), login };
}
const reset = async ({ userId }: Person, by = manager) =>
  (await must(by.post(`/v1/users/${userId}/password`))) as { code: string; until: string };

describe('a password that a supervisor resets', () => {
  it('ends at once with every session, and a one-time code stands in its place', async () => {
    const one = await somebody();
    const second = (await must(signIn(one.login, PASSWORD))).token as string;
    const { code, until } = await reset(one);
    expect(code).toMatch(/^[A-HJ-NP-Z2-9]{12}$/);
    expect(new Date(until).getTime() - server.clock.now().getTime()).toBe(3_600_000);
    expect([await bearing(one.token), await bearing(second)]).toEqual([401, 401]);
    expect((await signIn(one.login, PASSWORD)).body.error.code).toBe('sign_in_failed');

    const asked = await signIn(one.login, code);
    expect([asked.status, asked.body.error.code, asked.body.error.field]).toEqual([
      409,
      'password_temporary',
      'newPassword',
    ]);
    expect((await signIn(one.login, code, code)).body.error.code).toBe('password_same');
    expect((await signIn(one.login, code, 'short')).status).toBe(422);
    const { token } = await must(signIn(one.login, code, CHOSEN));
    expect(await bearing(token)).toBe(200);
    // one time alone
    expect((await signIn(one.login, code, 'another password')).body.error.code).toBe('sign_in_failed');
    expect((await signIn(one.login, CHOSEN)).status).toBe(200);
  });

  it('lets the code choose one password, however many ask at once', async () => {
    const one = await somebody();
    const { code } = await reset(one);
    // fewer than the wrong ones after which an account rests
    const chosen = Array.from({ length: 4 }, (_, at) => `password number ${at}`);
    const answers = await Promise.all(chosen.map((password) => signIn(one.login, code, password)));
    const won = answers.findIndex(({ status }) => status === 200);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    await must(signIn(one.login, chosen[won]!));
    for (const password of chosen.toSpliced(won, 1)) {
      expect((await signIn(one.login, password)).body.error.code).toBe('sign_in_failed');
    }
  });

  it('gives a code that is of no use after an hour, nor once there is another', async () => {
    const one = await somebody();
    const first = await reset(one);
    const second = await reset(one);
    expect((await signIn(one.login, first.code, CHOSEN)).body.error.code).toBe('sign_in_failed');
    later(3_600_000);
    const late = await signIn(one.login, second.code, CHOSEN);
    expect([late.status, late.body.error.code]).toEqual([403, 'password_expired']);
    const third = await reset(one);
    expect((await signIn(one.login, third.code, CHOSEN)).status).toBe(200);
  });

  it('counts guesses at the code as guesses at a password', async () => {
    const one = await somebody();
    const { code } = await reset(one);
    for (let guess = 0; guess < 5; guess += 1) await signIn(one.login, `GUESS${guess}XXXXXX`, CHOSEN);
    expect((await signIn(one.login, code, CHOSEN)).body.error.code).toBe('sign_in_locked');
    later(60_001);
    expect((await signIn(one.login, code, CHOSEN)).status).toBe(200);
  });

  it('is reset by those who have a say in the account, and by nobody for himself', async () => {
    const admin = await server.as('admin');
    const codes = await Promise.all([
      manager.post(`/v1/users/${admin.userId}/password`),
      manager.post(`/v1/users/${manager.userId}/password`),
      (await somebody()).post(`/v1/users/${manager.userId}/password`),
    ]);
    expect(codes.map(({ status }) => status)).toEqual([404, 403, 403]);
    const one = await somebody('manager');
    await must(manager.post(`/v1/users/${one.userId}/password`));
    await openGround(server);
    // at a site that this manager has no say in
    const wide = await server.as('manager');
    expect((await manager.post(`/v1/users/${wide.userId}/password`)).status).toBe(403);
  });

  it('is shown to the supervisor once, and recorded with who, whose, when and whence', async () => {
    manager = await server.as('manager');
    const one = await somebody();
    const { code } = await reset(one);
    const { users } = await must(manager.get('/v1/users'));
    const row = users.find(({ userId }: { userId: string }) => userId === one.userId);
    expect(row.passwordUntil).not.toBeNull();
    const kept = await server.db.raw(`SELECT to_jsonb(u) AS u FROM user_account u`);
    expect(JSON.stringify([users, kept.rows])).not.toContain(code);
    await must(signIn(one.login, code, CHOSEN));
    const { events } = await must(manager.get(`/v1/account-events?userId=${one.userId}`));
    const at = server.clock.now().toISOString();
    const ip = expect.stringMatching(/127\.0\.0\.1$/) as string;
    expect(events).toMatchObject([
      { what: 'password_chosen', actorId: one.userId, at, ip },
      { what: 'password_reset', actorId: manager.userId, at, ip },
    ]);
    const { next } = await must(manager.get('/v1/account-events?limit=1'));
    const rest = await must(manager.get(`/v1/account-events?limit=1&cursor=${next}`));
    expect(rest.events[0]).toMatchObject({ what: 'password_reset' });
  });
});
