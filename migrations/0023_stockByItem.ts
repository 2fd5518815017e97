import type { Knex } from 'knex';

/** A checkout that names no site asks which sites hold its items. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`CREATE INDEX item_stock_item ON item_stock (item_id)`);
}
