import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BackupError } from './backupError.ts';
import { readManifest, type BackedUpTable, type Manifest } from './manifest.ts';
import { measured, stoppable } from './measured.ts';
import type { Progress } from './progress.ts';

export interface ReadOrder {
  folder: string;
  /** The fingerprints of the secrets at hand. */
  keyIds: string[];
  /** The migrations that this program has. */
  known: string[];
  progress: Progress;
  signal?: AbortSignal | undefined;
}

/**
 * Reads every byte of a backup before anything is done with it.
 * @throws BackupError where it is not whole, of a newer program, or its sealed columns could not be read here
 */
export async function verifiedBackup(order: ReadOrder): Promise<Manifest> {
  const { folder, keyIds, known, progress, signal } = order;
  const manifest = await readManifest(folder);
  const strange = manifest.migrations.filter((name) => !known.includes(name));
  if (strange.length > 0) {
    throw new BackupError(
      'backup_newer',
      `${folder} is of a newer program, which has ${strange.join(', ')}; update first`,
    );
  }
  const missing = manifest.key_ids.filter((keyId) => !keyIds.includes(keyId));
  if (missing.length > 0) {
    throw new BackupError(
      'secret_key_differs',
      `${folder} was sealed under the secret ${missing.join(', ')}; at hand ${keyIds.join(', ')}. Without it nobody can read ` +
        'names and addresses: give it in SECRET_KEY or as DATA_DIR/secret.key, older ones in SECRET_KEYS_OLD',
    );
  }
  for (const table of manifest.tables) {
    progress.show(`checking ${table.file}`);
    await verifyFile(folder, table, signal);
  }
  return manifest;
}

async function verifyFile(folder: string, table: BackedUpTable, signal: AbortSignal | undefined): Promise<void> {
  const path = join(folder, table.file);
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size < table.bytes) {
    throw new BackupError('backup_truncated', `${path} has ${size} bytes, ${table.bytes} were written`);
  }
  const read = measured();
  read.resume();
  await pipeline([createReadStream(path), read], stoppable(signal));
  if (read.digest() !== table.sha256) throw new BackupError('backup_damaged', `${path} is not as it was written`);
}
