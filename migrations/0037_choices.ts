import type { Knex } from 'knex';

/**
 * What somebody chose, and what nobody did: an account that never chose a language speaks that of its browser (what demo
 * accounts have was chosen by nobody), and a shipment keeps how its seller said that it is packed.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE user_account ALTER COLUMN language DROP DEFAULT, ALTER COLUMN language DROP NOT NULL;
    UPDATE user_account SET language = NULL WHERE demo;
    ALTER TABLE inbound_shipment ADD COLUMN packing text COLLATE "C" CHECK (packing IN ('same','mixed','loose'));
  `);
}
