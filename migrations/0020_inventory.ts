import type { Knex } from 'knex';

/** Flash sales: units of one item at one site, from a moment on, so many a customer. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE flash_sale (
      site_id    uuid NOT NULL,
      sale_id    uuid NOT NULL,
      seller_id  uuid NOT NULL,
      item_id    uuid NOT NULL,
      starts_at  timestamptz NOT NULL,
      -- null: until somebody closes it
      ends_at    timestamptz CHECK (ends_at > starts_at),
      -- units a customer
      cap        int NOT NULL CHECK (cap > 0),
      -- units kept for it from its opening on, by a promise of its own; null: it sells whatever is available
      set_aside  int CHECK (set_aside > 0),
      promise_id uuid,
      sold       int NOT NULL DEFAULT 0 CHECK (sold >= 0),
      state      text COLLATE "C" NOT NULL CHECK (state IN ('open','closed')),
      opened_by  uuid NOT NULL,
      at         timestamptz NOT NULL,
      closed_by  uuid,
      closed_at  timestamptz,
      PRIMARY KEY (site_id, sale_id),
      UNIQUE (site_id, sale_id, cap),
      FOREIGN KEY (seller_id, item_id) REFERENCES item,
      FOREIGN KEY (site_id, promise_id) REFERENCES promise,
      CHECK ((set_aside IS NULL) = (promise_id IS NULL)),
      CHECK (sold <= set_aside),
      CHECK ((state = 'closed') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (closed_by IS NULL))
    ) WITH (fillfactor = 70);
    -- an item is in one sale at a time
    CREATE UNIQUE INDEX flash_sale_open ON flash_sale (site_id, item_id) WHERE state = 'open';

    -- what a customer has of a sale; who he is stands here as a hash of the sale and his blind index, until the sale is closed
    CREATE TABLE flash_customer (
      site_id   uuid NOT NULL,
      sale_id   uuid NOT NULL,
      customer  bytea NOT NULL,
      seller_id uuid NOT NULL,
      cap       int NOT NULL,
      units     int NOT NULL CHECK (units >= 0),
      PRIMARY KEY (site_id, sale_id, customer),
      FOREIGN KEY (site_id, sale_id, cap) REFERENCES flash_sale (site_id, sale_id, cap),
      CHECK (units <= cap)
    ) WITH (fillfactor = 80);

    -- what a promise took of a sale and has not given back
    CREATE TABLE flash_take (
      site_id    uuid NOT NULL,
      promise_id uuid NOT NULL,
      sale_id    uuid NOT NULL,
      seller_id  uuid NOT NULL,
      -- null: the sale is closed
      customer   bytea,
      units      int NOT NULL CHECK (units >= 0),
      PRIMARY KEY (site_id, promise_id, sale_id),
      FOREIGN KEY (site_id, sale_id) REFERENCES flash_sale
    ) WITH (fillfactor = 80);
    CREATE INDEX flash_take_known ON flash_take (site_id, sale_id) WHERE customer IS NOT NULL;

    -- how a sale went, five seconds a row
    CREATE TABLE flash_tick (
      site_id   uuid NOT NULL,
      sale_id   uuid NOT NULL,
      tick      timestamptz NOT NULL,
      seller_id uuid NOT NULL,
      sold      int NOT NULL DEFAULT 0 CHECK (sold >= 0),
      returned  int NOT NULL DEFAULT 0 CHECK (returned >= 0),
      PRIMARY KEY (site_id, sale_id, tick),
      FOREIGN KEY (site_id, sale_id) REFERENCES flash_sale
    ) WITH (fillfactor = 70);

    -- what a refused request was about, where it is counted by it: the flash sale
    ALTER TABLE refused_request ADD COLUMN subject uuid;
    CREATE INDEX refused_request_subject ON refused_request (subject, code) WHERE subject IS NOT NULL;
  `);
}
