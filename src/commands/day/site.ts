import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig } from '../../platform/config.ts';
import { databaseUrl, deleteEmbedded, postmasterPid } from '../../platform/embedded/index.ts';
import type { Wire } from './client.ts';
import { serverCpu_s } from './databaseCpu.ts';
import { killServer } from './killServer.ts';
import { startApp } from './ownApp.ts';

/** The site that the day is played on: its own app on a free port, or a running one. */
export interface Site extends Wire {
  login: string;
  password: string;
  /** Sets the site's clock; a running instance keeps its own. */
  setClock(at: Date): Promise<void>;
  drivenClock: boolean;
  /** User and system seconds that the app has used. */
  appCpu_s(): Promise<number>;
  /** User and system seconds of the embedded database; null where it is not ours to measure. */
  databaseCpu_s(): Promise<number | null>;
  /** The environment under which `audit` sees the same database. */
  environment: Record<string, string>;
  /** What can be killed with -9, each until it serves again; nothing on a running instance. */
  strikes: Partial<Record<Struck, () => Promise<void>>>;
  stop(): Promise<void>;
}

export type Struck = 'app' | 'database';

/** Starts the app as `npm start` does, with a database of its own that is made anew: DATA_DIR/day-<seed>, or beside DATABASE_URL. */
export async function startSite(seed: number): Promise<Site> {
  const config = readConfig();
  const dataDir = join(config.dataDir, `day-${seed}`);
  const password = randomBytes(12).toString('hex');
  const environment: Record<string, string> = { DATA_DIR: dataDir };
  if (config.databaseUrl === undefined) await clear(dataDir);
  else environment['DATABASE_URL'] = await freshDatabase(config.databaseUrl, `daybreak_day_${seed}`);
  mkdirSync(dataDir, { recursive: true });
  const app = await startApp({ ...environment, DEMO: '1', DEMO_PASSWORD: password });
  const postmaster = () => postmasterPid(dataDir);
  let spent_s = 0;
  return {
    url: app.url,
    login: 'admin',
    password,
    environment,
    drivenClock: true,
    setClock: (at) => app.setClock(at),
    appCpu_s: async () => app.cpu_s() ?? processCpu_s(app.url),
    async databaseCpu_s() {
      const living_s = config.databaseUrl === undefined ? serverCpu_s(await postmaster()) : null;
      return living_s === null ? null : spent_s + living_s;
    },
    strikes: {
      app: () => app.kill(),
      ...(config.databaseUrl !== undefined
        ? {}
        : {
            database: async () => {
              const pid = await postmaster();
              spent_s += serverCpu_s(pid) ?? 0;
              if (pid !== undefined) await killServer(pid);
              await untilServed(app.url);
            },
          }),
    },
    stop: () => app.stop(),
  };
}

/** A running instance: the accounts of its demo, whose password is taken from DEMO_PASSWORD. */
export function joinSite(url: string): Site {
  const password = process.env['DEMO_PASSWORD'];
  if (password === undefined) throw new Error('--url needs DEMO_PASSWORD, the password of the running instance');
  return {
    url: url.replace(/\/$/, ''),
    login: 'admin',
    password,
    environment: {},
    drivenClock: false,
    setClock: () => Promise.resolve(),
    appCpu_s: () => processCpu_s(url),
    databaseCpu_s: () => Promise.resolve(null),
    strikes: {},
    stop: () => Promise.resolve(),
  };
}

/** A day of the same seed begins anew: its database of before is deleted, wherever the supervisor keeps it. */
async function clear(dataDir: string): Promise<void> {
  await deleteEmbedded(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}

async function freshDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  return databaseUrl(url, name);
}

const BACK_MS = 60_000;

/** The app has found its database again. */
async function untilServed(url: string): Promise<void> {
  for (const began = performance.now(); performance.now() - began < BACK_MS;) {
    const { status } = await fetch(`${url}/readyz`).catch(() => ({ status: 0 }));
    if (status === 200) return;
    await new Promise((rest) => setTimeout(rest, 50));
  }
  throw new Error(`the app had no database for ${BACK_MS / 1000} s after its own was killed`);
}

async function processCpu_s(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = /^process_cpu_seconds_total(?:\{[^}]*\})? ([\d.e+-]+)/m.exec(text)?.[1];
  return Number(value ?? 0);
}
