import type { Knex } from 'knex';

/** Where in a vehicle each parcel of a route goes, so that each stop's leave by the door without moving what leaves later. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- the load space inside; absent: reckoned from its volume
    ALTER TABLE vehicle
      ADD COLUMN bay_length_mm int CHECK (bay_length_mm > 0),
      ADD COLUMN bay_width_mm  int CHECK (bay_width_mm > 0),
      ADD COLUMN bay_height_mm int CHECK (bay_height_mm > 0),
      ADD CONSTRAINT vehicle_bay CHECK (num_nulls(bay_length_mm, bay_width_mm, bay_height_mm) IN (0, 3));

    CREATE TABLE load_plan (
      site_id  uuid NOT NULL,
      route_id uuid NOT NULL,
      -- names the parcels and the order of their stops that it was made for
      made_for text COLLATE "C" NOT NULL,
      is_whole boolean NOT NULL,
      at       timestamptz NOT NULL,
      PRIMARY KEY (site_id, route_id),
      FOREIGN KEY (site_id, route_id) REFERENCES route
    );
    CREATE TABLE load_place (
      site_id   uuid NOT NULL,
      route_id  uuid NOT NULL,
      parcel_id uuid NOT NULL,
      -- the order of loading
      turn      int NOT NULL CHECK (turn > 0),
      -- millimetres from the cab, from the left wall, from the floor
      x_mm      int NOT NULL CHECK (x_mm >= 0),
      y_mm      int NOT NULL CHECK (y_mm >= 0),
      z_mm      int NOT NULL CHECK (z_mm >= 0),
      depth     text COLLATE "C" NOT NULL CHECK (depth IN ('cab','middle','door')),
      side      text COLLATE "C" NOT NULL CHECK (side IN ('left','centre','right')),
      PRIMARY KEY (site_id, route_id, parcel_id),
      FOREIGN KEY (site_id, route_id) REFERENCES load_plan ON DELETE CASCADE
    );
  `);
}
