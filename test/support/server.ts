import { expect } from 'vitest';
import { buildApp, type App, type AppDeps } from '../../src/app.ts';
import { openDemoUser } from '../../src/auth/index.ts';
import { runAudit } from '../../src/commands/audit/run.ts';
import { drivenClock, type DrivenClock } from '../../src/platform/clock.ts';
import { hashPassword } from '../../src/platform/crypto.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import { done } from '../../src/platform/errors.ts';
import { newId } from '../../src/platform/ids.ts';
import type { Log } from '../../src/platform/log.ts';
import { setSecret } from '../../src/platform/secret.ts';
import type { DatabaseRoles } from '../../src/platform/roles.ts';
import { transact } from '../../src/platform/transact.ts';
import { system, type Role, type Work } from '../../src/platform/work.ts';
import { freshDatabase, type FreshDatabase } from './database.ts';
import { keepLog } from './keptLog.ts';
import { leaksOf } from './leaks.ts';

export interface Answer {
  status: number;
  headers: Headers;
  // oxlint-disable-next-line no-explicit-any -- tests read whatever came
  body: any;
}

/** A person at the doors: HTTP with a token. */
export interface Person {
  token: string;
  userId: string;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body?: unknown): Promise<Answer>;
  /** One scan of this person's device; numbers count up by themselves. */
  scan(flow: string, code: string, more?: Record<string, unknown>): Promise<Answer['body']>;
}

/** Of a log. */
export type Line = Record<string, unknown>;

export interface TestServer {
  url: string;
  /** As the owner of the tables, to look and to plant what the app's own role may not. */
  db: Database;
  databaseUrl: string;
  /** What the app works as. */
  roles: DatabaseRoles;
  clock: DrivenClock;
  app: App;
  /** What the app logs by. */
  log: Log;
  /** What it has logged, of every level. */
  logged(): Line[];
  /** Signs a person in, opening the account first: all sites that exist at that moment. */
  as(role: Role, more?: { sellerId?: string; login?: string }): Promise<Person>;
  anyone: Omit<Person, 'token' | 'userId' | 'scan'>;
  /** Waits until every told fact has been heard. */
  settle(): Promise<void>;
  /** Stops the app and leaves the database, which nobody is connected to then. */
  stop(): Promise<void>;
  /**
   * Stops the app and deletes the database, whose books must be right by every audit once all that was told is heard; and
   * nobody who gets an order may stand in clear in the log, in facts or in kept answers.
   * `spoilt`: why the books are not right, where the tests have broken them.
   */
  close(spoilt?: string): Promise<void>;
}

/** Of every account that a test opens. */
export const PASSWORD = 'open sesame';
let passwordHash: Promise<string> | undefined;

/** An app of its own on a fresh database and a clock that the test drives; starts at 2026-11-20 09:00 in Seoul. */
export async function startServer(
  start = new Date('2026-11-20T00:00:00Z'),
  given?: FreshDatabase,
  more: Partial<AppDeps> = {},
): Promise<TestServer> {
  const fresh = given ?? (await freshDatabase());
  setSecret(Buffer.alloc(32, 7));
  const db = connect(fresh.url, 12);
  const appDb = connect(fresh.url, 12, fresh.roles);
  const clock = drivenClock(start);
  const kept = keepLog();
  const app = await buildApp({ db: appDb, clock, log: kept.log, ...more });
  await new Promise<void>((resolve) => app.http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(app.http.address() as { port: number }).port}`;
  const settle = async () => {
    await app.relay?.settle();
  };
  let isRunning = true;
  const stop = async () => {
    isRunning = false;
    const closed = new Promise<void>((resolve) => app.http.close(() => resolve()));
    app.http.closeAllConnections();
    // sockets are no connections of HTTP any more; the app ends them
    await app.stop();
    await closed;
    await appDb.destroy();
    await db.destroy();
  };
  return {
    url,
    db,
    databaseUrl: fresh.url,
    roles: fresh.roles,
    clock,
    app,
    log: kept.log,
    logged: () =>
      kept
        .text()
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Line),
    settle,
    anyone: clientOf(url, undefined),
    async as(role, more = {}) {
      const login = more.login ?? `${role}-${newId().slice(-8)}`;
      await inWork(db, clock, async (work) => {
        const sites = (await work.tx.raw('SELECT site_id FROM site')) as { rows: { site_id: string }[] };
        const siteIds = sites.rows.map((row) => row.site_id);
        passwordHash ??= hashPassword(PASSWORD);
        const sellerId = more.sellerId;
        await openDemoUser(work, { login, role, siteIds, sellerId, passwordHash: await passwordHash });
      });
      const signedIn = await clientOf(url, undefined).post('/v1/sign-in', { login, password: PASSWORD });
      return personOf(url, clock, signedIn.body.token as string, signedIn.body.user.id as string);
    },
    stop,
    async close(spoilt) {
      const faults = isRunning && spoilt === undefined ? await settle().then(() => faultsOf(db)) : [];
      const leaks = isRunning ? await leaksOf(db, kept.text()) : [];
      await stop();
      await fresh.drop();
      expect(faults, 'of the audit after the last test').toEqual([]);
      expect(leaks, 'people in clear after the last test').toEqual([]);
    },
  };
}

async function faultsOf(db: Database): Promise<object[]> {
  const { invariants } = await runAudit(db);
  return invariants.flatMap(({ number, name, rows }) => rows.map((row) => ({ number, name, ...row })));
}

/** Another app on the database of a server that keeps it. */
export function startBeside({ databaseUrl, roles }: TestServer): Promise<TestServer> {
  return startServer(undefined, { url: databaseUrl, roles, drop: () => Promise.resolve() });
}

/** Runs something as the system in one transaction of its own. */
export async function inWork<T>(db: Database, clock: DrivenClock, run: (work: Work) => Promise<T>): Promise<T> {
  const outcome = await transact(db, { actor: system, at: clock.now(), id: newId() }, async (work) =>
    done(await run(work)),
  );
  if (outcome.refused) throw new Error(outcome.refusal.code);
  return outcome.value;
}

function clientOf(url: string, token: string | undefined) {
  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  };
  return {
    get: (path: string) => ask('GET', path),
    post: (path: string, body?: unknown, headers?: Record<string, string>) => ask('POST', path, body, headers),
    patch: (path: string, body?: unknown) => ask('PATCH', path, body),
  };
}

function personOf(url: string, clock: DrivenClock, token: string, userId: string): Person {
  const client = clientOf(url, token);
  const deviceId = newId();
  let seq = 0;
  return {
    ...client,
    token,
    userId,
    async scan(flow, code, more = {}) {
      seq += 1;
      const at = clock.now().toISOString();
      const answer = await client.post('/v1/scans', { deviceId, seq, at, code, source: 'wedge', flow, ...more });
      return answer.body;
    },
  };
}
