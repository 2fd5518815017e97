import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE lot (
      seller_id uuid NOT NULL,
      item_id   uuid NOT NULL,
      lot       text COLLATE "C" NOT NULL CHECK (lot <> ''),
      expiry    date,
      PRIMARY KEY (seller_id, item_id, lot),
      FOREIGN KEY (seller_id, item_id) REFERENCES item
    );

    -- double entry: a row is one leg, so that every movement sums to zero by construction; rows are only ever added
    CREATE TABLE ledger (
      site_id        uuid NOT NULL,
      movement_id    uuid NOT NULL,
      leg            int  NOT NULL,
      kind           text COLLATE "C" NOT NULL,
      seller_id      uuid NOT NULL,
      item_id        uuid NOT NULL,
      lot            text COLLATE "C" NOT NULL DEFAULT '',
      serial         text COLLATE "C" NOT NULL DEFAULT '',
      from_place     text COLLATE "C" NOT NULL,
      from_condition text COLLATE "C" NOT NULL,
      to_place       text COLLATE "C" NOT NULL,
      to_condition   text COLLATE "C" NOT NULL,
      quantity       int  NOT NULL CHECK (quantity > 0),
      reason         text,
      reverses       uuid,
      actor_id       uuid NOT NULL,
      device_id      text COLLATE "C",
      at             timestamptz NOT NULL,
      -- fingerprint of the leg's content, so that a row changed afterwards shows
      seal           text COLLATE "C" NOT NULL,
      PRIMARY KEY (site_id, movement_id, leg),
      FOREIGN KEY (seller_id, item_id) REFERENCES item,
      CHECK ((from_place, from_condition) <> (to_place, to_condition)),
      CHECK (serial = '' OR quantity = 1)
    );
    CREATE INDEX ledger_item ON ledger (site_id, item_id, at);

    -- what lies where; real places only, virtual ones (supplier, customer …) are read from the ledger
    CREATE TABLE balance (
      site_id   uuid NOT NULL,
      place     text COLLATE "C" NOT NULL CHECK (place ~ '^(dock|bin|lpn|tote|wall|parcel|vehicle)/'),
      item_id   uuid NOT NULL,
      lot       text COLLATE "C" NOT NULL DEFAULT '',
      serial    text COLLATE "C" NOT NULL DEFAULT '',
      condition text COLLATE "C" NOT NULL CHECK (condition IN ('sellable','inspect','hold','damaged','expired')),
      seller_id uuid NOT NULL,
      quantity  int NOT NULL CHECK (quantity >= 0),
      -- of quantity: units of active allocations, still to be picked from here
      allocated int NOT NULL DEFAULT 0 CHECK (allocated >= 0),
      -- ledger legs that touched it: a leg taken out of the ledger leaves the count behind
      legs      int NOT NULL CHECK (legs > 0),
      PRIMARY KEY (site_id, place, item_id, lot, serial, condition),
      FOREIGN KEY (seller_id, item_id) REFERENCES item,
      CHECK (allocated <= quantity),
      CHECK (allocated = 0 OR condition = 'sellable'),
      CHECK (serial = '' OR quantity <= 1)
    ) WITH (fillfactor = 80);
    CREATE INDEX balance_item ON balance (site_id, item_id) WHERE quantity > 0;
    -- a live serial lies in exactly one place, at any site
    CREATE UNIQUE INDEX balance_serial ON balance (seller_id, item_id, serial) WHERE serial <> '' AND quantity > 0;

    -- the sum that promises are made against, one row an item and site
    CREATE TABLE item_stock (
      site_id   uuid NOT NULL,
      item_id   uuid NOT NULL,
      seller_id uuid NOT NULL,
      on_hand   int NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
      held      int NOT NULL DEFAULT 0 CHECK (held >= 0),
      promised  int NOT NULL DEFAULT 0 CHECK (promised >= 0),
      allocated int NOT NULL DEFAULT 0 CHECK (allocated >= 0),
      PRIMARY KEY (site_id, item_id),
      FOREIGN KEY (seller_id, item_id) REFERENCES item,
      CHECK (on_hand - held - promised - allocated >= 0)
    ) WITH (fillfactor = 70);

    CREATE TABLE promise (
      site_id     uuid NOT NULL,
      promise_id  uuid NOT NULL,
      seller_id   uuid NOT NULL,
      channel     text COLLATE "C" NOT NULL,
      mall        text COLLATE "C" NOT NULL DEFAULT '',
      external_id text COLLATE "C" NOT NULL,
      order_id    uuid,
      state       text COLLATE "C" NOT NULL CHECK (state IN ('open','confirmed','released','expired')),
      expires_at  timestamptz,
      at          timestamptz NOT NULL,
      PRIMARY KEY (site_id, promise_id),
      CHECK (state <> 'open' OR expires_at IS NOT NULL)
    );
    -- one live promise for one thing bought
    CREATE UNIQUE INDEX promise_live ON promise (seller_id, channel, mall, external_id) WHERE state IN ('open','confirmed');
    CREATE INDEX promise_due ON promise (expires_at) WHERE state = 'open';

    CREATE TABLE promise_line (
      site_id    uuid NOT NULL,
      promise_id uuid NOT NULL,
      item_id    uuid NOT NULL,
      quantity   int NOT NULL CHECK (quantity > 0),
      -- still counted in item_stock.promised: neither allocated nor given back
      open       int NOT NULL CHECK (open >= 0 AND open <= quantity),
      PRIMARY KEY (site_id, promise_id, item_id),
      FOREIGN KEY (site_id, promise_id) REFERENCES promise
    ) WITH (fillfactor = 80);
    CREATE INDEX promise_line_item ON promise_line (site_id, item_id) WHERE open > 0;

    CREATE TABLE allocation (
      site_id       uuid NOT NULL,
      allocation_id uuid NOT NULL,
      seller_id     uuid NOT NULL,
      promise_id    uuid NOT NULL,
      order_id      uuid NOT NULL,
      line_no       int  NOT NULL,
      item_id       uuid NOT NULL,
      place         text COLLATE "C" NOT NULL,
      lot           text COLLATE "C" NOT NULL DEFAULT '',
      serial        text COLLATE "C" NOT NULL DEFAULT '',
      quantity      int NOT NULL CHECK (quantity > 0),
      picked        int NOT NULL DEFAULT 0 CHECK (picked >= 0 AND picked <= quantity),
      state         text COLLATE "C" NOT NULL CHECK (state IN ('active','fulfilled','broken','released')),
      at            timestamptz NOT NULL,
      PRIMARY KEY (site_id, allocation_id),
      FOREIGN KEY (site_id, promise_id) REFERENCES promise,
      CHECK ((state = 'fulfilled') = (picked = quantity))
    ) WITH (fillfactor = 80);
    CREATE INDEX allocation_place ON allocation (site_id, place, item_id) WHERE state = 'active';
    CREATE INDEX allocation_order ON allocation (order_id, line_no);

    -- adjustments above the site's limit, waiting for a second person
    CREATE TABLE adjustment (
      site_id       uuid NOT NULL,
      adjustment_id uuid NOT NULL,
      seller_id     uuid NOT NULL,
      item_id       uuid NOT NULL,
      place         text COLLATE "C" NOT NULL,
      lot           text COLLATE "C" NOT NULL DEFAULT '',
      quantity      int  NOT NULL CHECK (quantity <> 0),
      reason        text NOT NULL CHECK (reason <> ''),
      state         text COLLATE "C" NOT NULL CHECK (state IN ('waiting','posted','refused')),
      asked_by      uuid NOT NULL,
      decided_by    uuid,
      movement_id   uuid,
      at            timestamptz NOT NULL,
      PRIMARY KEY (site_id, adjustment_id),
      CHECK ((state = 'waiting') = (decided_by IS NULL)),
      CHECK ((state = 'posted') = (movement_id IS NOT NULL))
    );
  `);
}
