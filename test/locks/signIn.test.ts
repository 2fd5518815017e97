import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/platform/crypto.ts';
import { newId } from '../../src/platform/ids.ts';
import { signInNaively } from '../storms/naive/signIn.ts';
import { PASSWORD, startBeside, startServer, type TestServer } from '../support/server.ts';
import { checksDuring, ONE_CHECK } from './passwordChecks.ts';

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

describe('a login that nobody has (ASVS 6.3.8)', () => {
  /** What is checked for each of some logins, one after the other. */
  async function checksFor(logins: Record<string, string>, signIn: typeof tried): Promise<Record<string, object>> {
    const found: Record<string, object> = {};
    for (const [who, login] of Object.entries(logins)) {
      found[who] = await checksDuring(server.url, () => signIn(login, 'wrong'));
    }
    return found;
  }

  async function logins() {
    const [admin, nobody] = [await server.as('admin'), `nobody-${newId()}`];
    await server.as('picker', { login: 'somebody' });
    const { userId } = await server.as('picker', { login: 'blocked' });
    await admin.post(`/v1/users/${userId}/state`, { state: 'blocked' });
    await server.as('picker', { login: 'resting' });
    for (let turn = 0; turn < 6; turn += 1) await tried('resting', 'wrong');
    for (let turn = 0; turn < 6; turn += 1) await tried(`${nobody}-too-often`, 'wrong');
    const others = { nobody, 'nobody again': nobody, 'nobody too often': `${nobody}-too-often` };
    return { somebody: 'somebody', blocked: 'blocked', resting: 'resting', ...others };
  }

  it('costs one check of a password, as dear as somebody’s, however he is refused', async () => {
    const all = await logins();
    const statuses = [];
    for (const login of Object.values(all)) statuses.push(await tried(login, 'wrong'));
    expect(tally(statuses)).toEqual({ 401: 4, 429: 2 });
    const found = await checksFor(all, tried);
    expect(found).toEqual(Object.fromEntries(Object.keys(all).map((who) => [who, ONE_CHECK])));
    expect(await checksDuring(server.url, () => tried('somebody', PASSWORD))).toEqual(ONE_CHECK);
  });

  it('would be told from somebody’s by a sign-in that looks first whether there is such a login', async () => {
    const naively: typeof tried = (login, secret) => signInNaively(server.db, { login, secret, kept: 'password_hash' });
    await server.as('picker', { login: 'known' });
    const found = await checksFor({ somebody: 'known', nobody: `nobody-${newId()}` }, naively);
    expect(found).toEqual({ somebody: ONE_CHECK, nobody: {} });
  });
});

describe('guesses at a login that nobody has', () => {
  it('are counted together by all processes, as at somebody’s (ASVS 6.3.8)', async () => {
    const beside = await startBeside(server);
    const known = `known-${newId().slice(-8)}`;
    await server.as('picker', { login: known });
    const guessed = async (login: string) => {
      const answers = [];
      for (let turn = 0; turn < 8; turn += 1) {
        const at = turn % 2 === 0 ? server : beside;
        const { status, body } = await at.anyone.post('/v1/sign-in', { login, password: 'wrong' });
        answers.push([status, body.error.code, body.error.expected]);
      }
      return answers;
    };
    beside.clock.set(server.clock.now());
    const answers = await guessed(known);
    expect(answers.map(([status]) => status)).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    expect(await guessed(`nobody-${newId()}`)).toEqual(answers);
    await beside.stop();
  });

  it('leave no login in clear, nor a hash of one that could be guessed', async () => {
    const login = `nobody-${newId()}`;
    await tried(login, 'wrong');
    const { rows } = (await server.db.raw('SELECT subject FROM pin_try')) as { rows: { subject: string }[] };
    const kept = rows.map(({ subject }) => subject);
    expect(kept.some((subject) => /^nobody [0-9a-f]{64}$/.test(subject))).toBe(true);
    expect(kept).not.toContain(`nobody ${sha256(login)}`);
    expect(kept.join()).not.toContain(login);
  });

  it('fill no table: the latest hundred thousand are remembered, and nobody’s own tries forgotten', async () => {
    await server.db.raw(
      `INSERT INTO pin_try (subject, failed, at)
       SELECT 'nobody ' || n, 1, '2026-11-19'::timestamptz FROM generate_series(1, 101000) AS n
       UNION ALL SELECT 'person kept', 1, '2026-11-18'`,
    );
    const latest = server.clock.now();
    await tried('latest-of-all', 'wrong');
    server.clock.set(new Date(latest.getTime() + 61_000));
    await server.app.jobs!.runDue();
    const { rows } = await server.db.raw(
      `SELECT count(*) FILTER (WHERE subject LIKE 'nobody %')::int AS strangers, bool_or(subject = 'person kept') AS kept,
              max(at) AS latest FROM pin_try`,
    );
    expect(rows).toEqual([{ strangers: 100_000, kept: true, latest }]);
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
