import knex, { type Knex } from 'knex';
import pg from 'pg';
import { migrationSource } from '../../migrations/source.ts';

export type Database = Knex;

// bigint and numeric sums of units fit a double exactly up to 2^53; dates stay text so that no time zone moves them
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

// short statements on solid-state disks: compiling them costs more than running them, and an index read is no seek
const PLANNER = '-c jit=off -c random_page_cost=1.1';

export function connect(url: string, connections = 16): Database {
  return knex({
    client: 'pg',
    connection: { connectionString: url, application_name: 'daybreak', statement_timeout: 60_000, options: PLANNER },
    pool: { min: 0, max: connections },
    acquireConnectionTimeout: 10_000,
  });
}

/**
 * Brings the schema to the newest migration. Two starters at once: one migrates, the other waits. The advisory lock
 * ends with its connection, so a starter killed in the middle leaves nothing locked; knex's own lock row, which it
 * would leave behind, is freed under it.
 */
export async function migrate(url: string): Promise<void> {
  const guard = new pg.Client({ connectionString: url });
  await guard.connect();
  const db = connect(url, 2);
  try {
    await guard.query('SELECT pg_advisory_lock(7205759403)');
    const settings = { migrationSource, tableName: 'migration' };
    await db.migrate.forceFreeMigrationsLock(settings);
    await db.migrate.latest(settings);
  } finally {
    await db.destroy();
    await guard.end();
  }
}
