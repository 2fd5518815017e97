import { connect, MIGRATIONS } from '../../../src/platform/database.ts';

/**
 * The wrong twin of a start: it keeps nobody else out while it migrates, and makes every statement on its own, so that
 * one that was cut stands half made and is begun again.
 */
export async function migrateNaively(url: string): Promise<void> {
  const db = connect(url, 2);
  try {
    await db.migrate.forceFreeMigrationsLock(MIGRATIONS);
    await db.migrate.latest({ ...MIGRATIONS, disableTransactions: true });
  } finally {
    await db.destroy();
  }
}
