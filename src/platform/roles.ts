import { createHmac } from 'node:crypto';
import { sha256 } from './crypto.ts';
import type { Database } from './database.ts';
import { LOGIN_LOCK } from './locks.ts';
import { one, rows } from './sql.ts';

/**
 * Two roles of a database, neither of which logs in or owns anything: `app` is what the app works as, `seller` is what it
 * steps down to in a transaction of a seller, and is walled off (walls.ts).
 */
export interface DatabaseRoles {
  app: string;
  seller: string;
}

/** As many bytes as PostgreSQL keeps of a name. */
const NAME_BYTES = 63;

/** Named after the database: roles belong to the whole server, and a login of one database is nobody in the next. */
export function rolesOf(database: string): DatabaseRoles {
  const fits = Buffer.byteLength(`daybreak_seller_${database}`) <= NAME_BYTES;
  const of = fits ? database : sha256(database).slice(0, 32);
  return { app: `daybreak_app_${of}`, seller: `daybreak_seller_${of}` };
}

/** A login for the app alone, which owns nothing. */
const loginOf = (roles: DatabaseRoles) => roles.app.replace(/^daybreak_app_/, 'daybreak_login_');

export class DatabaseRoleError extends Error {
  override name = 'DatabaseRoleError';
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

interface RoleRow {
  name: string;
  unsafe: boolean;
}

/**
 * Makes the database's two roles where they are missing, and lets this login take them.
 * @throws DatabaseRoleError `database_role_missing` where the login may not, with what to run by hand; `database_role_unsafe`
 *   where a role made by hand may more than it should
 */
export async function makeRoles(db: Database): Promise<DatabaseRoles> {
  const { database, login } = await one<{ database: string; login: string }>(
    db,
    `SELECT current_database() AS database, session_user AS login`,
  );
  const roles = rolesOf(database);
  const have = await safeRoles(db, roles);
  if (have.size === 2 && (await mayTake(db, roles))) return roles;
  const [makeSeller, makeApp, ...join] = byHand(roles, login);
  const statements = [
    ...(have.has(roles.seller) ? [] : [makeSeller!]),
    ...(have.has(roles.app) ? [] : [makeApp!]),
    ...join,
  ];
  await db
    .transaction(async (tx) => {
      for (const statement of statements) await tx.raw(statement);
    })
    .catch((error: unknown) => {
      if ((error as { code?: string }).code === '42501') throw missingRole(roles, login);
      throw error;
    });
  await safeRoles(db, roles);
  if (!(await mayTake(db, roles))) throw missingRole(roles, login);
  return roles;
}

/** Which of the two there are. @throws DatabaseRoleError `database_role_unsafe` */
async function safeRoles(db: Database, { app, seller }: DatabaseRoles): Promise<Set<string>> {
  const known = await rows<RoleRow>(db, KNOWN, { app, seller });
  const unsafe = known.find((role) => role.unsafe);
  if (unsafe !== undefined) {
    throw new DatabaseRoleError(
      `database_role_unsafe: ${unsafe.name} has to be NOLOGIN, NOSUPERUSER, NOBYPASSRLS, NOCREATEROLE and, the app's, NOINHERIT; ` +
        `nobody may inherit the seller's`,
    );
  }
  return new Set(known.map((role) => role.name));
}

/**
 * Fails unless this login may work as the two roles.
 * @throws DatabaseRoleError `database_role_missing`
 */
export async function proveRoles(db: Database, roles: DatabaseRoles): Promise<void> {
  const { login } = await one<{ login: string }>(db, 'SELECT session_user AS login');
  if (!(await mayTake(db, roles))) throw missingRole(roles, login);
}

/**
 * The address by which the app logs in as nobody but its own role, made from the owner's. Its password follows from the
 * owner's, so that every process that migrates can tell it and nothing has to be kept.
 */
export async function makeLogin(db: Database, roles: DatabaseRoles, ownerUrl: string): Promise<string> {
  const url = new URL(ownerUrl);
  const login = loginOf(roles);
  const password = createHmac('sha256', url.password).update(login).digest('hex');
  await db.transaction(async (tx) => {
    // of two starters at once the later would find the row of the role changed under it
    await tx.raw(`SELECT pg_advisory_xact_lock(${LOGIN_LOCK})`);
    const known = await rows(tx, 'SELECT 1 FROM pg_roles WHERE rolname = :login', { login });
    const verb = known.length === 0 ? 'CREATE' : 'ALTER';
    await tx.raw(`${verb} ROLE ${quoted(login)} LOGIN PASSWORD '${password}'`);
    await tx.raw(`GRANT ${quoted(roles.app)} TO ${quoted(login)}`);
  });
  url.username = encodeURIComponent(login);
  url.password = password;
  return url.href;
}

/** A role that logs in, or passes the walls, protects nothing; around an owner who inherits the seller's they would close. */
const KNOWN = `
  SELECT r.rolname AS name,
         r.rolcanlogin OR r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR (r.rolname = :app AND r.rolinherit)
         OR (r.rolname = :seller AND NOT me.rolsuper AND pg_has_role(me.oid, r.oid, 'USAGE')) AS unsafe
    FROM pg_roles r, pg_roles me WHERE r.rolname IN (:app, :seller) AND me.rolname = session_user`;

/** The app's role inherits nothing, so that the seller's walls do not close around those who may take both. */
const byHand = ({ app, seller }: DatabaseRoles, login: string) => [
  `CREATE ROLE ${quoted(seller)} NOLOGIN`,
  `CREATE ROLE ${quoted(app)} NOLOGIN NOINHERIT`,
  `GRANT ${quoted(seller)} TO ${quoted(app)}`,
  `GRANT ${quoted(app)} TO ${quoted(login)}`,
];

function missingRole(roles: DatabaseRoles, login: string): DatabaseRoleError {
  const statements = byHand(roles, login).map((statement) => `  ${statement};`);
  return new DatabaseRoleError(
    [`database_role_missing: ${login} may neither make nor take the roles of this database. As a superuser run`]
      .concat(statements, 'leaving out what is there already, and start again (docs/operations.md, "Roles").')
      .join('\n'),
  );
}

/** Tried, since PostgreSQL 16 tells a member that may take a role from one that may only pass it on, and 15 does not. */
async function mayTake(db: Database, roles: DatabaseRoles): Promise<boolean> {
  const take = `SELECT set_config('role', :app, true), set_config('role', :seller, true)`;
  return db
    .transaction((tx) => rows(tx, take, { ...roles }))
    .then(
      () => true,
      (error: unknown) => {
        if (['42501', '22023'].includes((error as { code?: string }).code ?? '')) return false;
        throw error;
      },
    );
}
