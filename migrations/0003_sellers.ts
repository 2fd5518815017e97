import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE seller (
      seller_id uuid PRIMARY KEY,
      code      text COLLATE "C" NOT NULL UNIQUE,
      name      text NOT NULL,
      state     text COLLATE "C" NOT NULL DEFAULT 'active' CHECK (state IN ('active','suspended')),
      terms     jsonb NOT NULL DEFAULT '{}',
      at        timestamptz NOT NULL
    );
  `);
}
