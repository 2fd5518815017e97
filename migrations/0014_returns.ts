import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE return_case (
      site_id    uuid NOT NULL REFERENCES site,
      return_id  uuid NOT NULL,
      -- what stands on the return label
      code       text COLLATE "C" NOT NULL,
      seller_id  uuid NOT NULL,
      order_id   uuid NOT NULL,
      -- the parcel that never reached the customer, where it is one
      parcel_id  uuid,
      state      text COLLATE "C" NOT NULL CHECK (state IN ('requested','received','decided')),
      reason     text NOT NULL,
      at         timestamptz NOT NULL,
      PRIMARY KEY (site_id, return_id),
      UNIQUE (site_id, code),
      FOREIGN KEY (site_id, parcel_id) REFERENCES parcel
    );
    CREATE INDEX return_case_order ON return_case (site_id, order_id);
    -- an undelivered parcel comes back once
    CREATE UNIQUE INDEX return_case_parcel ON return_case (site_id, parcel_id) WHERE parcel_id IS NOT NULL;

    CREATE TABLE return_asked (
      site_id   uuid NOT NULL,
      return_id uuid NOT NULL,
      line_no   int NOT NULL,
      item_id   uuid NOT NULL,
      quantity  int NOT NULL CHECK (quantity > 0),
      PRIMARY KEY (site_id, return_id, line_no),
      FOREIGN KEY (site_id, return_id) REFERENCES return_case
    );

    -- one physical unit that came back, from the dock to its decision
    CREATE TABLE return_unit (
      site_id     uuid NOT NULL,
      unit_id     uuid NOT NULL,
      return_id   uuid NOT NULL,
      line_no     int  NOT NULL,
      item_id     uuid NOT NULL,
      lot         text COLLATE "C" NOT NULL DEFAULT '',
      serial      text COLLATE "C" NOT NULL DEFAULT '',
      bin_code    text COLLATE "C" NOT NULL,
      state       text COLLATE "C" NOT NULL CHECK (state IN ('received','graded','restocked','scrapped','to_seller','rejected')),
      grade       text COLLATE "C" CHECK (grade IN ('A','B','C','counterfeit','empty')),
      photo_id    uuid,
      -- the ledger's movement of the decision, so that a unit is restocked by one only
      movement_id uuid UNIQUE,
      received_at timestamptz NOT NULL,
      graded_at   timestamptz,
      decided_at  timestamptz,
      PRIMARY KEY (site_id, unit_id),
      FOREIGN KEY (site_id, return_id) REFERENCES return_case,
      FOREIGN KEY (site_id, bin_code) REFERENCES bin,
      CHECK (state = 'received' OR grade IS NOT NULL),
      CHECK ((state IN ('restocked','scrapped','to_seller','rejected')) = (movement_id IS NOT NULL AND decided_at IS NOT NULL)),
      CHECK (state <> 'restocked' OR grade IN ('A','B'))
    );
    CREATE INDEX return_unit_case ON return_unit (site_id, return_id);
    -- a serial that came back for a line came back once
    CREATE UNIQUE INDEX return_unit_serial ON return_unit (site_id, return_id, item_id, serial) WHERE serial <> '';

    -- money back: its own story, linked to the return, each step once
    CREATE TABLE refund (
      site_id    uuid NOT NULL,
      refund_id  uuid NOT NULL,
      return_id  uuid NOT NULL,
      seller_id  uuid NOT NULL,
      amount_krw int NOT NULL CHECK (amount_krw > 0),
      state      text COLLATE "C" NOT NULL CHECK (state IN ('due','sent','settled')),
      at         timestamptz NOT NULL,
      sent_at    timestamptz,
      settled_at timestamptz,
      PRIMARY KEY (site_id, refund_id),
      UNIQUE (site_id, return_id),
      FOREIGN KEY (site_id, return_id) REFERENCES return_case,
      CHECK (state = 'due' OR sent_at IS NOT NULL),
      CHECK ((state = 'settled') = (settled_at IS NOT NULL))
    );
  `);
}
