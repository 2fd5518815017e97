import type { Knex } from 'knex';

/**
 * Which session scans as a device, and what came under a number that another scan of it had. And what a seller's request
 * needs of tables that are no seller's, done with the owner's rights and no further: a key by its name, the next serials of
 * boxes, which hours of docks are taken. Who may call them is in src/platform/grants.ts. Temporary tables come last in their
 * search path, so that nobody puts one of his own in a table's place.
 */
const CALLS = {
  // keys of kept answers, of the index of phones and of what orders were sent with; those of the floor's screens are no request's
  'request_key(of_purpose text, of_day date, of_id uuid)': `
    RETURNS SETOF data_key LANGUAGE sql STABLE AS $$
      SELECT * FROM data_key WHERE purpose = of_purpose AND purpose IN ('answer','phone','order')
         AND (day = of_day OR data_key_id = of_id) $$`,
  'keep_request_key(new_id uuid, of_purpose text, of_day date, by_key text, new_wrapped bytea)': `
    RETURNS SETOF uuid LANGUAGE sql AS $$
      INSERT INTO data_key (data_key_id, purpose, day, key_id, wrapped)
      SELECT new_id, of_purpose, of_day, by_key, new_wrapped
       WHERE of_purpose IN ('answer','phone','order') AND NOT EXISTS (SELECT 1 FROM retired_key r WHERE r.key_id = by_key)
      ON CONFLICT (purpose, day) DO NOTHING RETURNING data_key_id $$`,
  // forwards alone: a number that was given out is given out to nobody else
  'take_sscc_serials(of_site uuid, how_many int)': `
    RETURNS SETOF bigint LANGUAGE sql AS $$
      INSERT INTO sscc_serial AS s (site_id, next_serial)
      SELECT of_site, 1 + how_many WHERE how_many BETWEEN 1 AND 10000
      ON CONFLICT (site_id) DO UPDATE SET next_serial = s.next_serial + how_many
      RETURNING s.next_serial - how_many $$`,
  'dock_hours_taken(of_site uuid, from_time timestamptz, to_time timestamptz, at_time timestamptz)': `
    RETURNS TABLE (dock_code text, starts_at timestamptz) LANGUAGE sql STABLE AS $$
      SELECT b.dock_code, b.starts_at FROM dock_booking b
       WHERE b.site_id = of_site AND b.starts_at >= from_time AND b.starts_at < to_time
         AND (b.held_until IS NULL OR b.held_until > at_time) $$`,
  // of a draft whose quarter of an hour is over; a booking stays whoever asks
  'free_dock_hour(of_site uuid, of_dock text, of_time timestamptz, at_time timestamptz)': `
    RETURNS SETOF uuid LANGUAGE sql AS $$
      DELETE FROM dock_booking b
       WHERE b.site_id = of_site AND b.dock_code = of_dock AND b.starts_at = of_time AND b.held_until <= at_time
      RETURNING b.shipment_id $$`,
};

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
  const { rows } = await knex.raw<{ rows: { path: string }[] }>(`SELECT quote_ident(current_schema()) AS path`);
  const path = rows[0]!.path;
  for (const [call, body] of Object.entries(CALLS)) {
    await knex.raw(`CREATE FUNCTION ${call} ${body} SECURITY DEFINER SET search_path = ${path}, pg_temp`);
    await knex.raw(`REVOKE ALL ON FUNCTION ${call} FROM PUBLIC`);
  }
}
