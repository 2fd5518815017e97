import { databaseUrl } from '../../platform/embedded/index.ts';
import { quoted } from '../../platform/roles.ts';
import { BackupError } from './backupError.ts';
import { connected } from './connected.ts';

/** SQLSTATE insufficient_privilege. */
const MAY_NOT = '42501';

function sayWhoMayMakeIt(error: Error & { code?: string }): never {
  if (error.code !== MAY_NOT) throw error;
  const ways = 'give the login CREATEDB, or make an empty database that it owns and name that one';
  throw new BackupError('database_not_makeable', `this login may make no database: ${ways}`, error);
}

/** Runs with a database of this name on the same server, made where there is none; made for nothing, it goes again. */
export async function inDatabase<T>(url: string, name: string, run: (url: string) => Promise<T>): Promise<T> {
  const made = await connected(url, async (client) => {
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (known.rowCount === 0) await client.query(`CREATE DATABASE ${quoted(name)}`).catch(sayWhoMayMakeIt);
    return known.rowCount === 0;
  });
  try {
    return await run(databaseUrl(url, name));
  } catch (error) {
    if (!made) throw error;
    const drop = `DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`;
    await connected(url, (client) => client.query(drop)).catch((left: Error) => {
      // why it failed is told first, and that something is left of it
      const told = `${(error as Error).message}; the database ${name} is left: ${left.message}`;
      throw error instanceof BackupError ? new BackupError(error.code, told) : new Error(told, { cause: error });
    });
    throw error;
  }
}
