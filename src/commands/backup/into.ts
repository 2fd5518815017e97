import { databaseUrl } from '../../platform/embedded/index.ts';
import { quoted } from '../../platform/roles.ts';
import { connected } from './connected.ts';

/** Runs with a database of this name on the same server, made where there is none; made for nothing, it goes again. */
export async function inDatabase<T>(url: string, name: string, run: (url: string) => Promise<T>): Promise<T> {
  const made = await connected(url, async (client) => {
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (known.rowCount === 0) await client.query(`CREATE DATABASE ${quoted(name)}`);
    return known.rowCount === 0;
  });
  try {
    return await run(databaseUrl(url, name));
  } catch (error) {
    if (made) await connected(url, (client) => client.query(`DROP DATABASE IF EXISTS ${quoted(name)}`));
    throw error;
  }
}
