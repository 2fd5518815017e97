import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE delivery_zone
      -- who drives there; null: our own vehicles
      ADD COLUMN carrier     text COLLATE "C" CHECK (carrier <> ''),
      -- the cut-offs that hold there; null: all of the site
      ADD COLUMN cut_off_ids uuid[] CHECK (cardinality(cut_off_ids) > 0);

    -- what the floor gets done in an hour, in orders; null: no limit to what may be promised
    ALTER TABLE site
      ADD COLUMN picks_per_hour int CHECK (picks_per_hour > 0),
      ADD COLUMN packs_per_hour int CHECK (packs_per_hour > 0),
      ADD COLUMN loads_per_hour int CHECK (loads_per_hour > 0);

    -- how many more orders the house can still bring to their doors in time, as it was reckoned last
    CREATE TABLE cut_off_room (
      site_id    uuid NOT NULL,
      deliver_by timestamptz NOT NULL,
      room       int NOT NULL CHECK (room >= 0),
      -- without those that no vehicle of ours drives
      floor_room int NOT NULL CHECK (floor_room >= room),
      limited_by text COLLATE "C" NOT NULL CHECK (limited_by IN ('pick','pack','load','road')),
      at         timestamptz NOT NULL,
      PRIMARY KEY (site_id, deliver_by),
      FOREIGN KEY (site_id) REFERENCES site
    );

    ALTER TABLE customer_order
      ADD COLUMN zone_id uuid,
      ADD COLUMN carrier text COLLATE "C" CHECK (carrier <> '');
  `);
}
