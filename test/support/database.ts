import { inject } from 'vitest';
import { databaseUrl } from '../../src/platform/embedded/index.ts';
import { newCode } from '../../src/platform/ids.ts';
import { ask } from './ask.ts';

export interface FreshDatabase {
  url: string;
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
    drop: async () => {
      await ask(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
