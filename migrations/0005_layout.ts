import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE site (
      site_id          uuid PRIMARY KEY,
      code             text COLLATE "C" NOT NULL UNIQUE,
      name             text NOT NULL,
      time_zone        text NOT NULL DEFAULT 'Asia/Seoul',
      lat              double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
      lon              double precision NOT NULL CHECK (lon BETWEEN -180 AND 180),
      -- parallel aisles: {aisleX_mm: [...], crossY_mm: [...], depot: {aisle, y_mm}}
      layout           jsonb NOT NULL,
      -- adjustments above it wait for a second person
      adjustment_limit int NOT NULL DEFAULT 1000 CHECK (adjustment_limit >= 0),
      company_prefix   text COLLATE "C" NOT NULL DEFAULT '8800000' CHECK (company_prefix ~ '^[0-9]{6,10}$'),
      at               timestamptz NOT NULL
    );

    CREATE TABLE bin (
      site_id        uuid NOT NULL REFERENCES site,
      bin_code       text COLLATE "C" NOT NULL,
      kind           text COLLATE "C" NOT NULL CHECK (kind IN ('pick','reserve','dock','lane','stage','return')),
      aisle          int  NOT NULL CHECK (aisle >= 0),
      y_mm           int  NOT NULL CHECK (y_mm >= 0),
      side           text COLLATE "C" NOT NULL DEFAULT 'L' CHECK (side IN ('L','R')),
      level          int  NOT NULL DEFAULT 1 CHECK (level > 0),
      temperature    text COLLATE "C" NOT NULL DEFAULT 'ambient' CHECK (temperature IN ('ambient','chilled','frozen')),
      max_weight_g   int  NOT NULL DEFAULT 500000 CHECK (max_weight_g > 0),
      max_volume_cm3 int  NOT NULL DEFAULT 1000000 CHECK (max_volume_cm3 > 0),
      one_seller     boolean NOT NULL DEFAULT false,
      state          text COLLATE "C" NOT NULL DEFAULT 'open' CHECK (state IN ('open','blocked','counting')),
      at             timestamptz NOT NULL,
      PRIMARY KEY (site_id, bin_code)
    );
    -- the serial number that the next container code of the site takes
    CREATE TABLE sscc_serial (
      site_id     uuid PRIMARY KEY REFERENCES site,
      next_serial bigint NOT NULL CHECK (next_serial > 0)
    );

    CREATE INDEX bin_by_place ON bin (site_id, kind, aisle, y_mm);

    CREATE TABLE delivery_zone (
      site_id uuid NOT NULL REFERENCES site,
      zone_id uuid NOT NULL,
      name    text NOT NULL,
      polygon jsonb NOT NULL,
      PRIMARY KEY (site_id, zone_id)
    );

    -- ordered by minute X of a site's day, delivered by minute Y (above 1440: of the next day)
    CREATE TABLE cut_off (
      site_id           uuid NOT NULL REFERENCES site,
      cut_off_id        uuid NOT NULL,
      name              text NOT NULL,
      order_by_minute   int NOT NULL CHECK (order_by_minute BETWEEN 0 AND 1440),
      deliver_by_minute int NOT NULL CHECK (deliver_by_minute > order_by_minute AND deliver_by_minute <= 4320),
      PRIMARY KEY (site_id, cut_off_id)
    );
  `);
}
