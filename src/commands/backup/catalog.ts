import type { Client } from 'pg';
import { quoted } from '../../platform/roles.ts';

/** knex's own tables: a restore makes them anew by migrating. */
const KNEX = `('migration', 'migration_lock')`;

export interface TableFound {
  name: string;
  columns: string[];
  /** By the planner's statistics; for the display only. */
  rowsAbout: number;
}

/** Every table of the schema with the columns that are written (a generated column makes itself); extensions keep theirs. */
export async function tablesOf(client: Client): Promise<TableFound[]> {
  const { rows } = await client.query<TableFound>(`
    SELECT c.relname AS name, greatest(c.reltuples, 0)::float8 AS "rowsAbout",
           array_agg(a.attname::text ORDER BY a.attnum) AS columns
      FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relname NOT IN ${KNEX}
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
     GROUP BY c.oid, c.relname, c.reltuples ORDER BY c.relname`);
  return rows;
}

export interface SequenceFound {
  name: string;
  last_value: string;
  is_called: boolean;
}

/** Identity columns' sequences and free ones. They stand outside of transactions: read them after the rows. */
export async function sequencesOf(client: Client): Promise<SequenceFound[]> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT s.relname AS name FROM pg_class s
     WHERE s.relnamespace = current_schema()::regnamespace AND s.relkind = 'S'
       AND NOT EXISTS (SELECT 1 FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid
                        WHERE d.objid = s.oid AND d.deptype IN ('a', 'i') AND t.relname IN ${KNEX})
     ORDER BY s.relname`);
  const found: SequenceFound[] = [];
  for (const { name } of rows) {
    const read = await client.query<Omit<SequenceFound, 'name'>>(
      `SELECT last_value::text, is_called FROM ${quoted(name)}`,
    );
    found.push({ name, ...read.rows[0]! });
  }
  return found;
}

/** The names of the migrations that made this schema; none in a database that the app never started on. */
export async function migrationsOf(client: Client): Promise<string[]> {
  const known = await client.query(`SELECT 1 FROM pg_class WHERE oid = to_regclass('migration')`);
  if (known.rowCount === 0) return [];
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM migration ORDER BY name`);
  return rows.map((row) => row.name);
}

/** Whatever stands in the database already, one name of it; undefined in an empty one. */
export async function firstThingIn(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT n.nspname || '.' || c.relname AS name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
       AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
     ORDER BY 1 LIMIT 1`);
  return rows[0]?.name;
}

/** A table of which row-level security would hide rows from this login: they must stop a backup, not be missing in it. */
export async function hidingPolicy(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT c.relname AS name FROM pg_class c
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND row_security_active(c.oid)
       AND (NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('*', 'r')
                         AND 0 = ANY(p.polroles) AND pg_get_expr(p.polqual, p.polrelid) = 'true')
         OR EXISTS (SELECT 1 FROM pg_policy p, unnest(p.polroles) role
                     WHERE p.polrelid = c.oid AND NOT p.polpermissive AND (role = 0 OR pg_has_role(role, 'USAGE'))))
     ORDER BY 1 LIMIT 1`);
  return rows[0]?.name;
}

/** The wrapping keys that rows are sealed under; a database of an older level names none. */
export async function keysNeeded(client: Client): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string }>(`
    SELECT attrelid::regclass::text AS name FROM pg_attribute
     WHERE attrelid IN (to_regclass('recipient'), to_regclass('data_key')) AND attname = 'key_id'`);
  const needed = new Set<string>();
  for (const { name } of tables) {
    const { rows } = await client.query<{ key_id: string }>(
      `SELECT DISTINCT key_id FROM ${name} WHERE key_id IS NOT NULL ORDER BY 1`,
    );
    for (const { key_id } of rows) needed.add(key_id);
  }
  return [...needed];
}
