import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- the carton types that a site keeps at its packing tables
    CREATE TABLE carton (
      site_id      uuid NOT NULL REFERENCES site,
      carton_code  text COLLATE "C" NOT NULL,
      width_mm     int NOT NULL CHECK (width_mm > 0),
      length_mm    int NOT NULL CHECK (length_mm > 0),
      depth_mm     int NOT NULL CHECK (depth_mm > 0),
      max_weight_g int NOT NULL CHECK (max_weight_g > 0),
      tare_g       int NOT NULL CHECK (tare_g >= 0),
      state        text COLLATE "C" NOT NULL DEFAULT 'open' CHECK (state IN ('open','retired')),
      PRIMARY KEY (site_id, carton_code)
    );

    CREATE TABLE parcel (
      site_id       uuid NOT NULL REFERENCES site,
      parcel_id     uuid NOT NULL,
      sscc          text COLLATE "C" NOT NULL CHECK (sscc ~ '^[0-9]{18}$'),
      seller_id     uuid NOT NULL,
      order_id      uuid NOT NULL,
      -- the tote that its units come from
      source        text COLLATE "C" NOT NULL CHECK (source ~ '^tote/'),
      -- carton types that the solver proposed for what lay in the source, the first one for this parcel
      suggested     text[] NOT NULL DEFAULT '{}',
      carton_code   text COLLATE "C",
      state         text COLLATE "C" NOT NULL CHECK (state IN ('open','verified','weighed','labelled','closed',
                      'loaded','out','delivered','failed','returning','returned','lost','void')),
      expected_g    int CHECK (expected_g > 0),
      weight_g      int CHECK (weight_g > 0),
      -- why a weight outside the tolerance was let through, and by whom
      weight_reason text,
      weight_by     uuid,
      volume_cm3    int NOT NULL DEFAULT 0 CHECK (volume_cm3 >= 0),
      temperature   text COLLATE "C" NOT NULL DEFAULT 'ambient' CHECK (temperature IN ('ambient','chilled','frozen')),
      -- of the recipient: the one on the label
      address_version int,
      -- waits for staff: a wrong address, a question to the customer
      hold_reason   text,
      cancel_asked  boolean NOT NULL DEFAULT false,
      packed_by     uuid NOT NULL,
      at            timestamptz NOT NULL,
      closed_at     timestamptz,
      PRIMARY KEY (site_id, parcel_id),
      UNIQUE (site_id, sscc),
      FOREIGN KEY (site_id, carton_code) REFERENCES carton,
      CHECK (state IN ('open','verified','void') OR weight_g IS NOT NULL),
      CHECK (state IN ('open','verified','weighed','labelled','void') OR closed_at IS NOT NULL),
      CHECK (state IN ('open','verified','weighed','void') OR address_version IS NOT NULL),
      CHECK ((weight_reason IS NULL) = (weight_by IS NULL))
    ) WITH (fillfactor = 80);
    CREATE INDEX parcel_order ON parcel (order_id);
    CREATE INDEX parcel_standing ON parcel (site_id, state) WHERE state NOT IN ('delivered','returned','lost','void');
    -- one carton at a time is filled from a tote
    CREATE UNIQUE INDEX parcel_filling ON parcel (site_id, source) WHERE state IN ('open','verified','weighed','labelled');

    CREATE TABLE parcel_line (
      site_id   uuid NOT NULL,
      parcel_id uuid NOT NULL,
      line_no   int  NOT NULL,
      item_id   uuid NOT NULL,
      lot       text COLLATE "C" NOT NULL DEFAULT '',
      serial    text COLLATE "C" NOT NULL DEFAULT '',
      quantity  int  NOT NULL CHECK (quantity > 0),
      PRIMARY KEY (site_id, parcel_id, line_no, lot, serial),
      FOREIGN KEY (site_id, parcel_id) REFERENCES parcel,
      CHECK (serial = '' OR quantity = 1)
    );

    -- a cancelled order whose parcel is closed already: somebody has to open it
    CREATE TABLE open_parcel_task (
      site_id   uuid NOT NULL,
      task_id   uuid NOT NULL,
      parcel_id uuid NOT NULL,
      reason    text NOT NULL,
      state     text COLLATE "C" NOT NULL CHECK (state IN ('ready','done')),
      at        timestamptz NOT NULL,
      done_by   uuid,
      done_at   timestamptz,
      PRIMARY KEY (site_id, task_id),
      FOREIGN KEY (site_id, parcel_id) REFERENCES parcel,
      CHECK ((state = 'done') = (done_at IS NOT NULL))
    );
    CREATE UNIQUE INDEX open_parcel_task_ready ON open_parcel_task (site_id, parcel_id) WHERE state = 'ready';
  `);
}
