import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- behind whose wall the transaction stands; null: behind nobody's, where the seller's role sees nothing.
    -- The walls themselves and the roles are built at every start, by src/platform/walls.ts
    CREATE FUNCTION wall_seller() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
      AS $$ SELECT nullif(current_setting('daybreak.seller', true), '')::uuid $$;
  `);
}
