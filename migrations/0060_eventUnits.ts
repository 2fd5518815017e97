import type { Knex } from 'knex';

/** How many of what an entry in the log of an order is about, where it is about some of its units. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    ALTER TABLE order_event
      ADD COLUMN item_id  uuid,
      ADD COLUMN quantity int CHECK (quantity > 0),
      ADD CONSTRAINT order_event_units CHECK ((item_id IS NULL) = (quantity IS NULL))
  `);
}
