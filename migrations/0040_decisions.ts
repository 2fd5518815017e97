import type { Knex } from 'knex';

/** What the desk decided of a door that stayed shut, after what the rules had said of it. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    ALTER TABLE stop_parcel ADD COLUMN decided_at timestamptz, ADD COLUMN decided_by uuid,
      ADD CHECK ((decided_at IS NULL) = (decided_by IS NULL));
    CREATE INDEX stop_parcel_held ON stop_parcel (site_id) WHERE after_failure = 'held';
  `);
}
