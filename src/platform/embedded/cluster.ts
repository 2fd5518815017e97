import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { wallClock } from '../clock.ts';
import { sha256 } from '../crypto.ts';
import { newToken } from '../ids.ts';
import { accountForNewCluster, accountOfCluster, type Account } from './account.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { run } from './run.ts';

/** The files of one database server, which stay where they are while servers come and go. */
export interface Cluster {
  /** DATA_DIR/postgres: passwords, port and log. */
  folder: string;
  /** PostgreSQL's own folder: `folder/cluster`, or where `folder/MOVED_TO` points. */
  data: string;
  account: Account | undefined;
  passwords: Passwords;
}

/** `postgres` is the superuser, for the supervisor only; the app is `daybreak`, which may make databases and roles. */
interface Passwords {
  postgres: string;
  daybreak: string;
}

export interface ClusterOptions {
  dataDir: string;
  /** Off only for tests: a power cut then loses the database. */
  fsync: boolean;
  native?: string | undefined;
}

/** Root's databases: PostgreSQL then runs as another account, which often cannot enter DATA_DIR. */
const placeForRoot = '/var/lib/daybreak';
const unfinished = 'postgres.new-';

/** The cluster of this DATA_DIR, made at the first call. */
export async function openCluster(options: ClusterOptions, note: (text: string) => void): Promise<Cluster> {
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const folder = join(dataDir, 'postgres');
  if (!(await exists(folder))) await create({ ...options, dataDir }, folder, note);
  const data = await dataOf(folder);
  return { folder, data, account: await accountOfCluster(data), passwords: await readPasswords(folder) };
}

/** The data of this DATA_DIR's cluster, where one was made. */
export async function findData(dataDir: string): Promise<string | undefined> {
  const folder = join(dataDir, 'postgres');
  return (await exists(folder)) ? dataOf(folder) : undefined;
}

export function deleteCluster(dataDir: string): Promise<void> {
  return deleteWithData(join(dataDir, 'postgres'));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

async function dataOf(folder: string): Promise<string> {
  const movedTo = await readFile(join(folder, 'MOVED_TO'), 'utf8').catch(() => undefined);
  const data = movedTo?.trim() ?? join(folder, 'cluster');
  if (!(await exists(data))) throw new Error(`The database of ${folder} should be in ${data}, but is not there`);
  return realpath(data);
}

async function readPasswords(folder: string): Promise<Passwords> {
  const path = join(folder, 'passwords.json');
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Passwords;
  } catch (error) {
    throw new Error(`The database's passwords cannot be read from ${path}: ${String(error)}`, { cause: error });
  }
}

/**
 * Makes everything aside and puts it in place by one rename, so that a start that is killed leaves nothing half made.
 * Of two starters at once the later finds the place taken, deletes its own and goes on with the other's.
 */
async function create(options: ClusterOptions, folder: string, note: (text: string) => void): Promise<void> {
  await deleteUnfinished(options.dataDir);
  const aside = await mkdtemp(join(options.dataDir, unfinished));
  try {
    const account = await accountForNewCluster();
    const data = account ? await makePlace(aside, options.dataDir, account, note) : join(aside, 'cluster');
    const passwords: Passwords = { postgres: newToken(), daybreak: newToken() };
    await initialise(data, account, { ...options, passwords });
    await writeFile(join(aside, 'passwords.json'), JSON.stringify(passwords), { mode: 0o600, flush: true });
    await rename(aside, folder);
  } catch (error) {
    await deleteWithData(aside);
    if (!(await exists(folder))) throw error;
  }
}

async function makePlace(aside: string, dataDir: string, account: Account, note: (text: string) => void) {
  const prefix = `${sha256(dataDir).slice(0, 12)}-`;
  await mkdir(placeForRoot, { recursive: true });
  await chmod(placeForRoot, 0o755);
  const earlier = (await readdir(placeForRoot)).filter((name) => name.startsWith(prefix));
  if (earlier.length > 0)
    note(`earlier databases of ${dataDir} are still in ${earlier.map((name) => join(placeForRoot, name)).join(', ')}`);
  const data = await mkdtemp(join(placeForRoot, prefix));
  await writeFile(join(aside, 'MOVED_TO'), `${data}\n`, { flush: true });
  await chown(data, account.uid, account.gid);
  return data;
}

/**
 * The built-in C.UTF-8 locale sorts and lowers alike on every system. syncfs instead of fsync per file: initdb 1.0 s
 * instead of 2.2-4.2 s; only Linux has it.
 */
async function initialise(
  data: string,
  account: Account | undefined,
  options: { fsync: boolean; native?: string | undefined; passwords: Passwords },
): Promise<void> {
  const binaries = await findBinaries(account, options.native);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const sync = options.fsync ? (process.platform === 'linux' ? ['--sync-method=syncfs'] : []) : ['--no-sync'];
  const args = ['-D', data, '-U', 'postgres', '--auth=reject', '--no-instructions', ...locale, ...sync];
  const made = await run(binaries.initdb, args, { account });
  if (made.code !== 0) throw new Error(`PostgreSQL could not make a database in ${data}: ${made.output}`);
  await writeFile(join(data, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n');
  await addRoles(binaries, data, account, options.passwords);
}

/** In single-user mode, so that no server ever listens without passwords. It reads one statement a line. */
async function addRoles(binaries: Binaries, data: string, account: Account | undefined, passwords: Passwords) {
  const statements = [
    `ALTER ROLE postgres PASSWORD '${passwords.postgres}'`,
    `CREATE ROLE daybreak LOGIN CREATEDB CREATEROLE PASSWORD '${passwords.daybreak}'`,
    'GRANT pg_monitor, pg_checkpoint, pg_signal_backend TO daybreak',
    'CREATE DATABASE daybreak OWNER daybreak',
  ];
  const args = ['--single', '-D', data, '-c', 'log_min_messages=error', '-c', 'exit_on_error=on', 'postgres'];
  const input = statements.map((statement) => `${statement};\n`).join('');
  const { code, output } = await run(binaries.postgres, args, { account, input });
  if (code !== 0 || /ERROR|FATAL/.test(output)) throw new Error(`PostgreSQL could not add its roles: ${output}`);
}

/** What starters that were killed in the middle left behind; a live one takes seconds, so ten minutes are safe. */
async function deleteUnfinished(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith(unfinished)) continue;
    const { mtimeMs } = await stat(join(dataDir, name));
    if (wallClock.now().getTime() - mtimeMs > 600_000) await deleteWithData(join(dataDir, name));
  }
}

async function deleteWithData(folder: string): Promise<void> {
  const movedTo = await readFile(join(folder, 'MOVED_TO'), 'utf8').catch(() => undefined);
  if (movedTo?.startsWith(`${placeForRoot}/`)) await rm(movedTo.trim(), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}
