import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- what is bought together: for an item its strongest neighbours, the strongest first. Weights are kept in forward
    -- decay: a basket of a later day simply counts for more, so that nothing stored has to be aged
    CREATE TABLE affinity (
      seller_id  uuid NOT NULL,
      item_id    uuid NOT NULL,
      demand     double precision NOT NULL DEFAULT 0 CHECK (demand >= 0),
      neighbours uuid[] NOT NULL DEFAULT '{}',
      weights    double precision[] NOT NULL DEFAULT '{}',
      at         timestamptz NOT NULL,
      PRIMARY KEY (seller_id, item_id),
      FOREIGN KEY (seller_id, item_id) REFERENCES item,
      CHECK (cardinality(neighbours) = cardinality(weights) AND cardinality(neighbours) <= 100)
    );

    -- where there is room: a row a storage bin. The free figures are a hint for the search and are brought up to date
    -- when a bin is looked at; what decides is counted from the balances under the lock of this row
    CREATE TABLE bin_space (
      site_id         uuid NOT NULL,
      bin_code        text COLLATE "C" NOT NULL,
      kind            text COLLATE "C" NOT NULL,
      temperature     text COLLATE "C" NOT NULL,
      aisle           int NOT NULL,
      y_mm            int NOT NULL,
      distance_mm     int NOT NULL CHECK (distance_mm >= 0),
      -- a bin's place in a shuffled row of all bins: the next few behind a random number are a random sample
      shuffle         int NOT NULL,
      free_volume_cm3 bigint NOT NULL,
      free_weight_g   bigint NOT NULL,
      PRIMARY KEY (site_id, bin_code),
      FOREIGN KEY (site_id, bin_code) REFERENCES bin
    ) WITH (fillfactor = 80);
    CREATE INDEX bin_space_shuffle ON bin_space (site_id, kind, temperature, shuffle);
    CREATE INDEX bin_space_near ON bin_space (site_id, kind, temperature, distance_mm);
    CREATE INDEX bin_space_aisle ON bin_space (site_id, kind, temperature, aisle, y_mm);

    -- room kept for goods on their way to a bin, so that two people are not sent to the same space
    CREATE TABLE bin_reservation (
      site_id        uuid NOT NULL,
      reservation_id uuid NOT NULL,
      bin_code       text COLLATE "C" NOT NULL,
      lpn_code       text COLLATE "C" NOT NULL,
      seller_id      uuid NOT NULL,
      item_id        uuid NOT NULL,
      lot            text COLLATE "C" NOT NULL DEFAULT '',
      condition      text COLLATE "C" NOT NULL,
      quantity       int NOT NULL CHECK (quantity > 0),
      why            jsonb NOT NULL,
      expires_at     timestamptz NOT NULL,
      PRIMARY KEY (site_id, reservation_id),
      UNIQUE (site_id, lpn_code, item_id, lot, condition),
      FOREIGN KEY (site_id, bin_code) REFERENCES bin_space,
      FOREIGN KEY (seller_id, item_id) REFERENCES item
    );
    CREATE INDEX bin_reservation_bin ON bin_reservation (site_id, bin_code);
    CREATE INDEX bin_reservation_due ON bin_reservation (expires_at);
  `);
}
