import type { Knex } from 'knex';

/**
 * A key is held while the verb behind it works outside of a transaction: by which attempt, until when it is taken for alive,
 * and the id of what it makes, which whoever takes it over makes in its place.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    ALTER TABLE idempotency_key
      ALTER COLUMN status DROP NOT NULL,
      ALTER COLUMN answer DROP NOT NULL,
      ADD COLUMN held_by    uuid,
      ADD COLUMN held_until timestamptz,
      ADD COLUMN makes_id   uuid,
      ADD CONSTRAINT idempotency_key_held_or_answered CHECK (
        num_nulls(status, answer) = CASE WHEN held_by IS NULL THEN 0 ELSE 2 END
        AND num_nulls(held_by, held_until, makes_id) IN (0, 3))
  `);
}
