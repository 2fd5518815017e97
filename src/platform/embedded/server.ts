import { spawn } from 'node:child_process';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seconds } from '../clock.ts';
import { findBinaries } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import { plainEnvironment, run } from './run.ts';

export interface Postmaster {
  pid: number;
  /** 0 until the server has written it. */
  port: number;
}

/** A server that was started; it may still turn out that it could not. */
export interface Launched {
  /** Why it ended, as its log says; undefined while it runs. */
  ended(): Promise<string | undefined>;
}

export interface LaunchOptions {
  port: number;
  fsync: boolean;
  native?: string | undefined;
}

function settings(options: LaunchOptions): Record<string, string | number> {
  return {
    listen_addresses: '127.0.0.1',
    // a socket's path may have 103 bytes, less than many project paths
    unix_socket_directories: '',
    max_connections: 200,
    // kept for the supervisors, so that a crowd of app connections never shuts them out
    superuser_reserved_connections: 10,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    // pglz: these binaries have neither lz4 nor zstd
    wal_compression: 'on',
    random_page_cost: 1.1,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // the app logs its own refusals; here their statements would only pile up, with personal data in them
    log_min_messages: 'log',
    log_checkpoints: 'off',
    // recovery after a crash 0.2 s instead of 3.5-5 s; only Linux has it
    ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
    ...(options.fsync ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
}

/** Starts the server in a session of its own: Ctrl-C in the terminal and the death of this process leave it alone. */
export async function launch(cluster: Cluster, options: LaunchOptions): Promise<Launched> {
  const binaries = await findBinaries(cluster.account, options.native);
  const major = (await readFile(join(cluster.data, 'PG_VERSION'), 'utf8')).trim();
  if (major !== binaries.major)
    throw new Error(`${cluster.data} was made by PostgreSQL ${major}, but PostgreSQL ${binaries.major} is installed`);
  const log = join(cluster.folder, 'server.log');
  const offset = await rotate(log);
  const file = await open(log, 'a', 0o600);
  const switches = Object.entries(settings(options)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', cluster.data, '-p', `${options.port}`, ...switches], {
    ...cluster.account,
    cwd: '/',
    env: plainEnvironment,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', file.fd, file.fd],
  });
  let cause: string | undefined;
  child.once('error', (error) => (cause = error.message));
  child.once('exit', (code, signal) => (cause ??= `it ended with ${signal ?? code}`));
  child.unref();
  await file.close();
  return {
    ended: async () => cause && `${cause}\n${(await readFile(log)).subarray(offset).toString().trim()}`,
  };
}

/** Keeps the log below about a megabyte and the one before; returns where the new lines begin. */
async function rotate(log: string): Promise<number> {
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  );
  if (size < 1_000_000) return size;
  await rename(log, `${log}.1`);
  return 0;
}

/**
 * Stops the server: open sessions end, everything committed is on disk. `pg_ctl stop` would wait for the end of
 * postmaster.pid, and for ever where the next starter was quicker than its look every 100 ms.
 */
export async function halt(cluster: Cluster, native?: string): Promise<void> {
  const postmaster = await livePostmaster(cluster.data);
  if (!postmaster) return;
  const { pgCtl } = await findBinaries(cluster.account, native);
  // "INT" asks for a fast shutdown
  const { output } = await run(pgCtl, ['kill', 'INT', `${postmaster.pid}`], { account: cluster.account });
  for (const giveUp_s = seconds() + 60; seconds() < giveUp_s; await sleep(10)) {
    if ((await livePostmaster(cluster.data))?.pid !== postmaster.pid) return;
  }
  throw new Error(`PostgreSQL in ${cluster.data} did not stop in 60 s. ${output}`);
}

/** The running server of this data folder, by the postmaster.pid that it keeps. */
export async function livePostmaster(data: string): Promise<Postmaster | undefined> {
  const path = join(data, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!pid || !isAlive(pid)) return undefined;
  if (await isPostmaster(pid, data)) return { pid, port: Number(lines[3] ?? 0) };
  // After a crash of the machine another program may have got this pid, and PostgreSQL would refuse to start
  // because of it. Its lock in shared memory still keeps a second server out.
  if ((await readFile(path, 'utf8').catch(() => '')) === text) await rm(path, { force: true });
  return undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line names the data folder; that of a dead process which nobody has reaped is empty. */
async function isPostmaster(pid: number, data: string): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const command =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      : (await run('/bin/ps', ['-ww', '-o', 'command=', '-p', `${pid}`])).output;
  return command.replaceAll('\0', ' ').includes(`-D ${data} `);
}
