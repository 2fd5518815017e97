import { Client } from 'pg';
import { inject } from 'vitest';
import { ask } from './ask.ts';
import { afterTheDay } from './afterTheDay.ts';
import { freshDatabase, type FreshDatabase } from './database.ts';
import { playSmallDay } from './day.ts';

/** A seed whose day has cancels, shorts and counts in it. */
const SEED = 1;

/**
 * A copy of a database in which a day was played: whoever asks first plays it, the others wait and take copies, so that
 * a run of the tests plays it once.
 */
export async function dayDatabase(): Promise<FreshDatabase> {
  const { url, template } = inject('testServer');
  const name = `${template}_day`;
  const lock = new Client({ connectionString: url });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name]);
    const known = await ask(url, `SELECT 1 FROM pg_database WHERE datname = '${name}'`);
    if (known.length === 0) await playInto(url, name);
    return await freshDatabase(name);
  } finally {
    await lock.end();
  }
}

async function playInto(url: string, name: string): Promise<void> {
  const { server, played } = await playSmallDay(SEED);
  await afterTheDay(server, played);
  await server.stop();
  const made = new URL(server.databaseUrl).pathname.slice(1);
  await ask(url, `ALTER DATABASE ${made} RENAME TO ${name}`);
}
