import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../platform/crypto.ts';
import { BackupError } from './backupError.ts';

/** Raised when an older program could not read what a newer one writes. */
export const FORMAT = 1;
const FILE = 'manifest.json';

const name = z.string().regex(/^[a-zA-Z_][\w$]*$/);
const count = z.number().int().min(0);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const Table = z.strictObject({
  name,
  columns: z.array(name).min(1),
  rows: count,
  file: z.string().regex(/^[\w$]+\.copy\.gz$/),
  /** Of the file as it lies there. */
  bytes: count,
  sha256: hash,
  /** Of what COPY said, before it was compressed. */
  content_sha256: hash,
});
export type BackedUpTable = z.infer<typeof Table>;

const Contents = z.strictObject({
  format: z.literal(FORMAT),
  program: z.string(),
  postgres: z.string(),
  /** The moment of the snapshot. */
  at: z.iso.datetime(),
  /** The wrapping keys by their fingerprints, the present one first: without their secrets sealed columns stay shut. */
  key_ids: z.array(z.string().regex(/^[0-9a-f]{16}$/)).min(1),
  migrations: z.array(z.string().regex(/^\d{4}_\w+$/)).min(1),
  tables: z.array(Table).min(1),
  sequences: z.array(z.strictObject({ name, last_value: z.string().regex(/^-?\d+$/), is_called: z.boolean() })),
});
/** What a backup holds. Of keys it has wrapped ones in their tables, and here the names of the secrets that open them. */
export type Manifest = z.infer<typeof Contents>;

export function rowsIn({ tables }: Manifest): number {
  return tables.reduce((sum, table) => sum + table.rows, 0);
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const text = JSON.stringify({ ...manifest, checksum: sha256(JSON.stringify(manifest)) }, undefined, 1);
  await writeFile(join(folder, FILE), `${text}\n`, { flush: true });
}

/** @throws BackupError where there is none, it is not whole, or another program's */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' || error.code === 'ENOTDIR' ? 'has no manifest.json' : error.message;
    throw new BackupError('backup_missing', `${folder} is no backup: ${why}`, error);
  });
  const { checksum, ...contents } = parsed(folder, text);
  if (typeof contents['format'] !== 'number') throw damaged(folder);
  if (contents['format'] !== FORMAT) {
    const got = contents['format'];
    throw new BackupError('backup_format_unknown', `${folder} has format ${got}, this program reads ${FORMAT}`);
  }
  const read = Contents.safeParse(contents);
  if (!read.success || checksum !== sha256(JSON.stringify(contents))) throw damaged(folder);
  return read.data;
}

function parsed(folder: string, text: string): Record<string, unknown> {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // told below
  }
  throw damaged(folder);
}

function damaged(folder: string): BackupError {
  return new BackupError('backup_damaged', `${join(folder, FILE)} is not as it was written`);
}
