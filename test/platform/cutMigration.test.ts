import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { connect, migrate, MIGRATIONS } from '../../src/platform/database.ts';
import { sha256 } from '../../src/platform/crypto.ts';
import { ask } from '../support/ask.ts';
import { emptyDatabase, type FreshDatabase } from '../support/database.ts';
import { built } from '../support/built.ts';
import { untilTrue } from '../support/waiting.ts';
import { migrateNaively } from '../storms/naive/migrate.ts';
import { noteReached, rounds } from '../storms/size.ts';

const names = readdirSync(new URL('../../migrations', import.meta.url))
  .filter((file) => /^\d{4}_\w+\.ts$/.test(file))
  .map((file) => file.replace('.ts', ''))
  .sort();

const made: FreshDatabase[] = [];
afterEach(async () => {
  for (const { drop } of made.splice(0)) await drop();
});

async function empty(): Promise<FreshDatabase> {
  const fresh = await emptyDatabase();
  made.push(fresh);
  return fresh;
}

/** Every table, column, constraint, index, policy and function by its definition; the order of columns included. */
async function schemaHash(url: string): Promise<string> {
  const rows = await ask(
    url,
    `SELECT 'column ' || c.relname || ' ' || a.attnum || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' ||
            a.attnotnull || ' ' || a.attidentity::text || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') AS what
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
     UNION ALL
     SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
     UNION ALL
     SELECT 'index ' || pg_get_indexdef(indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      WHERE c.relnamespace = 'public'::regnamespace
     UNION ALL
     SELECT 'walled ' || relname || ' ' || relrowsecurity || ' ' || relforcerowsecurity FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
     UNION ALL
     SELECT 'policy ' || tablename || ' ' || policyname || ' ' || cmd || ' ' || coalesce(qual, '') || ' ' || coalesce(with_check, '')
       FROM pg_policies WHERE schemaname = 'public'
     UNION ALL
     SELECT 'function ' || proname || ' ' || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
     UNION ALL
     SELECT 'migrated ' || name FROM migration
     ORDER BY 1`,
  );
  return sha256(rows.join('\n'));
}

/** A process that migrates this database, as a starting app does. */
function startMigrating(url: string): ChildProcess {
  const door = built('src/platform/database.ts').at(-1);
  const program = `import { migrate } from ${JSON.stringify(door)}; await migrate(process.env.URL);`;
  return spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, URL: url },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

const applied = (url: string) => ask(url, `SELECT name FROM migration ORDER BY id`);

/** Keeps everybody from noting a migration as done: whoever migrates has made all its statements, and waits. */
async function holdInMiddle(url: string): Promise<Client> {
  const holder = new Client({ connectionString: url });
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE migration IN SHARE ROW EXCLUSIVE MODE');
  return holder;
}

async function untilWaiting(url: string, sessions: number): Promise<void> {
  const waiting = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await untilTrue(async () => Number((await ask(url, waiting))[0]) >= sessions);
}

async function letGo(holder: Client): Promise<void> {
  await holder.query('ROLLBACK');
  await holder.end();
}

const cutSessions = (url: string) =>
  ask(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );

/** Cuts the migration that comes next in its middle: its process is killed with -9, or its session ended. */
async function cutNext(url: string, by: 'process' | 'session', run = migrate as (url: string) => Promise<unknown>) {
  const holder = await holdInMiddle(url);
  if (by === 'process') {
    const child = startMigrating(url);
    const gone = once(child, 'exit');
    await untilWaiting(url, 1);
    child.kill('SIGKILL');
    await gone;
    // the server still waits for the lock on behalf of the dead one; it finds nobody to tell and takes all back
    await letGo(holder);
    await untilTrue(async () => Number((await ask(url, SESSIONS))[0]) === 0);
  } else {
    const migrating = run(url).then(
      () => 'done',
      () => 'cut',
    );
    await untilWaiting(url, 1);
    await cutSessions(url);
    await letGo(holder);
    expect(await migrating).toBe('cut');
  }
}

const SESSIONS = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;

/** What stands before the first migration: the table in which they are noted. */
async function ready(url: string): Promise<void> {
  const db = connect(url, 1);
  await db.migrate.list(MIGRATIONS);
  await db.destroy();
}

async function oneStep(url: string): Promise<void> {
  const db = connect(url, 1);
  await db.migrate.forceFreeMigrationsLock(MIGRATIONS);
  await db.migrate.up(MIGRATIONS);
  await db.destroy();
}

describe('a migration that is cut', () => {
  it(`leaves nothing of itself, and is whole after the next start: each of ${names.length}`, async () => {
    const whole = await empty();
    await migrate(whole.url);
    const cut = await empty();
    await ready(cut.url);
    // starting a process for each would take most of a minute: some are killed as processes, or all in the long form
    const killed = new Set(rounds > 1 ? names.keys() : [0, names.length >> 1, names.length - 1]);
    const reached = { process: 0, session: 0 };
    for (const at of names.keys()) {
      const by = killed.has(at) ? 'process' : 'session';
      await cutNext(cut.url, by);
      expect(await applied(cut.url)).toEqual(names.slice(0, at));
      await oneStep(cut.url);
      expect(await applied(cut.url)).toEqual(names.slice(0, at + 1));
      reached[by] += 1;
    }
    await migrate(cut.url);
    noteReached('cut migration', reached);
    expect(reached.process + reached.session).toBe(names.length);
    expect(await schemaHash(cut.url)).toBe(await schemaHash(whole.url));
  });

  it('would be caught where each statement stands on its own', async () => {
    const { url } = await empty();
    await ready(url);
    await cutNext(url, 'session', migrateNaively);
    await expect(migrateNaively(url)).rejects.toThrow('already exists');
  });
});

describe('two starters at once', () => {
  it('on an empty database: one migrates, the other waits, and both go on', async () => {
    const [whole, shared] = [await empty(), await empty()];
    await migrate(whole.url);
    await ready(shared.url);
    const holder = await holdInMiddle(shared.url);
    const starters = [migrate(shared.url), migrate(shared.url)];
    // one in the middle of the first migration, the other before the door
    await untilWaiting(shared.url, 2);
    await letGo(holder);
    await Promise.all(starters);
    expect(await applied(shared.url)).toEqual(names);
    expect(await schemaHash(shared.url)).toBe(await schemaHash(whole.url));
  });

  it('would be caught where nobody keeps the other out', async () => {
    const { url } = await empty();
    await ready(url);
    const holder = await holdInMiddle(url);
    const first = migrateNaively(url);
    await untilWaiting(url, 1);
    const second = migrateNaively(url);
    const ended = Promise.allSettled([first, second]);
    // turned away at once, or waiting to make what the first has made
    await Promise.race([second.catch(() => undefined), untilWaiting(url, 2)]);
    await letGo(holder);
    expect((await ended).map(({ status }) => status)).toContain('rejected');
  });
});
