import type { Knex } from 'knex';

/** Which session scans as a device, and what came under a number that another scan of it had. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- the session that was handed the device's key, by its hash: it need not show the key again
    ALTER TABLE device ADD COLUMN key_session text COLLATE "C";

    -- refused with seq_conflict; the same again is the same row
    CREATE TABLE scan_conflict (
      device_id text COLLATE "C" NOT NULL,
      seq       bigint NOT NULL,
      body_hash text COLLATE "C" NOT NULL,
      site_id   uuid NOT NULL,
      actor_id  uuid NOT NULL,
      flow      text COLLATE "C" NOT NULL,
      code      text NOT NULL,
      source    text COLLATE "C" NOT NULL CHECK (source IN ('wedge','camera','typed')),
      task_id   text COLLATE "C",
      device_at timestamptz NOT NULL,
      at        timestamptz NOT NULL,
      PRIMARY KEY (device_id, seq, body_hash),
      FOREIGN KEY (device_id, seq) REFERENCES scan
    );
    CREATE INDEX scan_conflict_at ON scan_conflict (site_id, at);
  `);
}
