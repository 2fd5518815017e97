import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- when the orders of a route that should have left were told so
    ALTER TABLE route ADD COLUMN late_told_at timestamptz;
    CREATE INDEX route_late ON route (depart_at)
      WHERE late_told_at IS NULL AND state IN ('planned','offered','assigned','accepted');
  `);
}
