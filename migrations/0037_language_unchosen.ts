import type { Knex } from 'knex';

/** An account that never chose a language speaks that of its browser. What demo accounts have was chosen by nobody. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE user_account ALTER COLUMN language DROP DEFAULT, ALTER COLUMN language DROP NOT NULL;
    UPDATE user_account SET language = NULL WHERE demo;
  `);
}
