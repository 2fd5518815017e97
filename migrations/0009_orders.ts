import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE customer_order (
      seller_id        uuid NOT NULL REFERENCES seller,
      order_id         uuid NOT NULL,
      site_id          uuid NOT NULL REFERENCES site,
      channel          text COLLATE "C" NOT NULL CHECK (channel <> ''),
      mall             text COLLATE "C" NOT NULL DEFAULT '',
      external_id      text COLLATE "C" NOT NULL CHECK (external_id <> ''),
      version          int  NOT NULL CHECK (version > 0),
      state            text COLLATE "C" NOT NULL
        CHECK (state IN ('received','accepted','unmapped','promised','awaiting_address','shortfall','back_ordered','released',
                         'allocated','picking','picked','packed','shipped','delivered','cancelled','expired','closed')),
      paid_at          timestamptz,
      pay_by           timestamptz,
      -- null: no address yet
      recipient        int,
      address_by       timestamptz,
      cut_off_id       uuid,
      promise_by       timestamptz NOT NULL,
      first_promise_by timestamptz NOT NULL,
      -- fraud, address, seller: blocks release and label
      paused           text COLLATE "C" CHECK (paused <> ''),
      cancel_asked_at  timestamptz,
      cancel_cause     text COLLATE "C" CHECK (cancel_cause <> ''),
      placed_at        timestamptz NOT NULL,
      ended_at         timestamptz,
      PRIMARY KEY (seller_id, order_id),
      UNIQUE (seller_id, channel, mall, external_id),
      CHECK ((state IN ('cancelled','expired','delivered','closed')) = (ended_at IS NOT NULL)),
      CHECK (cancel_asked_at IS NULL OR cancel_cause IS NOT NULL),
      CHECK (state <> 'expired' OR paid_at IS NULL)
    ) WITH (fillfactor = 80);
    CREATE INDEX customer_order_site ON customer_order (site_id, order_id);
    CREATE INDEX customer_order_due ON customer_order (site_id, promise_by) WHERE ended_at IS NULL;
    CREATE INDEX customer_order_deadline ON customer_order (state) WHERE state IN ('accepted','unmapped','awaiting_address');
    CREATE INDEX customer_order_by_id ON customer_order (order_id);

    -- each unit of a line is in exactly one column; waiting: nothing is promised for it yet (unpaid, unmapped, short)
    CREATE TABLE order_line (
      seller_id    uuid NOT NULL,
      order_id     uuid NOT NULL,
      line_no      int  NOT NULL CHECK (line_no > 0),
      site_id      uuid NOT NULL,
      -- null: the code is nobody's yet
      item_id      uuid,
      code         text COLLATE "C",
      promise_id   uuid,
      ordered      int NOT NULL CHECK (ordered > 0),
      waiting      int NOT NULL DEFAULT 0 CHECK (waiting >= 0),
      back_ordered int NOT NULL DEFAULT 0 CHECK (back_ordered >= 0),
      promised     int NOT NULL DEFAULT 0 CHECK (promised >= 0),
      allocated    int NOT NULL DEFAULT 0 CHECK (allocated >= 0),
      picked       int NOT NULL DEFAULT 0 CHECK (picked >= 0),
      packed       int NOT NULL DEFAULT 0 CHECK (packed >= 0),
      shipped      int NOT NULL DEFAULT 0 CHECK (shipped >= 0),
      delivered    int NOT NULL DEFAULT 0 CHECK (delivered >= 0),
      returned     int NOT NULL DEFAULT 0 CHECK (returned >= 0),
      cancelled    int NOT NULL DEFAULT 0 CHECK (cancelled >= 0),
      PRIMARY KEY (seller_id, order_id, line_no),
      FOREIGN KEY (seller_id, order_id) REFERENCES customer_order,
      CHECK (ordered = waiting + back_ordered + promised + allocated + picked + packed + shipped + delivered + returned
                     + cancelled),
      CHECK (item_id IS NOT NULL OR (code IS NOT NULL AND ordered = waiting + cancelled)),
      CHECK (promised = 0 OR promise_id IS NOT NULL)
    ) WITH (fillfactor = 80);
    CREATE INDEX order_line_promised ON order_line (site_id, seller_id, order_id) WHERE promised > 0;
    CREATE INDEX order_line_wanted ON order_line (site_id, item_id) WHERE waiting > 0 OR back_ordered > 0;

    -- who gets it, sealed; a version is never changed, so that a label can name the one it was printed from
    CREATE TABLE recipient (
      seller_id      uuid NOT NULL,
      order_id       uuid NOT NULL,
      version        int  NOT NULL CHECK (version > 0),
      name_sealed    bytea NOT NULL,
      phone_sealed   bytea NOT NULL,
      address_sealed bytea NOT NULL,
      lat            double precision CHECK (lat BETWEEN -90 AND 90),
      lon            double precision CHECK (lon BETWEEN -180 AND 180),
      at             timestamptz NOT NULL,
      PRIMARY KEY (seller_id, order_id, version),
      FOREIGN KEY (seller_id, order_id) REFERENCES customer_order,
      CHECK ((lat IS NULL) = (lon IS NULL))
    );

    -- what happened to an order, and why
    CREATE TABLE order_event (
      seller_id uuid NOT NULL,
      order_id  uuid NOT NULL,
      no        int  NOT NULL CHECK (no > 0),
      kind      text COLLATE "C" NOT NULL,
      cause     text COLLATE "C" CHECK (cause <> ''),
      at        timestamptz NOT NULL,
      actor_id  uuid NOT NULL,
      PRIMARY KEY (seller_id, order_id, no),
      FOREIGN KEY (seller_id, order_id) REFERENCES customer_order
    );
  `);
}
