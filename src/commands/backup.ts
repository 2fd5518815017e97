import { performance } from 'node:perf_hooks';
import packageJson from '../../package.json' with { type: 'json' };
import { rowsIn } from './backup/manifest.ts';
import { startCommand } from './backup/start.ts';
import { takeBackup } from './backup/take.ts';

await startCommand('backup', async ({ folder, keyIds, progress, signal, database }) => {
  const began = performance.now();
  const program = packageJson.version;
  const url = await database();
  const manifest = await takeBackup({ url, keyId: keyIds[0]!, folder, program, progress, signal });
  const bytes = manifest.tables.reduce((sum, table) => sum + table.bytes, 0);
  const figures = { tables: manifest.tables.length, rows: rowsIn(manifest), bytes };
  const seconds = Math.round(performance.now() - began) / 1000;
  return {
    exit: 0,
    lines: [
      `backed up ${figures.rows} rows of ${figures.tables} tables as of ${manifest.at}: ${(bytes / 1e6).toFixed(1)} MB in ${seconds} s`,
      `the secret ${manifest.key_ids.join(', ')} is not in ${folder}: keep it elsewhere, or nobody can read names and addresses`,
    ],
    json: { folder, at: manifest.at, ...figures, seconds, keyIds: manifest.key_ids },
  };
});
