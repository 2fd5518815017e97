import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE vehicle (
      site_id             uuid NOT NULL REFERENCES site,
      vehicle_id          uuid NOT NULL,
      code                text COLLATE "C" NOT NULL,
      name                text NOT NULL,
      capacity_parcels    int NOT NULL CHECK (capacity_parcels > 0),
      capacity_weight_g   int NOT NULL CHECK (capacity_weight_g > 0),
      capacity_volume_cm3 int NOT NULL CHECK (capacity_volume_cm3 > 0),
      -- minutes of the site's day; above 1440: of the next
      shift_from_minute   int NOT NULL CHECK (shift_from_minute BETWEEN 0 AND 1439),
      shift_to_minute     int NOT NULL,
      skills              text[] NOT NULL DEFAULT '{}',
      cost_fixed          int NOT NULL DEFAULT 0 CHECK (cost_fixed >= 0),
      cost_per_hour       int NOT NULL DEFAULT 3600 CHECK (cost_per_hour >= 0),
      cost_per_km         int NOT NULL DEFAULT 0 CHECK (cost_per_km >= 0),
      state               text COLLATE "C" NOT NULL DEFAULT 'active' CHECK (state IN ('active','retired')),
      PRIMARY KEY (site_id, vehicle_id),
      UNIQUE (site_id, code),
      -- nobody drives longer than a day in one go
      CHECK (shift_to_minute > shift_from_minute AND shift_to_minute <= shift_from_minute + 1440),
      CHECK (skills <@ ARRAY['chilled','frozen'])
    );

    CREATE TABLE driver_shift (
      site_id    uuid NOT NULL REFERENCES site,
      shift_id   uuid NOT NULL,
      from_at    timestamptz NOT NULL,
      to_at      timestamptz NOT NULL,
      pay_krw    int NOT NULL CHECK (pay_krw >= 0),
      ends_at    timestamptz NOT NULL,
      state      text COLLATE "C" NOT NULL CHECK (state IN ('offered','accepted','started','ended','withdrawn')),
      driver_id  uuid,
      accepted_at timestamptz,
      PRIMARY KEY (site_id, shift_id),
      CHECK (to_at > from_at AND to_at <= from_at + interval '24 hours'),
      CHECK (state IN ('offered','withdrawn') = (driver_id IS NULL)),
      CHECK ((driver_id IS NULL) = (accepted_at IS NULL)),
      CHECK (accepted_at <= ends_at)
    );

    CREATE TABLE route_plan (
      site_id    uuid NOT NULL REFERENCES site,
      plan_id    uuid NOT NULL,
      asked      jsonb NOT NULL,
      summary    jsonb NOT NULL,
      unassigned jsonb NOT NULL,
      planned_by uuid NOT NULL,
      at         timestamptz NOT NULL,
      PRIMARY KEY (site_id, plan_id)
    );

    CREATE TABLE route (
      site_id     uuid NOT NULL,
      route_id    uuid NOT NULL,
      plan_id     uuid NOT NULL,
      vehicle_id  uuid NOT NULL,
      driver_id   uuid,
      state       text COLLATE "C" NOT NULL CHECK (state IN
                    ('planned','offered','assigned','accepted','running','finished','closed','cancelled')),
      -- counts every change of its stops, so that a move based on an older picture is told
      version     int NOT NULL DEFAULT 1,
      locked      boolean NOT NULL DEFAULT false,
      depart_at   timestamptz NOT NULL,
      shift_to_at timestamptz NOT NULL,
      end_at      timestamptz NOT NULL,
      distance_m  int NOT NULL CHECK (distance_m >= 0),
      duration_s  int NOT NULL CHECK (duration_s >= 0),
      departed_at timestamptz,
      finished_at timestamptz,
      closed_at   timestamptz,
      at          timestamptz NOT NULL,
      PRIMARY KEY (site_id, route_id),
      FOREIGN KEY (site_id, plan_id) REFERENCES route_plan,
      FOREIGN KEY (site_id, vehicle_id) REFERENCES vehicle,
      CHECK (state NOT IN ('assigned','accepted','running','finished','closed') OR driver_id IS NOT NULL),
      CHECK (state NOT IN ('running','finished','closed') OR departed_at IS NOT NULL),
      CHECK ((state = 'closed') = (closed_at IS NOT NULL))
    ) WITH (fillfactor = 80);
    CREATE INDEX route_live ON route (site_id, vehicle_id) WHERE state NOT IN ('closed','cancelled');
    -- a vehicle is on the road once
    CREATE UNIQUE INDEX route_running ON route (site_id, vehicle_id) WHERE state = 'running';

    CREATE TABLE stop (
      site_id      uuid NOT NULL,
      stop_id      uuid NOT NULL,
      route_id     uuid NOT NULL,
      position     int NOT NULL CHECK (position > 0),
      lat          double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
      lon          double precision NOT NULL CHECK (lon BETWEEN -180 AND 180),
      service_s    int NOT NULL CHECK (service_s >= 0),
      due_at       timestamptz,
      eta_at       timestamptz NOT NULL,
      locked       boolean NOT NULL DEFAULT false,
      state        text COLLATE "C" NOT NULL CHECK (state IN ('planned','arrived','delivered','partly','failed')),
      arrived_at   timestamptz,
      -- how far from the door the driver said "arrived", and why where that was beyond the fence
      distance_m   int,
      away_reason  text,
      done_at      timestamptz,
      reason       text,
      photo_id     uuid,
      signature_id uuid,
      door_code    text,
      PRIMARY KEY (site_id, stop_id),
      FOREIGN KEY (site_id, route_id) REFERENCES route,
      UNIQUE (site_id, route_id, position) DEFERRABLE INITIALLY DEFERRED,
      CHECK (state = 'planned' OR arrived_at IS NOT NULL OR state = 'failed'),
      CHECK ((state IN ('delivered','partly','failed')) = (done_at IS NOT NULL)),
      CHECK (state NOT IN ('delivered','partly') OR photo_id IS NOT NULL OR signature_id IS NOT NULL OR door_code IS NOT NULL),
      CHECK (state NOT IN ('failed','partly') OR reason IS NOT NULL)
    ) WITH (fillfactor = 80);

    CREATE TABLE stop_parcel (
      site_id   uuid NOT NULL,
      stop_id   uuid NOT NULL,
      parcel_id uuid NOT NULL,
      route_id  uuid NOT NULL,
      state     text COLLATE "C" NOT NULL CHECK (state IN ('planned','loaded','left','out','delivered','failed','back')),
      reason    text,
      -- false once this route has nothing more to do with it
      live      boolean NOT NULL,
      at        timestamptz NOT NULL,
      PRIMARY KEY (site_id, stop_id, parcel_id),
      FOREIGN KEY (site_id, stop_id) REFERENCES stop ON DELETE CASCADE,
      FOREIGN KEY (site_id, route_id) REFERENCES route,
      FOREIGN KEY (site_id, parcel_id) REFERENCES parcel,
      CHECK (state NOT IN ('left','failed') OR reason IS NOT NULL)
    ) WITH (fillfactor = 80);
    CREATE UNIQUE INDEX stop_parcel_live ON stop_parcel (site_id, parcel_id) WHERE live;
    CREATE INDEX stop_parcel_route ON stop_parcel (site_id, route_id);

    -- where a plan breaks a limit, by how much, and who accepted it
    CREATE TABLE route_violation (
      site_id     uuid NOT NULL,
      route_id    uuid NOT NULL,
      kind        text COLLATE "C" NOT NULL CHECK (kind IN ('late','shift','parcels','weight','volume','skill')),
      subject     text COLLATE "C" NOT NULL,
      amount      int NOT NULL CHECK (amount > 0),
      accepted_by uuid,
      accepted_at timestamptz,
      PRIMARY KEY (site_id, route_id, kind, subject),
      FOREIGN KEY (site_id, route_id) REFERENCES route ON DELETE CASCADE
    );

    -- a position device: the phone of a driver, as it names itself
    CREATE TABLE tracker (
      tracker_id text COLLATE "C" PRIMARY KEY,
      site_id    uuid NOT NULL REFERENCES site,
      driver_id  uuid NOT NULL
    );

    CREATE TABLE position (
      site_id    uuid NOT NULL,
      tracker_id text COLLATE "C" NOT NULL,
      -- by the device; the order of its track
      at         timestamptz NOT NULL,
      driver_id  uuid NOT NULL,
      lat        double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
      lon        double precision NOT NULL CHECK (lon BETWEEN -180 AND 180),
      speed_kmh  real CHECK (speed_kmh >= 0),
      heading    real CHECK (heading BETWEEN 0 AND 360),
      accuracy_m real CHECK (accuracy_m >= 0),
      battery    real CHECK (battery BETWEEN 0 AND 1),
      heard_at   timestamptz NOT NULL,
      PRIMARY KEY (site_id, tracker_id, at)
    );
    CREATE INDEX position_driver ON position (site_id, driver_id, at DESC);
  `);
}
