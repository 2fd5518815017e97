import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { MIGRATION_LOCK } from '../../platform/locks.ts';
import { quoted } from '../../platform/roles.ts';
import { BackupError } from './backupError.ts';
import { hidingPolicy, keysNeeded, migrationsOf, sequencesOf, tablesOf, type TableFound } from './catalog.ts';
import { connected } from './connected.ts';
import { FORMAT, writeManifest, type BackedUpTable, type Manifest } from './manifest.ts';
import { measured, stoppable } from './measured.ts';
import type { Progress } from './progress.ts';

export interface BackupOrder {
  url: string;
  /** The fingerprint of the secret at hand. */
  keyId: string;
  /** Becomes the backup; must not exist yet, or be empty. */
  folder: string;
  program: string;
  progress: Progress;
  /** Ends it early, with nothing left behind. */
  signal?: AbortSignal | undefined;
}

/** More costs more time than it saves room: the rows are mostly ids and hexadecimal bytes. */
const GZIP_LEVEL = 3;

/**
 * One consistent snapshot of the whole database, while others go on writing. It is written beside its place and takes
 * its name when it is whole and on the disk, so that a folder of that name is always a whole backup.
 * @throws BackupError
 */
export async function takeBackup(order: BackupOrder): Promise<Manifest> {
  const folder = resolve(order.folder);
  await refuseTaken(folder);
  await mkdir(dirname(folder), { recursive: true });
  const aside = await mkdtemp(join(dirname(folder), `.${basename(folder)}.unfinished-`));
  try {
    const manifest = await connected(order.url, (client) => inSnapshot(client, aside, order), order.signal);
    await writeManifest(aside, manifest);
    await flushFolder(aside);
    await rename(aside, folder).catch(async (error: unknown) => {
      await refuseTaken(folder);
      throw error;
    });
    await flushFolder(dirname(folder));
    return manifest;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function refuseTaken(folder: string): Promise<void> {
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new BackupError('folder_taken', `${folder} cannot become a backup: ${error.message}`, error);
  });
  if (there.length > 0)
    throw new BackupError('folder_taken', `${folder} is not empty; a backup has a folder of its own`);
}

async function inSnapshot(client: Client, folder: string, order: BackupOrder): Promise<Manifest> {
  const { migrations, tables, head } = await openSnapshot(client);
  const total = tables.reduce((sum, { rowsAbout }) => sum + rowsAbout, 0);
  const kept: BackedUpTable[] = [];
  for (const table of tables) {
    const before = kept.reduce((sum, { rows }) => sum + rows, 0);
    const show = (rows: number) =>
      order.progress.show(`${table.name}: ${before + rows} of about ${Math.max(total, before + rows)} rows`);
    kept.push(await keepTable(client, table, { folder, show, signal: order.signal }));
  }
  const key_ids = [...new Set([order.keyId, ...(await keysNeeded(client))])];
  const sequences = await sequencesOf(client);
  await client.query('COMMIT');
  return { format: FORMAT, program: order.program, ...head, key_ids, migrations, tables: kept, sequences };
}

/** Under the migrations' own lock until every table is held in its form, so that none is altered in between. */
async function openSnapshot(client: Client) {
  await client.query(`SELECT pg_advisory_lock_shared(${MIGRATION_LOCK})`);
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const migrations = await migrationsOf(client);
  if (migrations.length === 0)
    throw new BackupError('nothing_to_back_up', 'The app has never started on this database');
  const hiding = await hidingPolicy(client);
  if (hiding !== undefined) throw new BackupError('rows_hidden', `This login may not read every row of ${hiding}`);
  const tables = await tablesOf(client);
  await client.query(`LOCK TABLE ${tables.map(({ name }) => quoted(name)).join(', ')} IN ACCESS SHARE MODE`);
  await client.query(`SELECT pg_advisory_unlock_shared(${MIGRATION_LOCK})`);
  const { rows } = await client.query<{ at: Date; postgres: string }>(
    `SELECT transaction_timestamp() AS at, current_setting('server_version') AS postgres`,
  );
  const { at, postgres } = rows[0]!;
  return { migrations, tables, head: { postgres, at: at.toISOString() } };
}

interface Keeping {
  folder: string;
  show(rows: number): void;
  signal: AbortSignal | undefined;
}

async function keepTable(client: Client, table: TableFound, keeping: Keeping): Promise<BackedUpTable> {
  const file = `${table.name}.copy.gz`;
  const [plain, packed] = [measured(keeping.show), measured()];
  const columns = table.columns.map(quoted).join(', ');
  const rows = client.query(copyTo(`COPY ${quoted(table.name)} (${columns}) TO STDOUT`));
  const written = createWriteStream(join(keeping.folder, file), { flush: true, mode: 0o600 });
  const steps = [rows, plain, createGzip({ level: GZIP_LEVEL }), packed, written] as const;
  await pipeline(steps, stoppable(keeping.signal));
  const sums = { bytes: packed.bytes, sha256: packed.digest(), content_sha256: plain.digest() };
  return { name: table.name, columns: table.columns, rows: plain.lines, file, ...sums };
}

/** Makes names durable; not every system lets a folder be opened. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
