import type { Knex } from 'knex';

/** What an order was sent with, so that its number sent again with something else is told from a repeat. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    ALTER TABLE data_key DROP CONSTRAINT data_key_purpose_check;
    ALTER TABLE data_key ADD CHECK (purpose IN ('answer','step','phone','order'));

    -- of this version, by part: keyed hashes, those of a person until he is erased; null: sent before these were kept
    ALTER TABLE customer_order ADD COLUMN contents jsonb CHECK (jsonb_typeof(contents) = 'object');
  `);
}
