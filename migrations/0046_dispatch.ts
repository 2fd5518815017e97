import type { Knex } from 'knex';

/**
 * Where the shift of a vehicle begins and ends, what a site calls the skills of its vehicles and what demands them, and when a
 * trip was meant to leave before another one of its vehicle made it later.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE vehicle
      ADD COLUMN starts_from text COLLATE "C" NOT NULL DEFAULT 'site' CHECK (starts_from IN ('site','home')),
      ADD COLUMN returns_to  text COLLATE "C" NOT NULL DEFAULT 'site' CHECK (returns_to IN ('site','home','anywhere')),
      ADD COLUMN home_lat double precision CHECK (home_lat BETWEEN -90 AND 90),
      ADD COLUMN home_lon double precision CHECK (home_lon BETWEEN -180 AND 180),
      ADD CHECK ((home_lat IS NULL) = (home_lon IS NULL)),
      ADD CHECK (home_lat IS NOT NULL OR (starts_from <> 'home' AND returns_to <> 'home')),
      DROP CONSTRAINT vehicle_skills_check;
    CREATE TABLE delivery_skill (
      site_id       uuid NOT NULL REFERENCES site,
      code          text COLLATE "C" NOT NULL CHECK (code NOT IN ('chilled','frozen')),
      name          text NOT NULL,
      -- what demands it: parcels from this weight on, parcels with these items, doors in these zones
      from_weight_g int CHECK (from_weight_g > 0),
      item_ids      uuid[] NOT NULL DEFAULT '{}',
      zone_ids      uuid[] NOT NULL DEFAULT '{}',
      PRIMARY KEY (site_id, code)
    );
    -- null: it still leaves when it was meant to
    ALTER TABLE route ADD COLUMN meant_at timestamptz;
    CREATE INDEX route_of_shift ON route (site_id, vehicle_id, shift_to_at) WHERE state <> 'cancelled';
  `);
}
