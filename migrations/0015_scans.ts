import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- where a device stands in a flow; its lock puts the scans of one device in a row
    CREATE TABLE scan_session (
      device_id text COLLATE "C" NOT NULL REFERENCES device,
      flow      text COLLATE "C" NOT NULL,
      state     jsonb NOT NULL DEFAULT '{}',
      at        timestamptz NOT NULL,
      PRIMARY KEY (device_id, flow)
    );

    -- every trigger pull, accepted or refused, applied once for ever
    CREATE TABLE scan (
      device_id    text COLLATE "C" NOT NULL REFERENCES device,
      seq          bigint NOT NULL CHECK (seq > 0),
      site_id      uuid NOT NULL,
      actor_id     uuid NOT NULL,
      flow         text COLLATE "C" NOT NULL,
      code         text NOT NULL,
      source       text COLLATE "C" NOT NULL CHECK (source IN ('wedge','camera','typed')),
      task_id      text COLLATE "C",
      device_at    timestamptz NOT NULL,
      at           timestamptz NOT NULL,
      -- the device's clock was more than five minutes off
      clock_off    boolean NOT NULL,
      -- numbers before this one never came
      gap          boolean NOT NULL,
      body_hash    text COLLATE "C" NOT NULL,
      ok           boolean NOT NULL,
      refusal_code text COLLATE "C",
      answer       jsonb NOT NULL,
      PRIMARY KEY (device_id, seq),
      CHECK (ok = (refusal_code IS NULL))
    );
    CREATE INDEX scan_refused ON scan (site_id, at) WHERE NOT ok;
    CREATE INDEX scan_at ON scan (site_id, at);
  `);
}
