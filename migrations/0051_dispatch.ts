import type { Knex } from 'knex';

/** Since when a vehicle is driven no more. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE vehicle ADD COLUMN retired_at timestamptz;
    UPDATE vehicle SET retired_at = now() WHERE state = 'retired';
    ALTER TABLE vehicle ADD CONSTRAINT vehicle_retired CHECK ((state = 'retired') = (retired_at IS NOT NULL));
  `);
}
