import knex, { type Knex } from 'knex';
import pg from 'pg';
import { migrationSource } from '../../migrations/source.ts';
import { MIGRATION_LOCK } from './locks.ts';
import { makeLogin, makeRoles, proveRoles, type DatabaseRoles } from './roles.ts';
import { buildWalls } from './walls.ts';

export type Database = Knex;

/** Longer than anything that somebody waits for. */
const STATEMENT_MS = 60_000;

// bigint and numeric sums of units fit a double exactly up to 2^53; dates stay text so that no time zone moves them
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

// short statements on solid-state disks: compiling them costs more than running them, and an index read is no seek
const PLANNER = '-c jit=off -c random_page_cost=1.1';

export interface Wire {
  /** Statements of one transaction go out without waiting for each other's answers; a COPY cannot be among them. */
  pipeline?: boolean;
  /** After this without an answer a wire is taken for dead: longer than any statement may run. */
  patience_ms?: number;
  /** Whoever starts has nobody waiting for him: a statement takes as long as it takes, a connection up to a minute. */
  starting?: boolean;
}

/**
 * A pool of connections, which work as the database's unprivileged role where its roles are given, else as the login
 * itself: for migrations and audits.
 */
export function connect(
  url: string,
  connections = 16,
  roles?: DatabaseRoles,
  { pipeline = true, patience_ms = STATEMENT_MS + 30_000, starting = false }: Wire = {},
): Database {
  const options = roles === undefined ? PLANNER : `${PLANNER} ${takenBy(roles)}`;
  return knex({
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: 'daybreak',
      ...(starting ? {} : { statement_timeout: STATEMENT_MS }),
      options,
      pipeline,
      keepAlive: true,
      // a wire that died without a word gives its place in the pool back; a COPY may take as long as it takes
      ...(pipeline && !starting ? { query_timeout: patience_ms } : {}),
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: connections },
    acquireConnectionTimeout: starting ? 60_000 : 10_000,
  });
}

/** Set as the connection opens, so that RESET ROLE comes back to it; `daybreak.seller_role` is read by transact. */
function takenBy({ app, seller }: DatabaseRoles): string {
  const escaped = (name: string) => name.replaceAll(/[\\\s]/g, '\\$&');
  return `-c role=${escaped(app)} -c daybreak.seller_role=${escaped(seller)}`;
}

export const MIGRATIONS = { migrationSource, tableName: 'migration' };

/**
 * Brings the schema to the newest migration. Two starters at once: one migrates, the other waits. The advisory lock
 * ends with its connection, so a starter killed in the middle leaves nothing locked; knex's own lock row, which it
 * would leave behind, is freed under it. Ends with the roles of the database, which may do what grants.ts says,
 * and which the app's login can take, if that is another one.
 */
export async function migrate(url: string, appUrl = url): Promise<DatabaseRoles> {
  const guard = new pg.Client({ connectionString: url });
  // its next statement tells what happened to the connection
  guard.on('error', () => {});
  await guard.connect();
  const db = connect(url, 2, undefined, { starting: true });
  try {
    await guard.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
    const roles = await makeRoles(db);
    await db.migrate.forceFreeMigrationsLock(MIGRATIONS);
    await db.migrate.latest(MIGRATIONS);
    await buildWalls(db, roles);
    if (appUrl !== url) await within(appUrl, (app) => proveRoles(app, roles));
    return roles;
  } finally {
    await db.destroy();
    await guard.end();
  }
}

/** The address of a login that is nothing but the app, on a server that takes passwords as the embedded one does. */
export function appLogin(ownerUrl: string, roles: DatabaseRoles): Promise<string> {
  return within(ownerUrl, (owner) => makeLogin(owner, roles, ownerUrl));
}

async function within<T>(url: string, run: (db: Database) => Promise<T>): Promise<T> {
  const db = connect(url, 1, undefined, { starting: true });
  try {
    return await run(db);
  } finally {
    await db.destroy();
  }
}
