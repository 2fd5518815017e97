import { readdirSync } from 'node:fs';
import type { Knex } from 'knex';

/** Migrations by name without their ending, so that a .ts and a .js tree keep one history. */
export const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: () =>
    Promise.resolve([
      ...new Set(
        readdirSync(new URL('.', import.meta.url))
          .filter((file) => /^\d{4}_\w+\.(ts|js)$/.test(file))
          .map((file) => file.replace(/\.(ts|js)$/, ''))
          .sort(),
      ),
    ]),
  getMigrationName: (name) => name,
  getMigration: async (name) => {
    const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
    const { up } = (await import(new URL(name + ending, import.meta.url).href)) as Pick<Knex.Migration, 'up'>;
    return { up, down: () => Promise.reject(new Error('migrations go forward only')) };
  },
};
