import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest, writeManifest } from '../../../src/commands/backup/manifest.ts';

/**
 * The wrong twin of a backup: it reads each table at a moment of its own. Puts one table of a backup into one that was taken
 * before it; every byte is as its manifest says.
 */
export async function mixMoments(early: string, late: string, table: string): Promise<void> {
  const [manifest, later] = await Promise.all([readManifest(early), readManifest(late)]);
  const taken = later.tables.find(({ name }) => name === table)!;
  await cp(join(late, taken.file), join(early, taken.file));
  await writeManifest(early, { ...manifest, tables: manifest.tables.map((one) => (one.name === table ? taken : one)) });
}
