import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- facts told by the modules; read in (tx, seq) order behind the oldest running transaction
    CREATE TABLE outbox (
      tx        xid8   NOT NULL DEFAULT pg_current_xact_id(),
      seq       bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
      id        uuid   NOT NULL,
      kind      text   COLLATE "C" NOT NULL,
      site_id   uuid,
      seller_id uuid,
      subject   text   COLLATE "C" NOT NULL,
      body      jsonb  NOT NULL,
      at        timestamptz NOT NULL,
      PRIMARY KEY (tx, seq)
    );

    CREATE TABLE consumer (
      name   text COLLATE "C" PRIMARY KEY,
      cursor text COLLATE "C" NOT NULL DEFAULT '0:0'
    );

    CREATE TABLE parked_fact (
      consumer text COLLATE "C" NOT NULL,
      cursor   text COLLATE "C" NOT NULL,
      kind     text COLLATE "C" NOT NULL,
      subject  text COLLATE "C" NOT NULL,
      reason   text NOT NULL,
      at       timestamptz NOT NULL,
      PRIMARY KEY (consumer, cursor)
    );

    CREATE TABLE job (
      name    text COLLATE "C" PRIMARY KEY,
      next_at timestamptz NOT NULL
    );

    -- the first answer to each (who, key); a replay gets it again
    CREATE TABLE idempotency_key (
      actor_id  uuid  NOT NULL,
      key       text  COLLATE "C" NOT NULL,
      route     text  COLLATE "C" NOT NULL,
      body_hash text  COLLATE "C" NOT NULL,
      status    int   NOT NULL,
      answer    jsonb NOT NULL,
      at        timestamptz NOT NULL,
      PRIMARY KEY (actor_id, key)
    );
    CREATE INDEX idempotency_key_at ON idempotency_key (at);

    -- photos, signatures and printed labels
    CREATE TABLE file (
      file_id      uuid PRIMARY KEY,
      owner_id     uuid NOT NULL,
      content_type text COLLATE "C" NOT NULL,
      bytes        bytea NOT NULL CHECK (octet_length(bytes) <= 1048576),
      sha256       text COLLATE "C" NOT NULL,
      at           timestamptz NOT NULL
    );

    -- requests and scans that were answered with a refusal, and why (invariant 41)
    CREATE TABLE refused_request (
      id       uuid PRIMARY KEY,
      actor_id uuid,
      route    text COLLATE "C" NOT NULL,
      code     text COLLATE "C" NOT NULL CHECK (code <> ''),
      field    text,
      at       timestamptz NOT NULL
    );
  `);
}
