import type { Knex } from 'knex';

/**
 * A checkout that was paid and whose order never came is found and given up at the desk; one that was, and an order, cannot both have
 * its promise. Units that a count did not find are held while it waits, and whoever asked for a correction may take it back.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE promise
      -- of a checkout: when its payment came
      ADD COLUMN confirmed_at   timestamptz,
      -- at the desk, although it was paid
      ADD COLUMN released_by    uuid,
      ADD COLUMN released_at    timestamptz,
      ADD COLUMN release_reason text COLLATE "C",
      ADD CONSTRAINT promise_given_up CHECK (num_nulls(released_by, released_at, release_reason) IN (0, 3)),
      ADD CONSTRAINT promise_given_up_or_ordered
        CHECK (released_by IS NULL OR (state = 'released' AND order_id IS NULL));
    -- when those of before were paid nobody wrote down; what a flash sale keeps aside is no checkout
    UPDATE promise p SET confirmed_at = p.at
     WHERE p.state = 'confirmed' AND p.order_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM flash_sale f WHERE f.site_id = p.site_id AND f.promise_id = p.promise_id);
    CREATE INDEX promise_unordered ON promise (site_id, confirmed_at, promise_id)
      WHERE state = 'confirmed' AND order_id IS NULL AND confirmed_at IS NOT NULL;

    ALTER TABLE adjustment DROP CONSTRAINT adjustment_state_check;
    ALTER TABLE adjustment
      ADD CONSTRAINT adjustment_state_check
        CHECK (state IN ('waiting','posted','refused','superseded','withdrawn')),
      -- of what a count did not find: units held where they are booked while it waits, and of which serials
      ADD COLUMN held         int NOT NULL DEFAULT 0,
      ADD COLUMN held_serials text[] COLLATE "C" NOT NULL DEFAULT '{}',
      ADD CONSTRAINT adjustment_held CHECK (held = 0 OR (held > 0 AND held <= -quantity));
    -- what one person has written off of an item alone
    CREATE INDEX adjustment_alone ON adjustment (site_id, item_id, asked_by, at) WHERE state = 'posted' AND quantity < 0;
  `);
}
