import type { Knex } from 'knex';

/** What a count found waits once for a second person: a later count of the same takes its place. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- of a count: when its units were seen
    ALTER TABLE adjustment ADD COLUMN seen_at timestamptz;
    -- only counts are about units of every condition
    UPDATE adjustment SET seen_at = at WHERE state = 'waiting' AND reason = 'count' AND condition IS NULL;
    ALTER TABLE adjustment DROP CONSTRAINT adjustment_state_check;
    ALTER TABLE adjustment
      ADD CONSTRAINT adjustment_state_check CHECK (state IN ('waiting','posted','refused','superseded'));
    UPDATE adjustment a SET state = 'superseded', decided_by = later.asked_by, decided_at = later.at
      FROM (SELECT DISTINCT ON (site_id, place, item_id, lot, serial) * FROM adjustment
             WHERE state = 'waiting' AND seen_at IS NOT NULL
             ORDER BY site_id, place, item_id, lot, serial, at DESC, adjustment_id DESC) later
     WHERE a.state = 'waiting' AND a.seen_at IS NOT NULL AND a.adjustment_id <> later.adjustment_id
       AND (a.site_id, a.place, a.item_id, a.lot, a.serial) =
           (later.site_id, later.place, later.item_id, later.lot, later.serial);
    CREATE UNIQUE INDEX adjustment_count ON adjustment (site_id, place, item_id, lot, serial, coalesce(condition, ''))
      WHERE state = 'waiting' AND seen_at IS NOT NULL;
  `);
}
