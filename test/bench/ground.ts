import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serverCpu_s } from '../../src/commands/day/databaseCpu.ts';
import { databaseUrl, deleteEmbedded, postmasterPid, startEmbedded } from '../../src/platform/embedded/index.ts';
import { migrate } from '../../src/platform/database.ts';
import { programOf } from '../../src/platform/program.ts';
import { newCode } from '../../src/platform/ids.ts';
import { quoted, rolesOf, type DatabaseRoles } from '../../src/platform/roles.ts';
import { ask } from '../support/ask.ts';
import type { Bench, Findings, Tell } from './bench.ts';
import type { BenchOptions } from './options.ts';

/** A migrated database that nobody else uses: on a server of its own that keeps what it commits, or beside DATABASE_URL. */
export interface Ground {
  /** As the owner of the tables. */
  url: string;
  roles: DatabaseRoles;
  /** The server's version and whether it waits for the disk. */
  server: string;
  /** Looks at the tables as autovacuum does within a minute, so that no plan is made for tables thought empty. */
  analyze(): Promise<void>;
  /** User and system seconds that the database server has used; null where it is not on this machine. */
  databaseCpu_s(): number | null;
  close(): Promise<void>;
}

/** What has to be ended and deleted, the last first: also where the benchmark fails, or is told to stop. */
export class Cleaning {
  readonly #tasks: (() => Promise<void>)[] = [];
  #done: Promise<void> | undefined;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void this.clean().finally(() => process.exit(1)));
    }
  }

  later(task: () => Promise<void>): void {
    this.#tasks.push(task);
  }

  clean(): Promise<void> {
    this.#done ??= (async () => {
      for (const task of this.#tasks.toReversed()) await task();
    })();
    return this.#done;
  }
}

/** A benchmark on a server and a database of its own, which are gone when it ends. */
export function onGround(
  run: (ground: Ground, options: BenchOptions, tell: Tell, cleaning: Cleaning) => Promise<Findings>,
): Bench {
  return {
    async run(options, tell) {
      const cleaning = new Cleaning();
      try {
        const ground = await openGround();
        cleaning.later(ground.close);
        return await run(ground, options, tell, cleaning);
      } finally {
        await cleaning.clean();
      }
    },
  };
}

export const SECRET_KEY = '07'.repeat(32);

export async function openGround(): Promise<Ground> {
  const given = process.env['DATABASE_URL'];
  const { url, pid, stop } = given ? await beside(given) : await ownServer();
  try {
    const roles = await migrate(url);
    const [version, fsync] = await ask(
      url,
      `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync`,
    );
    return {
      url,
      roles,
      server: `PostgreSQL ${String(version)}, fsync ${String(fsync)}`,
      analyze: async () => void (await ask(url, 'ANALYZE')),
      databaseCpu_s: () => serverCpu_s(pid),
      close: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Place {
  url: string;
  pid: number | undefined;
  stop(): Promise<void>;
}

async function ownServer(): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'daybreak-bench-'));
  const embedded = await startEmbedded({ dataDir });
  const stop = async () => {
    await embedded.stop();
    await deleteEmbedded(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: embedded.url, pid: await postmasterPid(dataDir), stop };
}

async function beside(given: string): Promise<Place> {
  const name = `daybreak_bench_${newCode(8).toLowerCase()}`;
  await ask(given, `CREATE DATABASE ${name}`);
  const stop = async () => {
    await ask(given, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await ask(given, `DROP ROLE IF EXISTS ${Object.values(rolesOf(name)).map(quoted).join(', ')}`);
  };
  return { url: databaseUrl(given, name), pid: undefined, stop };
}

/** The app as `npm start` runs it, on the benchmark's database. */
export interface AppProcess {
  url: string;
  /** User and system seconds that the app has used. */
  cpu_s(): Promise<number>;
  stop(): Promise<void>;
}

/** On a machine that others keep busy a start takes minutes. */
const READY_MS = 300_000;

export async function startApp(ground: Ground, profile?: string): Promise<AppProcess> {
  const child = spawn(process.execPath, [...profiling(profile), ...programOf('src/main.ts')], {
    env: {
      ...process.env,
      DATABASE_URL: ground.url,
      SECRET_KEY,
      PORT: '0',
      HOST: '127.0.0.1',
      DEMO: '0',
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const url = await readyUrl(child);
  return {
    url,
    async cpu_s() {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      return Number(/^process_cpu_seconds_total(?:\{[^}]*\})? ([\d.e+-]+)/m.exec(metrics)?.[1] ?? 0);
    },
    stop: () => stopped(child),
  };
}

/** Of a process that is to leave its profile in a folder. */
export function profiling(folder: string | undefined): string[] {
  if (folder === undefined) return [];
  mkdirSync(folder, { recursive: true });
  return ['--cpu-prof', `--cpu-prof-dir=${resolve(folder)}`];
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((found, fail) => {
    let text = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(new Error(`the app was not ready within ${READY_MS / 1000} s`));
    }, READY_MS);
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const url = /^ready (http:\S+)$/m.exec(text)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      found(url.replace('localhost', '127.0.0.1'));
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(new Error(`the app ended with ${code} before it was ready`));
    });
  });
}

export async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((ended) => {
    child.once('exit', () => ended());
    child.kill('SIGTERM');
  });
}
