import { readFile, realpath, writeFile } from 'node:fs/promises';
import { createServer, Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { seconds } from '../clock.ts';
import { sha256 } from '../crypto.ts';
import type { Cluster } from './cluster.ts';
import { launch, livePostmaster, type Launched, type LaunchOptions } from './server.ts';

/**
 * The one connection by which a process holds the server. Who holds it is told by a shared advisory lock: the system
 * ends the connection with the process, however it dies, so no stale mark is left behind.
 */
export interface Keeper {
  client: Client;
  socket: Socket;
  port: number;
}

export interface ReachOptions {
  fsync: boolean;
  native?: string | undefined;
  /** Fixed while connections to it are in use; otherwise the remembered or a free one. */
  port?: number;
  signal?: AbortSignal;
}

const lockKey = 7_205_759_404;
const patience_s = 120;

/**
 * Joins the running server of the cluster or starts it. Of several starters at once PostgreSQL itself lets one through;
 * the others' attempts end and they join it.
 */
export async function reach(cluster: Cluster, options: ReachOptions): Promise<Keeper> {
  const giveUp_s = seconds() + patience_s;
  let launched: Launched | undefined;
  let cause = 'it does not answer';
  while (seconds() < giveUp_s) {
    options.signal?.throwIfAborted();
    const postmaster = await livePostmaster(cluster.data);
    if (postmaster) {
      const keeper = postmaster.port ? await knock(cluster, postmaster.port) : undefined;
      if (keeper) return keeper;
    } else if (launched === undefined) {
      launched = await launch(cluster, await launchOptions(cluster, options));
    }
    const ended = await launched?.ended();
    if (ended !== undefined) {
      if (!mayPass(ended)) throw new Error(`PostgreSQL did not start in ${cluster.data}: ${ended}`);
      launched = undefined;
      cause = ended;
    }
    await sleep(ended === undefined ? 20 : 200, undefined, options.signal && { signal: options.signal });
  }
  throw new Error(`PostgreSQL in ${cluster.data} was not ready after ${patience_s} s: ${cause}`);
}

/** Another starter was faster; the port was taken; sessions of a killed server have not ended yet. */
function mayPass(ended: string): boolean {
  return /lock file "postmaster.pid"|could not bind|pre-existing shared memory/.test(ended);
}

/** The keeper's connection, or undefined while the server starts, recovers or stops. */
async function knock(cluster: Cluster, port: number): Promise<Keeper | undefined> {
  const socket = new Socket();
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: cluster.passwords.postgres,
    database: 'postgres',
    application_name: 'daybreak keeper',
    stream: () => socket,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const lock = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock_shared($1) AS got', [lockKey]);
    // asked second, since a session that is being ended together with the lock's holder may still get the lock
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    const served = rows[0]?.data_directory ?? '';
    if ((await realpath(served).catch(() => served)) !== cluster.data)
      throw new Error(`it serves ${served}, not ${cluster.data}`);
    if (!lock.rows[0]?.got) {
      await client.end();
      return undefined;
    }
    return { client, socket, port };
  } catch (error) {
    await client.end().catch(() => undefined);
    const { code = '', message } = error as Error & { code?: string };
    if (/^(ECONN|EPIPE|57P0|53300)/.test(code) || /timeout expired|terminated unexpectedly|not queryable/.test(message))
      return undefined;
    throw new Error(`The PostgreSQL on port ${port} does not let its supervisor in: ${message}`, { cause: error });
  }
}

/**
 * Gives the hold up and says whether it was the last. If so the lock is held exclusively, so that whoever comes now
 * is not let in, waits until the server has stopped, and starts it anew.
 */
export async function letGo({ client }: Keeper): Promise<boolean> {
  await client.query('SELECT pg_advisory_unlock_shared($1)', [lockKey]);
  // a process that was killed holds on until the server notices, some milliseconds later
  for (let attempt = 1; ; attempt++) {
    const { rows } = await client.query<{ last: boolean }>('SELECT pg_try_advisory_lock($1) AS last', [lockKey]);
    if (rows[0]?.last === true || attempt === 10) return rows[0]?.last === true;
    await sleep(30);
  }
}

async function launchOptions(cluster: Cluster, options: ReachOptions): Promise<LaunchOptions> {
  const { fsync, native } = options;
  return { fsync, native, port: options.port ?? (await choosePort(cluster)) };
}

/**
 * The remembered port where it is free, so that URLs stay valid; else the next free one. 15000-24999 lies below the
 * ports that systems give to outgoing connections, which could otherwise take ours between two starts.
 */
async function choosePort(cluster: Cluster): Promise<number> {
  const path = join(cluster.folder, 'port');
  const remembered = Number(await readFile(path, 'utf8').catch(() => ''));
  if (remembered && (await isFree(remembered))) return remembered;
  const first = Number.parseInt(sha256(cluster.data).slice(0, 8), 16);
  for (let step = 0; step < 10_000; step += 1) {
    const port = 15_000 + ((first + step * 7) % 10_000);
    if (!(await isFree(port))) continue;
    await writeFile(path, `${port}\n`);
    return port;
  }
  throw new Error('No port between 15000 and 24999 is free for PostgreSQL on 127.0.0.1');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
