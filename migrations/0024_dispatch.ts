import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- gig: the first driver of the site who says yes; own: staff that was told to come
    ALTER TABLE driver_shift
      ADD COLUMN kind       text COLLATE "C" NOT NULL DEFAULT 'gig' CHECK (kind IN ('own','gig')),
      -- when an offer ended without a driver, or a shift was taken back
      ADD COLUMN ceased_at  timestamptz,
      -- as the driver said at his handheld
      ADD COLUMN started_at timestamptz,
      ADD COLUMN ended_at   timestamptz,
      DROP CONSTRAINT driver_shift_state_check,
      DROP CONSTRAINT driver_shift_check1,
      ADD CONSTRAINT driver_shift_state_check
        CHECK (state IN ('offered','accepted','started','ended','withdrawn','expired')),
      ADD CONSTRAINT driver_shift_driver
        CHECK (state = 'withdrawn' OR (state IN ('offered','expired')) = (driver_id IS NULL)),
      ADD CONSTRAINT driver_shift_worked
        CHECK ((state IN ('started','ended')) = (started_at IS NOT NULL) AND (state = 'ended') = (ended_at IS NOT NULL)
               AND started_at <= ended_at),
      ADD CONSTRAINT driver_shift_ceased CHECK (state NOT IN ('withdrawn','expired') OR ceased_at IS NOT NULL);
    CREATE INDEX driver_shift_offered ON driver_shift (ends_at) WHERE state = 'offered';
    CREATE INDEX driver_shift_driver_at ON driver_shift (driver_id, from_at) WHERE state IN ('accepted','started');
    CREATE INDEX driver_shift_site ON driver_shift (site_id, from_at);

    -- the range of arrival that the site reckons with, and when and from what it was reckoned
    ALTER TABLE stop
      ADD COLUMN eta_from timestamptz,
      ADD COLUMN eta_to   timestamptz,
      -- the driver's phone said it, not the driver
      ADD COLUMN by_fence boolean NOT NULL DEFAULT false,
      ADD CONSTRAINT stop_eta_range CHECK ((eta_from IS NULL) = (eta_to IS NULL) AND eta_from <= eta_to);
    ALTER TABLE route ADD COLUMN eta_reckoned_at timestamptz;

    -- measured ways of a site between its places: seconds and metres, row by row
    CREATE TABLE road_matrix (
      site_id     uuid NOT NULL REFERENCES site,
      name        text NOT NULL,
      spots       jsonb NOT NULL,
      durations_s int[] NOT NULL,
      distances_m int[] NOT NULL,
      uploaded_by uuid NOT NULL,
      at          timestamptz NOT NULL,
      PRIMARY KEY (site_id, name),
      CHECK (cardinality(durations_s) = jsonb_array_length(spots) * jsonb_array_length(spots)),
      CHECK (cardinality(distances_m) = cardinality(durations_s))
    );
  `);
}
