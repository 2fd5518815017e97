import type { Knex } from 'knex';

/** The number of the scan that led a device where it stands: whoever remembers another one remembers what is over. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`ALTER TABLE scan_session ADD COLUMN seq bigint NOT NULL DEFAULT 0`);
}
