import type { Database } from './database.ts';
import { appMay, hangsOn, ownersCalls, sellerMay, VERBS, writtenBy, type Hanging } from './grants.ts';
import { quoted, type DatabaseRoles } from './roles.ts';
import { rows } from './sql.ts';

/** A table as the catalog has it. */
interface Table {
  name: string;
  hasSeller: boolean;
  forced: boolean;
  /** The comment on its wall: the wall as it was built. */
  wall: string | null;
  /** 'role VERB', sorted. */
  granted: string[];
}

const OURS = /^daybreak_(app|seller)_/;

/**
 * Brings what the two roles may do, and the walls between sellers, to what grants.ts says and the catalog asks for: every
 * table with a seller_id has a wall. Only what differs is touched, each table in a transaction of its own, since a wall
 * waits for everybody who uses the table.
 */
export async function buildWalls(db: Database, roles: DatabaseRoles): Promise<void> {
  const shut = await rows<{ role: string; schema: string }>(db, SHUT, { names: [roles.app, roles.seller] });
  for (const { role, schema } of shut) await db.raw(`GRANT USAGE ON SCHEMA ${quoted(schema)} TO ${quoted(role)}`);
  const names = [roles.app, roles.seller];
  const uncalled = await rows<{ role: string; call: string }>(db, UNCALLED, { names, calls: ownersCalls });
  for (const { role, call } of uncalled) await db.raw(`GRANT EXECUTE ON FUNCTION ${call} TO ${quoted(role)}`);
  for (const table of await rows<Table>(db, TABLES)) {
    const statements = [...grantsOf(table, roles), ...wallOf(table, roles)];
    if (statements.length > 0) await db.transaction((tx) => tx.raw(statements.join(';\n')));
  }
}

/** Everybody may look into the schema `public`, unless the operator has closed it. */
const SHUT = `
  SELECT r.rolname AS role, current_schema() AS schema FROM pg_roles r
   WHERE r.rolname = ANY(:names::text[]) AND NOT has_schema_privilege(r.oid, current_schema(), 'USAGE')`;

const UNCALLED = `
  SELECT r.rolname AS role, p.oid::regprocedure::text AS call FROM pg_proc p CROSS JOIN pg_roles r
   WHERE p.pronamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
     AND p.proname = ANY(:calls::text[]) AND r.rolname = ANY(:names::text[])
     AND NOT has_function_privilege(r.oid, p.oid, 'EXECUTE')`;

const TABLES = `
  SELECT c.relname AS name,
         EXISTS (SELECT 1 FROM pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attname = 'seller_id' AND NOT a.attisdropped) AS "hasSeller",
         c.relrowsecurity AND c.relforcerowsecurity AS forced,
         (SELECT obj_description(p.oid, 'pg_policy') FROM pg_policy p
           WHERE p.polrelid = c.oid AND p.polname = 'wall') AS wall,
         coalesce((SELECT array_agg(r.rolname || ' ' || a.privilege_type ORDER BY r.rolname, a.privilege_type)
                     FROM aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
                    WHERE a.grantee <> c.relowner), '{}') AS granted
    FROM pg_class c
   WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND c.relkind IN ('r','p')
   ORDER BY c.relname`;

const walled = (table: Table) => table.hasSeller || table.name in hangsOn;

/** A copy of another database comes with grants to that one's roles: they end here. */
function grantsOf(table: Table, { app, seller }: DatabaseRoles): string[] {
  const mayApp = VERBS[appMay[table.name] ?? 'change'];
  const unnamed = walled(table) ? (appMay[table.name] ?? 'change') : 'nothing';
  const maySeller = VERBS[sellerMay[table.name] ?? unnamed];
  const wanted = [...mayApp.map((verb) => `${app} ${verb}`), ...maySeller.map((verb) => `${seller} ${verb}`)];
  const has = table.granted.filter((grant) => OURS.test(grant));
  if (String([...has].sort()) === String(wanted.sort())) return [];
  const holders = new Set([app, seller, ...has.map((grant) => grant.slice(0, grant.lastIndexOf(' ')))]);
  const name = quoted(table.name);
  return [
    `REVOKE ALL ON ${name} FROM ${[...holders].map(quoted).join(', ')}`,
    ...(mayApp.length > 0 ? [`GRANT ${mayApp.join(', ')} ON ${name} TO ${quoted(app)}`] : []),
    ...(maySeller.length > 0 ? [`GRANT ${maySeller.join(', ')} ON ${name} TO ${quoted(seller)}`] : []),
  ];
}

/**
 * Everybody who was let in sees all, for nothing: `true` is gone before a plan is made. Sellers see what is theirs by a
 * policy that restricts whatever others allow, and nothing where no seller is set. The sub-select runs once a statement.
 */
function wallOf(table: Table, { seller }: DatabaseRoles): string[] {
  if (!walled(table)) return [];
  const [name, role] = [quoted(table.name), quoted(seller)];
  const wall = `AS RESTRICTIVE TO ${role} USING (${theirs(table)}) WITH CHECK (${written(table)})`;
  if (table.forced && table.wall === wall) return [];
  return [
    `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`,
    `DROP POLICY IF EXISTS everybody ON ${name}`,
    `DROP POLICY IF EXISTS wall ON ${name}`,
    `CREATE POLICY everybody ON ${name} USING (true)`,
    `CREATE POLICY wall ON ${name} ${wall}`,
    `COMMENT ON POLICY wall ON ${name} IS '${wall.replaceAll("'", "''")}'`,
  ];
}

const OWN = 'seller_id = (SELECT wall_seller())';

const theirs = (table: Table) => (table.hasSeller ? OWN : below(table, hangsOn[table.name]!));

function written(table: Table): string {
  // what a seller does may be told about a site, to nobody in particular
  if (table.name === 'outbox') return `seller_id IS NULL OR ${OWN}`;
  const by = writtenBy[table.name];
  return by === undefined ? theirs(table) : below(table, by);
}

function below({ name }: Table, [above, ...by]: Hanging): string {
  const joined = by
    .map((column) => column.split('='))
    .map(([below, itsName = below]) => `above.${itsName} = ${quoted(name)}.${below}`)
    .join(' AND ');
  return `EXISTS (SELECT 1 FROM ${above} above WHERE ${joined} AND above.${OWN})`;
}
