import { inject } from 'vitest';
import { databaseUrl } from '../../src/platform/embedded/index.ts';
import { newCode } from '../../src/platform/ids.ts';
import { quoted, rolesOf, type DatabaseRoles } from '../../src/platform/roles.ts';
import { ask } from './ask.ts';

export interface FreshDatabase {
  url: string;
  /** A copy's grants name the roles of the template. */
  roles: DatabaseRoles;
  /** Ends every session in it and deletes it. */
  drop: () => Promise<void>;
}

/** A migrated database of its own for a test file: a copy of the template, without migrating again; or of another one. */
export async function freshDatabase(template = inject('testServer').template): Promise<FreshDatabase> {
  const { url } = inject('testServer');
  const name = `test_${newCode(12).toLowerCase()}`;
  await ask(url, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  return {
    url: databaseUrl(url, name),
    roles: rolesOf(inject('testServer').template),
    drop: () => dropDatabase(url, name),
  };
}

/** With the roles that the database got if the app was started on it; a copy that a failed test left keeps them. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await ask(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  const roles = Object.values(rolesOf(name)).map(quoted).join(', ');
  await ask(url, `DROP ROLE IF EXISTS ${roles}`).catch((error: { code?: string }) => {
    if (error.code !== '2BP01') throw error;
  });
}

/** A database without anything in it. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  const { url } = inject('testServer');
  const name = `test_${newCode(12).toLowerCase()}`;
  await ask(url, `CREATE DATABASE ${name}`);
  return { url: databaseUrl(url, name), roles: rolesOf(name), drop: () => dropDatabase(url, name) };
}
