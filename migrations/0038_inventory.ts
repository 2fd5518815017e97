import type { Knex } from 'knex';

/** An adjustment names the serial and the condition of its units, and when it was decided; a leg the request or scan behind it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE adjustment
      ADD COLUMN serial     text COLLATE "C" NOT NULL DEFAULT '',
      -- null: of every condition, those on sale first
      ADD COLUMN condition  text COLLATE "C" CHECK (condition IN ('sellable','inspect','hold','damaged','expired')),
      ADD COLUMN decided_at timestamptz,
      ADD CHECK (serial = '' OR abs(quantity) = 1);
    -- of the request or scan that moved it, as logs and traces have it; null: written before there was one
    ALTER TABLE ledger ADD COLUMN trace uuid;
    CREATE INDEX adjustment_at ON adjustment (site_id, state, at);
  `);
}
