import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Knex } from 'knex';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { migrationSource } from '../../../migrations/source.ts';
import { connect, migrate, MIGRATIONS } from '../../platform/database.ts';
import { MIGRATION_LOCK } from '../../platform/locks.ts';
import { rebaseOutbox } from '../../platform/outbox.ts';
import { makeRoles, quoted } from '../../platform/roles.ts';
import { BackupError } from './backupError.ts';
import { firstThingIn } from './catalog.ts';
import { cutBy } from './connected.ts';
import { rowsIn, type BackedUpTable, type Manifest } from './manifest.ts';
import { measured, stoppable } from './measured.ts';
import type { Progress } from './progress.ts';
import { putAside } from './putAside.ts';

export interface LoadOrder {
  url: string;
  folder: string;
  manifest: Manifest;
  progress: Progress;
  signal?: AbortSignal | undefined;
}

/**
 * Everything of a backup into an empty database, in one transaction: the schema as it was, the rows, and the migrations
 * that came since. Answers the names of those.
 * @throws BackupError database_not_empty; DatabaseRoleError as at a start of the app
 */
export async function loadBackup(order: LoadOrder): Promise<string[]> {
  const db = connect(order.url, 1, undefined, { pipeline: false });
  try {
    // as at a start: where this login may not have the roles, that is told before hours of loading
    await makeRoles(db);
    const { since, keep } = await db.transaction((tx) => loadWithin(tx, order));
    // whole from here on: what follows goes to its end
    keep();
    await migrate(order.url);
    order.progress.show('gathering statistics');
    await db.raw('SET statement_timeout = 0');
    await db.raw('ANALYZE');
    return since;
  } finally {
    await db.destroy();
  }
}

async function loadWithin(tx: Knex.Transaction, order: LoadOrder): Promise<{ since: string[]; keep(): void }> {
  const { manifest, progress } = order;
  const client = await connectionOf(tx);
  const keep = cutBy(client, order.signal);
  await client.query('SET LOCAL statement_timeout = 0');
  // starters of the app wait, and find a whole database
  await client.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
  const there = await firstThingIn(client);
  if (there !== undefined) {
    throw new BackupError(
      'database_not_empty',
      `The database already holds ${there}; a backup is restored into an empty one`,
    );
  }
  await tx.migrate.latest({ ...MIGRATIONS, migrationSource: onlyOf(manifest.migrations) });
  const aside = await putAside(client);
  await emptyTables(client, manifest);
  let loaded = 0;
  for (const table of manifest.tables) {
    const show = (rows: number) => progress.show(`${table.name}: ${loaded + rows} of ${rowsIn(manifest)} rows`);
    await loadTable(client, table, { ...order, show });
    loaded += table.rows;
  }
  progress.show('building indexes and checking references');
  await aside.back();
  for (const { name, last_value, is_called } of manifest.sequences) {
    await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [quoted(name), last_value, is_called]);
  }
  const [, since] = (await tx.migrate.latest(MIGRATIONS)) as [number, string[]];
  await rebaseOutbox(tx);
  return { since, keep };
}

/** The connection that a transaction of knex holds. */
function connectionOf(tx: Knex.Transaction): Promise<Client> {
  return (tx as unknown as { client: { acquireConnection(): Promise<Client> } }).client.acquireConnection();
}

/** The migrations by these names alone: the level of the backup. */
function onlyOf(names: string[]): Knex.MigrationSource<string> {
  return { ...migrationSource, getMigrations: () => Promise.resolve(names) };
}

/** What a migration itself wrote into a new table is in the backup, too. */
async function emptyTables(client: Client, { tables }: Manifest): Promise<void> {
  await client.query(`TRUNCATE ${tables.map(({ name }) => quoted(name)).join(', ')}`);
}

interface Loading extends LoadOrder {
  show(rows: number): void;
}

/** Its contents were checked as a file; here again as rows, and a difference takes everything back. */
async function loadTable(client: Client, table: BackedUpTable, { folder, show, signal }: Loading): Promise<void> {
  const plain = measured(show);
  const columns = table.columns.map(quoted).join(', ');
  const rows = client.query(copyFrom(`COPY ${quoted(table.name)} (${columns}) FROM STDIN`));
  const read = createReadStream(join(folder, table.file));
  await pipeline([read, createGunzip(), plain, rows], stoppable(signal));
  if (plain.digest() !== table.content_sha256 || plain.lines !== table.rows || rows.rowCount !== table.rows) {
    throw new BackupError('backup_damaged', `${table.file} gave ${rows.rowCount} rows, ${table.rows} were written`);
  }
}
