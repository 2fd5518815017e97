import type { Knex } from 'knex';

/**
 * What somebody chose, and what nobody did: a new account that never chose a language speaks that of its browser, and a
 * shipment keeps how its seller said that it is packed. Of accounts that there are nothing tells a choice from the English
 * that all began with: people keep what they have, demo accounts begin anew.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE user_account ALTER COLUMN language DROP DEFAULT, ALTER COLUMN language DROP NOT NULL;
    UPDATE user_account SET language = NULL WHERE demo;
    ALTER TABLE inbound_shipment ADD COLUMN packing text COLLATE "C" CHECK (packing IN ('same','mixed','loose'));
  `);
}
