import type { Knex } from 'knex';

/** Holds that stand: all of a seller, an item, one of its lots, or what lies in a bin or on an LPN, until somebody lifts them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE hold (
      site_id     uuid NOT NULL,
      hold_id     uuid NOT NULL,
      scope       text COLLATE "C" NOT NULL CHECK (scope IN ('seller','item','lot','bin','lpn')),
      -- what is held, as one text
      subject     text COLLATE "C" NOT NULL,
      seller_id   uuid,
      item_id     uuid,
      lot         text COLLATE "C",
      place       text COLLATE "C",
      reason      text COLLATE "C" NOT NULL CHECK (reason <> ''),
      state       text COLLATE "C" NOT NULL CHECK (state IN ('open','lifted')),
      opened_by   uuid NOT NULL,
      at          timestamptz NOT NULL,
      lifted_by   uuid,
      lifted_at   timestamptz,
      lift_reason text COLLATE "C",
      PRIMARY KEY (site_id, hold_id),
      CHECK ((scope IN ('bin','lpn')) = (place IS NOT NULL)),
      CHECK ((scope IN ('bin','lpn')) = (seller_id IS NULL)),
      CHECK ((scope IN ('item','lot')) = (item_id IS NOT NULL)),
      CHECK ((scope = 'lot') = (lot IS NOT NULL)),
      CHECK ((state = 'lifted') = (lifted_at IS NOT NULL) AND (lifted_at IS NULL) = (lifted_by IS NULL)
             AND (lifted_at IS NULL) = (lift_reason IS NULL))
    );
    CREATE UNIQUE INDEX hold_open ON hold (site_id, subject) WHERE state = 'open';

    -- what a hold took out of sale, and where
    CREATE TABLE hold_unit (
      site_id   uuid NOT NULL,
      hold_id   uuid NOT NULL,
      place     text COLLATE "C" NOT NULL,
      item_id   uuid NOT NULL,
      lot       text COLLATE "C" NOT NULL,
      serial    text COLLATE "C" NOT NULL,
      seller_id uuid NOT NULL,
      quantity  int NOT NULL CHECK (quantity > 0),
      PRIMARY KEY (site_id, hold_id, place, item_id, lot, serial),
      FOREIGN KEY (site_id, hold_id) REFERENCES hold
    );

    -- orders that a hold broke into: units to be fetched from elsewhere, and those that nothing else covers
    CREATE TABLE hold_order (
      site_id   uuid NOT NULL,
      hold_id   uuid NOT NULL,
      order_id  uuid NOT NULL,
      seller_id uuid NOT NULL,
      broken    int NOT NULL CHECK (broken >= 0),
      short     int NOT NULL CHECK (short >= 0),
      PRIMARY KEY (site_id, hold_id, order_id),
      FOREIGN KEY (site_id, hold_id) REFERENCES hold
    );
  `);
}
