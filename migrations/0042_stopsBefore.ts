import type { Knex } from 'knex';

/** How many doors the driver sees before a parcel's; null while nobody drives it. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`ALTER TABLE tracking ADD COLUMN stops_before int CHECK (stops_before >= 0)`);
}
