import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE wave (
      site_id       uuid NOT NULL REFERENCES site,
      wave_id       uuid NOT NULL,
      state         text COLLATE "C" NOT NULL CHECK (state IN ('planned','released','done','cancelled')),
      cut_off_id    uuid,
      due_by        timestamptz,
      orders        int NOT NULL DEFAULT 0 CHECK (orders >= 0),
      units         int NOT NULL DEFAULT 0 CHECK (units >= 0),
      -- walking of the plan, and of the same orders one a tour
      walk_mm       bigint,
      single_mm     bigint,
      -- false: a solver failed, and a rule of thumb stood in
      solved        boolean NOT NULL DEFAULT true,
      -- orders that stay promised, and why: [{orderId, reason, items}]
      left_out      jsonb NOT NULL DEFAULT '[]',
      planned_at    timestamptz NOT NULL,
      launched_at   timestamptz,
      ended_at      timestamptz,
      actor_id      uuid NOT NULL,
      PRIMARY KEY (site_id, wave_id),
      CHECK ((state IN ('done','cancelled')) = (ended_at IS NOT NULL)),
      CHECK (state NOT IN ('released','done') OR launched_at IS NOT NULL)
    );
    CREATE INDEX wave_live ON wave (site_id, state) WHERE state IN ('planned','released');

    -- the work of one cart; it keeps its cart when a lease is lost with units in the totes
    CREATE TABLE batch (
      site_id     uuid NOT NULL,
      batch_id    uuid NOT NULL,
      wave_id     uuid NOT NULL,
      state       text COLLATE "C" NOT NULL CHECK (state IN ('ready','claimed','delivered','cancelled')),
      due_by      timestamptz,
      slots       int NOT NULL CHECK (slots > 0),
      walk_mm     bigint NOT NULL CHECK (walk_mm >= 0),
      cart_code   text COLLATE "C",
      picker_id   uuid,
      lease_until timestamptz,
      lane_code   text COLLATE "C",
      claimed_at  timestamptz,
      ended_at    timestamptz,
      PRIMARY KEY (site_id, batch_id),
      FOREIGN KEY (site_id, wave_id) REFERENCES wave,
      CHECK ((state = 'claimed') = (picker_id IS NOT NULL)),
      CHECK ((state = 'claimed') = (lease_until IS NOT NULL)),
      CHECK (state NOT IN ('claimed','delivered') OR cart_code IS NOT NULL),
      CHECK ((state = 'delivered') = (lane_code IS NOT NULL)),
      CHECK ((state IN ('delivered','cancelled')) = (ended_at IS NOT NULL))
    ) WITH (fillfactor = 80);
    CREATE UNIQUE INDEX batch_cart ON batch (site_id, cart_code) WHERE state IN ('ready','claimed') AND cart_code IS NOT NULL;
    CREATE UNIQUE INDEX batch_picker ON batch (site_id, picker_id) WHERE state = 'claimed';
    CREATE INDEX batch_ready ON batch (site_id, due_by, batch_id) WHERE state = 'ready' AND cart_code IS NULL;
    CREATE INDEX batch_lease ON batch (lease_until) WHERE state = 'claimed';
    CREATE INDEX batch_wave ON batch (site_id, wave_id);

    CREATE TABLE batch_slot (
      site_id   uuid NOT NULL,
      batch_id  uuid NOT NULL,
      slot      int  NOT NULL CHECK (slot > 0),
      seller_id uuid NOT NULL,
      order_id  uuid NOT NULL,
      -- the tote that stands there now
      tote_code text COLLATE "C",
      PRIMARY KEY (site_id, batch_id, slot),
      UNIQUE (site_id, batch_id, order_id),
      FOREIGN KEY (site_id, batch_id) REFERENCES batch
    );

    -- a tote holds one order from its first scan until packing has emptied it
    CREATE TABLE tote_use (
      site_id   uuid NOT NULL,
      use_id    uuid NOT NULL,
      tote_code text COLLATE "C" NOT NULL,
      batch_id  uuid NOT NULL,
      seller_id uuid NOT NULL,
      order_id  uuid NOT NULL,
      at        timestamptz NOT NULL,
      ended_at  timestamptz,
      PRIMARY KEY (site_id, use_id),
      FOREIGN KEY (site_id, batch_id) REFERENCES batch
    );
    CREATE UNIQUE INDEX tote_use_live ON tote_use (site_id, tote_code) WHERE ended_at IS NULL;
    CREATE INDEX tote_use_order ON tote_use (site_id, order_id) WHERE ended_at IS NULL;
    CREATE INDEX tote_use_batch ON tote_use (site_id, batch_id);

    CREATE TABLE count_request (
      site_id   uuid NOT NULL REFERENCES site,
      count_id  uuid NOT NULL,
      bin_code  text COLLATE "C" NOT NULL,
      -- null: the whole bin
      item_id   uuid,
      cause     text COLLATE "C" NOT NULL CHECK (cause <> ''),
      state     text COLLATE "C" NOT NULL DEFAULT 'open' CHECK (state IN ('open','done','cancelled')),
      at        timestamptz NOT NULL,
      actor_id  uuid NOT NULL,
      ended_at  timestamptz,
      ended_by  uuid,
      PRIMARY KEY (site_id, count_id),
      FOREIGN KEY (site_id, bin_code) REFERENCES bin,
      CHECK ((state = 'open') = (ended_at IS NULL))
    );
    CREATE UNIQUE INDEX count_request_item ON count_request (site_id, bin_code, item_id) WHERE state = 'open';
    CREATE UNIQUE INDEX count_request_bin ON count_request (site_id, bin_code) WHERE state = 'open' AND item_id IS NULL;

    -- one allocation to be fetched; task_id is the allocation's id
    CREATE TABLE pick_task (
      site_id      uuid NOT NULL,
      task_id      uuid NOT NULL,
      wave_id      uuid NOT NULL,
      -- null: not yet on a cart
      batch_id     uuid,
      slot         int,
      seq          int NOT NULL DEFAULT 0,
      skips        int NOT NULL DEFAULT 0 CHECK (skips >= 0),
      seller_id    uuid NOT NULL,
      order_id     uuid NOT NULL,
      line_no      int  NOT NULL,
      promise_id   uuid NOT NULL,
      item_id      uuid NOT NULL,
      bin_code     text COLLATE "C" NOT NULL,
      lot          text COLLATE "C" NOT NULL DEFAULT '',
      serial       text COLLATE "C" NOT NULL DEFAULT '',
      quantity     int NOT NULL CHECK (quantity > 0),
      picked       int NOT NULL DEFAULT 0 CHECK (picked >= 0),
      short        int NOT NULL DEFAULT 0 CHECK (short >= 0),
      short_reason text COLLATE "C" CHECK (short_reason <> ''),
      count_id     uuid,
      state        text COLLATE "C" NOT NULL DEFAULT 'ready'
        CHECK (state IN ('ready','picked','short','broken','cancelled')),
      at           timestamptz NOT NULL,
      PRIMARY KEY (site_id, task_id),
      FOREIGN KEY (site_id, task_id) REFERENCES allocation,
      FOREIGN KEY (site_id, wave_id) REFERENCES wave,
      FOREIGN KEY (site_id, batch_id) REFERENCES batch,
      FOREIGN KEY (site_id, count_id) REFERENCES count_request,
      CHECK ((batch_id IS NULL) = (slot IS NULL)),
      CHECK (picked + short <= quantity),
      CHECK ((state = 'picked') = (picked = quantity)),
      CHECK ((state = 'short') = (short > 0)),
      CHECK (short = 0 OR (picked + short = quantity AND short_reason IS NOT NULL AND count_id IS NOT NULL))
    ) WITH (fillfactor = 80);
    CREATE INDEX pick_task_batch ON pick_task (site_id, batch_id, skips, seq);
    CREATE INDEX pick_task_wave ON pick_task (site_id, wave_id);
    CREATE INDEX pick_task_loose ON pick_task (site_id) WHERE batch_id IS NULL AND state = 'ready';
    CREATE INDEX pick_task_order ON pick_task (site_id, order_id);

    -- units in totes that nobody wants any more
    CREATE TABLE put_back_task (
      site_id     uuid NOT NULL,
      put_back_id uuid NOT NULL,
      seller_id   uuid NOT NULL,
      order_id    uuid NOT NULL,
      item_id     uuid NOT NULL,
      lot         text COLLATE "C" NOT NULL DEFAULT '',
      serial      text COLLATE "C" NOT NULL DEFAULT '',
      tote_code   text COLLATE "C" NOT NULL,
      quantity    int NOT NULL CHECK (quantity > 0),
      put         int NOT NULL DEFAULT 0 CHECK (put >= 0 AND put <= quantity),
      cause       text COLLATE "C" NOT NULL CHECK (cause <> ''),
      state       text COLLATE "C" NOT NULL DEFAULT 'open' CHECK (state IN ('open','done')),
      at          timestamptz NOT NULL,
      ended_at    timestamptz,
      PRIMARY KEY (site_id, put_back_id),
      UNIQUE (site_id, order_id, tote_code, item_id, lot, serial),
      CHECK ((state = 'done') = (put = quantity)),
      CHECK ((state = 'done') = (ended_at IS NOT NULL))
    );
    CREATE INDEX put_back_open ON put_back_task (site_id, tote_code) WHERE state = 'open';
  `);
}
