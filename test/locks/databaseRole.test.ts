import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { appLogin, connect, migrate, type Database } from '../../src/platform/database.ts';
import { databaseUrl } from '../../src/platform/embedded/index.ts';
import { appMay, VERBS, type May } from '../../src/platform/grants.ts';
import { newCode } from '../../src/platform/ids.ts';
import { rolesOf } from '../../src/platform/roles.ts';
import { rows } from '../../src/platform/sql.ts';
import { ask } from '../support/ask.ts';
import { dropDatabase, freshDatabase, type FreshDatabase } from '../support/database.ts';
import { refusalOf } from './sqlRefusal.ts';

const PASSWORD = 'open_sesame';
const server = inject('testServer').url;

let fresh: FreshDatabase;
let app: Database;
const logins: string[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  app = connect(fresh.url, 2, fresh.roles);
});
afterAll(async () => {
  await app.destroy();
  await fresh.drop();
  for (const login of logins) await ask(server, `DROP ROLE ${login}`);
});

/** An account of the server that may do nothing but log in. */
async function newLogin(): Promise<string> {
  const login = `test_login_${newCode(8).toLowerCase()}`;
  await ask(server, `CREATE ROLE ${login} LOGIN PASSWORD '${PASSWORD}'`);
  logins.push(login);
  return login;
}

function urlAs(url: string, login: string): string {
  const other = new URL(url);
  other.username = login;
  other.password = PASSWORD;
  return other.href;
}

const named = (may: May) => Object.keys(appMay).filter((table) => appMay[table] === may);

describe('the role that the app works as', () => {
  it('owns nothing, makes nothing, logs in nowhere and passes no wall', async () => {
    const [role] = await rows(
      app,
      `SELECT current_user AS name, rolsuper OR rolcreatedb OR rolcreaterole OR rolcanlogin OR rolreplication
              OR rolbypassrls OR rolinherit AS more,
              (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned
         FROM pg_roles r WHERE rolname = current_user`,
    );
    expect(role).toEqual({ name: fresh.roles.app, more: false, owned: 0 });
    expect(await refusalOf(app, 'CREATE TABLE mine (id int)')).toBe('42501');
  });

  it.each(named('add'))('adds to %s and never changes, deletes or empties it', async (table) => {
    const [column] = await rows<{ name: string }>(
      app,
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = (:table::text)::regclass AND attnum = 1`,
      { table },
    );
    for (const statement of [
      `UPDATE ${table} SET ${column!.name} = ${column!.name}`,
      `UPDATE ${table} SET ${column!.name} = ${column!.name} WHERE false`,
      `SELECT * FROM ${table} FOR UPDATE`,
      `DELETE FROM ${table} WHERE false`,
      `TRUNCATE ${table}`,
    ]) {
      expect([statement, await refusalOf(app, statement)]).toEqual([statement, '42501']);
    }
    expect(await refusalOf(app, `SELECT * FROM ${table}`)).toBe('done');
  });

  it('would be caught changing the ledger where somebody let it', async () => {
    const loose = await freshDatabase();
    const [owner, other] = [connect(loose.url, 1), connect(loose.url, 1, loose.roles)];
    try {
      await owner.raw(`GRANT UPDATE ON ledger TO "${loose.roles.app}"`);
      expect(await refusalOf(other, 'UPDATE ledger SET quantity = quantity')).toBe('done');
    } finally {
      await Promise.all([owner.destroy(), other.destroy()]);
      await loose.drop();
    }
  });

  it('keeps the ledger, the scans and the records of who looked among those', () => {
    expect(named('add')).toEqual(expect.arrayContaining(['ledger', 'scan', 'access_record', 'order_event']));
  });

  it.each([
    'ALTER TABLE ledger DISABLE TRIGGER ALL',
    'ALTER TABLE ledger DISABLE ROW LEVEL SECURITY',
    'ALTER TABLE ledger NO FORCE ROW LEVEL SECURITY',
    'DROP POLICY wall ON ledger',
    'DROP TABLE ledger',
    'CREATE OR REPLACE FUNCTION wall_seller() RETURNS uuid LANGUAGE sql AS $$ SELECT NULL::uuid $$',
    `SET session_replication_role = 'replica'`,
    'SELECT * FROM migration',
  ])('is refused %s', async (statement) => {
    expect(await refusalOf(app, statement)).toBe('42501');
  });

  it('may do to every table what is written down, to the letter, and nothing that nobody wrote down', async () => {
    const found = await rows<{ name: string; verbs: string[] }>(
      app,
      `SELECT c.relname AS name, coalesce((SELECT array_agg(a.privilege_type ORDER BY a.privilege_type)
                FROM aclexplode(c.relacl) a WHERE a.grantee = current_user::regrole), '{}') AS verbs
         FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r','p') ORDER BY 1`,
    );
    const written = found.map(({ name }) => ({ name, verbs: [...VERBS[appMay[name] ?? 'change']].sort() }));
    expect(found).toEqual(written);
    const known = new Set(found.map(({ name }) => name));
    expect(Object.keys(appMay).filter((table) => !known.has(table))).toEqual([]);
  });
});

describe('a login that owns nothing', () => {
  it('has no way back to more, whatever role it takes or leaves', async () => {
    const login = await newLogin();
    await ask(server, `GRANT "${fresh.roles.app}" TO ${login}`);
    const url = urlAs(fresh.url, login);
    const pool = connect(url, 1, fresh.roles);
    const owner = new URL(fresh.url).username;
    try {
      for (const statement of [`SET ROLE ${owner}`, `SET SESSION AUTHORIZATION ${owner}`]) {
        expect([statement, await refusalOf(pool, statement)]).toEqual([statement, '42501']);
      }
      for (const leaving of [
        'RESET ROLE',
        'SET ROLE NONE',
        'RESET ALL',
        'DISCARD ALL',
        'RESET SESSION AUTHORIZATION',
      ]) {
        await pool.raw(leaving);
        for (const statement of ['UPDATE ledger SET quantity = 1', 'DELETE FROM scan', 'DROP POLICY wall ON ledger']) {
          expect([leaving, statement, await refusalOf(pool, statement)]).toEqual([leaving, statement, '42501']);
        }
      }
      await pool.raw('RESET ROLE');
      expect(await rows(pool, 'SELECT current_user AS name')).toEqual([{ name: fresh.roles.app }]);
    } finally {
      await pool.destroy();
    }
  });

  it('is refused at the start until it may take the role, and told what to run', async () => {
    const login = await newLogin();
    const name = `test_${newCode(12).toLowerCase()}`;
    await ask(server, `CREATE DATABASE ${name}`);
    const url = databaseUrl(server, name);
    try {
      await expect(migrate(url, urlAs(url, login))).rejects.toThrow(`GRANT "${rolesOf(name).app}" TO "${login}";`);
      await ask(server, `GRANT "${rolesOf(name).app}" TO ${login}`);
      expect(await migrate(url, urlAs(url, login))).toEqual(rolesOf(name));
    } finally {
      await dropDatabase(server, name);
    }
  });
});

describe('the login that the app makes for itself', () => {
  it('comes in by the same address from every process, and has no way to more than the app', async () => {
    const name = `test_${newCode(12).toLowerCase()}`;
    await ask(server, `CREATE DATABASE ${name}`);
    const url = databaseUrl(server, name);
    try {
      const roles = await migrate(url);
      const [one, two] = await Promise.all([appLogin(url, roles), appLogin(url, roles)]);
      expect(two).toBe(one);
      expect(new URL(one).password).not.toBe(new URL(url).password);
      const pool = connect(one, 1, roles);
      expect(await rows(pool, 'SELECT current_user AS name')).toEqual([{ name: roles.app }]);
      await pool.raw('SET ROLE NONE');
      expect(await refusalOf(pool, 'UPDATE ledger SET quantity = 1')).toBe('42501');
      expect(await refusalOf(pool, `SET ROLE ${new URL(url).username}`)).toBe('42501');
      await pool.destroy();
    } finally {
      await dropDatabase(server, name);
      await ask(server, `DROP ROLE daybreak_login_${name}`);
    }
  });
});

describe('a start by an owner who may not make roles', () => {
  let name: string;
  let owner: string;
  let url: string;

  beforeAll(async () => {
    owner = await newLogin();
    name = `test_${newCode(12).toLowerCase()}`;
    await ask(server, `GRANT ${owner} TO CURRENT_USER`);
    await ask(server, `CREATE DATABASE ${name} OWNER ${owner}`);
    url = urlAs(databaseUrl(server, name), owner);
  });
  afterAll(() => dropDatabase(server, name));

  it('stops before anything is made, with what to run by hand; goes on once that was run', async () => {
    const refused = await migrate(url).catch((error: Error) => error);
    expect((refused as Error).message).toMatch(/^database_role_missing: /);
    expect(await ask(url, `SELECT count(*)::int FROM pg_class WHERE relnamespace = 'public'::regnamespace`)).toEqual([
      0,
    ]);
    const told = (refused as Error).message.split('\n').filter((line) => line.startsWith('  '));
    expect(told).toHaveLength(4);
    for (const statement of told) await ask(server, statement);
    expect(await migrate(url)).toEqual(rolesOf(name));
    // the owner sees through no seller's eyes, though the walls are forced on it as well
    await ask(url, `INSERT INTO seller (seller_id, code, name, at) VALUES (gen_random_uuid(), 'S', 'Seller', now())`);
    expect(await ask(url, 'SELECT count(*)::int FROM seller')).toEqual([1]);
  });

  it('stops where the role made by hand may more than it should', async () => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    try {
      await client.query(`ALTER ROLE "${rolesOf(name).app}" INHERIT`);
      await expect(migrate(url)).rejects.toThrow(/^database_role_unsafe: /);
      await client.query(`ALTER ROLE "${rolesOf(name).app}" NOINHERIT LOGIN`);
      await expect(migrate(url)).rejects.toThrow(/^database_role_unsafe: /);
      await client.query(`ALTER ROLE "${rolesOf(name).app}" NOLOGIN`);
      await migrate(url);
    } finally {
      await client.end();
    }
  });
});

describe('two databases of one server', () => {
  it('have roles of their own, and a copy ends what the roles of the original might do in it', async () => {
    const [one, two] = [await freshDatabase(), await freshDatabase()];
    try {
      const roles = await migrate(one.url);
      expect(Object.values(roles)).not.toContain(rolesOf(new URL(two.url).pathname.slice(1)).app);
      const [template, own] = [connect(one.url, 1, one.roles), connect(one.url, 1, roles)];
      expect(await refusalOf(own, 'SELECT * FROM ledger')).toBe('done');
      expect(await refusalOf(template, 'SELECT * FROM ledger')).toBe('42501');
      await template.destroy();
      await own.destroy();
    } finally {
      await one.drop();
      await two.drop();
    }
  });

  it('are named within the length that PostgreSQL keeps, also where their own names are long', () => {
    const long = [`${'a'.repeat(60)}1`, `${'a'.repeat(60)}2`, '새벽'.repeat(10), 'day break'];
    const names = long.flatMap((name) => Object.values(rolesOf(name)));
    expect(names.every((name) => Buffer.byteLength(name) <= 63)).toBe(true);
    expect(new Set(names).size).toBe(names.length);
  });

  it('may have a name with a space, a quote or another alphabet', async () => {
    const name = `test "새벽" ${newCode(6).toLowerCase()}`;
    await ask(server, `CREATE DATABASE "${name.replaceAll('"', '""')}"`);
    const url = databaseUrl(server, name);
    const pool = connect(url, 1, await migrate(url));
    try {
      expect(await rows(pool, 'SELECT current_user AS name')).toEqual([{ name: rolesOf(name).app }]);
    } finally {
      await pool.destroy();
      await ask(server, `DROP DATABASE "${name.replaceAll('"', '""')}" WITH (FORCE)`);
      for (const role of Object.values(rolesOf(name))) await ask(server, `DROP ROLE "${role.replaceAll('"', '""')}"`);
    }
  });
});
