import type { Knex } from 'knex';

/** How many units of a promise were lost: whose order waits already is the first to wait for more. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE promise_line ADD COLUMN lost int NOT NULL DEFAULT 0 CHECK (lost >= 0 AND lost <= quantity);
  `);
}
