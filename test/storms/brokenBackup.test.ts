import { cp, mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { FORMAT, type Manifest } from '../../src/commands/backup/manifest.ts';
import { sha256 } from '../../src/platform/crypto.ts';
import { databaseUrl } from '../../src/platform/embedded/index.ts';
import { newCode } from '../../src/platform/ids.ts';
import { ask } from '../support/ask.ts';
import { backUp, figuresOf, restore, SECRET_KEY, startCommand, type Ended } from '../support/command.ts';
import { dropDatabase, emptyDatabase, freshDatabase, type FreshDatabase } from '../support/database.ts';

/** Enough for a restore to be caught while it loads them. */
const ROWS = 100_000;
const OTHER_KEY = '08'.repeat(32);

let home: string;
let whole: string;
let source: FreshDatabase;
let target: FreshDatabase;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'daybreak-broken-'));
  [source, target, whole] = [await freshDatabase(), await emptyDatabase(), join(home, 'whole')];
  await ask(
    source.url,
    `INSERT INTO refused_request (id, route, code, at)
     SELECT gen_random_uuid(), 'GET /v1/somewhere', 'no_such_' || n, 'epoch' FROM generate_series(1, ${ROWS}) n`,
  );
  const taken = await backUp(whole, source.url).ended;
  expect(taken.code, taken.told).toBe(0);
});
afterAll(async () => {
  await source.drop();
  await target.drop();
  await rm(home, { recursive: true, force: true });
});

/** Nothing was written: what a refusal owes. */
async function expectRefused(ended: Ended, code: string): Promise<void> {
  expect(ended.code, ended.told + ended.out).toBe(1);
  expect(ended.told).toContain(`${code}: `);
  expect(ended.told).not.toMatch(/\n\s+at /);
  expect(figuresOf(ended)).toMatchObject({ error: { code } });
  expect(await tablesIn(target.url)).toBe(0);
}

async function tablesIn(url: string): Promise<number> {
  const [count] = await ask(url, `SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace`);
  return Number(count);
}

/** A copy of the backup with something done to it. */
async function broken(harm: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(home, newCode());
  await cp(whole, folder, { recursive: true });
  await harm(folder);
  return folder;
}

async function flip(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const at = Math.floor((await file.stat()).size / 2);
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, at);
  byte[0]! ^= 0b100;
  await file.write(byte, 0, 1, at);
  await file.close();
}

/** A manifest that is whole and says something else. */
async function rewrite(folder: string, other: Partial<Record<keyof Manifest, unknown>>): Promise<void> {
  const path = join(folder, 'manifest.json');
  const { checksum: _, ...written } = JSON.parse(await readFile(path, 'utf8')) as Manifest & { checksum: string };
  const contents = { ...written, ...other };
  await writeFile(path, JSON.stringify({ ...contents, checksum: sha256(JSON.stringify(contents)) }));
}

const TABLE = 'refused_request.copy.gz';

describe('a backup that is not as it was written', () => {
  it.each<[what: string, code: string, harm: (folder: string) => Promise<void>]>([
    ['has another bit in its rows', 'backup_damaged', (folder) => flip(join(folder, TABLE))],
    ['has another bit in its manifest', 'backup_damaged', (folder) => flip(join(folder, 'manifest.json'))],
    ['lost the end of a file', 'backup_truncated', (folder) => truncate(join(folder, TABLE), 1000)],
    ['lost a file', 'backup_truncated', (folder) => rm(join(folder, TABLE))],
    ['lost the end of its manifest', 'backup_damaged', (folder) => truncate(join(folder, 'manifest.json'), 1000)],
    ['lost its manifest', 'backup_missing', (folder) => rm(join(folder, 'manifest.json'))],
    ['is of another format', 'backup_format_unknown', (folder) => rewrite(folder, { format: FORMAT + 1 })],
    ['is of a newer program', 'backup_newer', (folder) => rewrite(folder, { migrations: ['9999_tomorrow'] })],
    ['is not there', 'backup_missing', (folder) => rm(folder, { recursive: true })],
  ])('and %s is refused as %s before anything is written', async (_, code, harm) => {
    await expectRefused(await restore([await broken(harm)], target.url).ended, code);
  });

  it('is found out while it loads, too, and everything is taken back', async () => {
    const folder = await broken(async (copy) => {
      const { tables } = JSON.parse(await readFile(join(copy, 'manifest.json'), 'utf8')) as Manifest;
      await rewrite(copy, { tables: tables.map((table) => ({ ...table, content_sha256: '0'.repeat(64) })) });
    });
    await expectRefused(await restore([folder], target.url).ended, 'backup_damaged');
  });
});

describe('a backup and a restore', () => {
  it('refuse a folder that is not empty and a database that is not', async () => {
    await expectRefused(await backUp(whole, source.url).ended, 'folder_taken');
    await expectRefused(await restore([whole], source.url).ended, 'database_not_empty');
    await expectRefused(await backUp(join(home, 'nothing'), target.url).ended, 'nothing_to_back_up');
    expect(await readdir(home)).not.toContain('nothing');
  });

  it('leave no new secret beside a restore that was refused for want of the old one', async () => {
    const dataDir = join(home, 'data');
    const ended = await restore([whole], target.url, { SECRET_KEY: '', DATA_DIR: dataDir }).ended;
    await expectRefused(ended, 'secret_key_differs');
    expect(await readdir(dataDir).catch(() => [])).toEqual([]);
  });

  it('refuse another secret than the one that rows are sealed under, and take it as an older one', async () => {
    await expectRefused(await restore([whole], target.url, { SECRET_KEY: OTHER_KEY }).ended, 'secret_key_differs');
    const keys = { SECRET_KEY: OTHER_KEY, SECRET_KEYS_OLD: SECRET_KEY };
    const fresh = await emptyDatabase();
    const ended = await restore([whole], fresh.url, keys).ended;
    await fresh.drop();
    expect(ended.code, ended.told).toBe(0);
  });

  it.each([
    ['backup', ['DIR', '--fast']],
    ['backup', []],
    ['backup', ['ONE', 'TWO']],
    ['restore', ['DIR', '--into', 'no name']],
    ['restore', ['DIR', '--into']],
  ])('refuse %s %j with their usage', async (command, args) => {
    const ended = await startCommand(command, [...args, '--json'], { DATABASE_URL: target.url, SECRET_KEY }).ended;
    await expectRefused(ended, 'option_invalid');
    expect(ended.told).toContain(`npm run ${command} -- DIR`);
  });

  it('say so where there is no database', async () => {
    const nowhere = 'postgres://nobody:none@127.0.0.1:1/none';
    await expectRefused(await backUp(join(home, 'never'), nowhere).ended, 'database_unreachable');
    await expectRefused(await restore([whole], nowhere).ended, 'database_unreachable');
  });

  it('make a database by name, and only an empty one is taken', async () => {
    const name = `test_${newCode(12).toLowerCase()}`;
    const { url } = inject('testServer');
    try {
      const first = await restore([whole, '--into', name], url).ended;
      expect(first.code, first.told).toBe(0);
      expect(await ask(databaseUrl(url, name), `SELECT count(*)::int FROM refused_request`)).toEqual([ROWS]);
      await expectRefused(await restore([whole, '--into', name], url).ended, 'database_not_empty');
    } finally {
      await dropDatabase(url, name);
    }
  });

  it('say who may make a database, where the login may not', async () => {
    const login = `test_${newCode(12).toLowerCase()}`;
    const { url } = inject('testServer');
    await ask(url, `CREATE ROLE ${login} LOGIN PASSWORD 'none'`);
    const ofLogin = Object.assign(new URL(target.url), { username: login, password: 'none' }).href;
    await expectRefused(await restore([whole, '--into', `${login}_new`], ofLogin).ended, 'database_not_makeable');
    await ask(url, `DROP ROLE ${login}`);
  });
});

describe('what is cut in the middle', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('leaves no backup behind after %s', async (signal) => {
    const shut = new Client({ connectionString: source.url });
    await shut.connect();
    try {
      await shut.query('BEGIN; LOCK TABLE refused_request');
      const folder = join(home, `cut-${signal}`);
      const running = backUp(folder, source.url);
      await untilSeen(`SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LOCK TABLE "%' AND wait_event_type = 'Lock'`);
      running.child.kill(signal);
      const ended = await running.ended;
      if (signal === 'SIGTERM') await expectRefused(ended, 'interrupted');
      const left = (await readdir(home)).filter((name) => name.includes(`cut-${signal}`));
      expect(left.filter((name) => !name.startsWith('.'))).toEqual([]);
      if (signal === 'SIGTERM') expect(left).toEqual([]);
    } finally {
      await shut.end();
    }
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)('leaves the database as empty as it was after %s', async (signal) => {
    const running = restore([whole], target.url);
    await untilSeen(
      `SELECT 1 FROM pg_stat_activity WHERE query LIKE 'COPY "refused_request"%FROM STDIN' AND state = 'active'`,
    );
    running.child.kill(signal);
    const ended = await running.ended;
    if (signal === 'SIGTERM') await expectRefused(ended, 'interrupted');
    await untilSeen(
      `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE query LIKE 'COPY "refused_request"%')`,
    );
    expect(ended.code).not.toBe(0);
    expect(await tablesIn(target.url)).toBe(0);
  });

  it('does not stand in the way of the next restore', async () => {
    const ended = await restore([whole], target.url).ended;
    expect(ended.code, ended.told).toBe(0);
    expect(await ask(target.url, `SELECT count(*)::int FROM refused_request`)).toEqual([ROWS]);
  });
});

/** Asks again and again until the server's activity answers a row. */
async function untilSeen(statement: string): Promise<void> {
  const { url } = inject('testServer');
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (let turn = 0; turn < 3000; turn++) {
      if ((await client.query(statement)).rowCount! > 0) return;
      await new Promise((rest) => setTimeout(rest, 5));
    }
    throw new Error(`never seen: ${statement}`);
  } finally {
    await client.end();
  }
}
