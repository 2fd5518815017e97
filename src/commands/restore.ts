import { performance } from 'node:perf_hooks';
import { migrationSource } from '../../migrations/source.ts';
import { connect } from '../platform/database.ts';
import { runAudit, type Audit } from './audit/run.ts';
import { inDatabase } from './backup/into.ts';
import { loadBackup } from './backup/load.ts';
import { rowsIn } from './backup/manifest.ts';
import { startCommand } from './backup/start.ts';
import { verifiedBackup } from './backup/verify.ts';

async function auditOf(url: string): Promise<Audit> {
  const db = connect(url, 1);
  try {
    return await runAudit(db);
  } finally {
    await db.destroy();
  }
}

await startCommand('restore', async ({ folder, into, keyIds, progress, signal, database }) => {
  const began = performance.now();
  const known = await migrationSource.getMigrations([]);
  const manifest = await verifiedBackup({ folder, keyIds, known, progress, signal });
  const restored = async (url: string) => {
    const since = await loadBackup({ url, folder, manifest, progress, signal });
    progress.show('auditing');
    return { since, audit: await auditOf(url) };
  };
  const url = await database();
  const { since, audit } = await (into === undefined ? restored(url) : inDatabase(url, into, restored));
  const failing = audit.invariants.filter(({ rows }) => rows.length > 0);
  const seconds = Math.round(performance.now() - began) / 1000;
  const figures = { tables: manifest.tables.length, rows: rowsIn(manifest), migrations: since, seconds };
  return {
    exit: audit.clean ? 0 : 1,
    lines: [
      `restored ${figures.rows} rows of ${figures.tables} tables as of ${manifest.at} in ${seconds} s`,
      ...(since.length > 0 ? [`migrated on by ${since.join(', ')}`] : []),
      ...failing.map(({ number, name, rows }) => `FAILS  ${number}  ${name}: ${JSON.stringify(rows[0])}`),
      audit.clean ? `clean: ${audit.invariants.length} invariants hold` : 'audit_not_clean: restored, but not clean',
    ],
    json: {
      folder,
      at: manifest.at,
      ...figures,
      clean: audit.clean,
      failing: failing.map(({ number, name }) => ({ number, name })),
    },
  };
});
