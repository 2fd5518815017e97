import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE item (
      seller_id       uuid NOT NULL REFERENCES seller,
      item_id         uuid NOT NULL,
      code            text COLLATE "C" NOT NULL,
      name            text NOT NULL,
      width_mm        int NOT NULL CHECK (width_mm > 0),
      length_mm       int NOT NULL CHECK (length_mm > 0),
      depth_mm        int NOT NULL CHECK (depth_mm > 0),
      weight_g        int NOT NULL CHECK (weight_g > 0),
      unit_volume_cm3 int NOT NULL CHECK (unit_volume_cm3 > 0),
      temperature     text COLLATE "C" NOT NULL CHECK (temperature IN ('ambient','chilled','frozen')),
      lot_tracked     boolean NOT NULL DEFAULT false,
      expiry_tracked  boolean NOT NULL DEFAULT false,
      serial_tracked  boolean NOT NULL DEFAULT false,
      min_life_days   int NOT NULL DEFAULT 0 CHECK (min_life_days >= 0),
      keep_upright    boolean NOT NULL DEFAULT false,
      state           text COLLATE "C" NOT NULL DEFAULT 'active' CHECK (state IN ('active','retired')),
      at              timestamptz NOT NULL,
      PRIMARY KEY (seller_id, item_id),
      UNIQUE (seller_id, code)
    );
    CREATE INDEX item_by_id ON item (item_id);

    CREATE TABLE barcode (
      seller_id uuid NOT NULL,
      code      text COLLATE "C" NOT NULL,
      item_id   uuid NOT NULL,
      -- units in one scan of it: 1 for the piece, 12 for a case of twelve
      quantity  int NOT NULL CHECK (quantity > 0),
      PRIMARY KEY (seller_id, code),
      FOREIGN KEY (seller_id, item_id) REFERENCES item
    );
    CREATE INDEX barcode_by_code ON barcode (code);
    CREATE INDEX barcode_by_item ON barcode (item_id);

    CREATE TABLE item_pack (
      seller_id uuid NOT NULL,
      item_id   uuid NOT NULL,
      name      text NOT NULL,
      quantity  int NOT NULL CHECK (quantity > 1),
      width_mm  int, length_mm int, depth_mm int, weight_g int,
      PRIMARY KEY (seller_id, item_id, quantity),
      FOREIGN KEY (seller_id, item_id) REFERENCES item
    );
  `);
}
