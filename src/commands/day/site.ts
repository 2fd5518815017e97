import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { readConfig } from '../../platform/config.ts';
import { databaseUrl, deleteEmbedded, postmasterPid } from '../../platform/embedded/index.ts';
import { serverCpu_s } from './databaseCpu.ts';

/** The site that the day is played on: its own app on a free port, or a running one. */
export interface Site {
  url: string;
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
  stop(): Promise<void>;
}

const READY_MS = 60_000;

/** Starts the app as `npm start` does, with a database of its own that is made anew: DATA_DIR/day-<seed>, or beside DATABASE_URL. */
export async function startSite(seed: number): Promise<Site> {
  const config = readConfig();
  const dataDir = join(config.dataDir, `day-${seed}`);
  const password = randomBytes(12).toString('hex');
  const environment: Record<string, string> = { DATA_DIR: dataDir };
  if (config.databaseUrl === undefined) await clear(dataDir);
  else environment['DATABASE_URL'] = await freshDatabase(config.databaseUrl, `daybreak_day_${seed}`);
  mkdirSync(dataDir, { recursive: true });
  const child = spawn(process.execPath, ['--import', 'tsx', resolve(import.meta.dirname, '../../main.ts')], {
    env: {
      ...process.env,
      ...environment,
      PORT: '0',
      HOST: '127.0.0.1',
      DEMO: '1',
      DEMO_PASSWORD: password,
      CLOCK: 'driven',
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const url = await readyUrl(child);
  return {
    url,
    login: 'admin',
    password,
    environment,
    drivenClock: true,
    setClock: (at) => sendClock(child, at),
    appCpu_s: () => processCpu_s(url),
    databaseCpu_s: async () => (config.databaseUrl === undefined ? serverCpu_s(await postmasterPid(dataDir)) : null),
    stop: () => stopChild(child),
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

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((found, fail) => {
    let text = '';
    const timer = setTimeout(() => fail(new Error(`the app was not ready within ${READY_MS / 1000} s`)), READY_MS);
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

function sendClock(child: ChildProcess, at: Date): Promise<void> {
  const wanted = at.toISOString();
  return new Promise((set, fail) => {
    const hear = (message: { clock?: string }) => {
      if (message.clock !== wanted) return;
      child.off('message', hear);
      set();
    };
    child.on('message', hear);
    child.send({ clock: wanted }, (error) => error && fail(error));
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  await new Promise<void>((ended) => {
    child.once('exit', () => ended());
    child.kill('SIGTERM');
  });
}

async function processCpu_s(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = /^process_cpu_seconds_total(?:\{[^}]*\})? ([\d.e+-]+)/m.exec(text)?.[1];
  return Number(value ?? 0);
}
