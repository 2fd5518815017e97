import type { Knex } from 'knex';

/** A line hangs on its promise again: a look-up for each line sold is no look-up for each line of a wave. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE promise_line ADD FOREIGN KEY (site_id, promise_id) REFERENCES promise NOT VALID;
  `);
}
