import type { Knex } from 'knex';

/** Keys of handhelds and PINs of workers, sessions that know how they were opened, and seals over who looked. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE user_account
      ADD COLUMN pin_hash  text,
      -- temporary: given by a supervisor, good for one sign-in that chooses another
      ADD COLUMN pin_state text COLLATE "C" CHECK (pin_state IN ('own','temporary')),
      ADD COLUMN pin_until timestamptz,
      -- what the label on a worker's badge says
      ADD COLUMN badge     text COLLATE "C" UNIQUE CHECK (badge = upper(badge)),
      ADD CHECK ((pin_hash IS NULL) = (pin_state IS NULL)),
      ADD CHECK ((pin_state IS NOT DISTINCT FROM 'temporary') = (pin_until IS NOT NULL));

    -- the SHA-256 of 256 random bits that the device keeps; null: enrolled before there were keys
    ALTER TABLE device ADD COLUMN key_hash text COLLATE "C";

    -- seen_at: within some minutes of its last use
    ALTER TABLE session
      ADD COLUMN seen_at   timestamptz,
      ADD COLUMN method    text COLLATE "C" NOT NULL DEFAULT 'password' CHECK (method IN ('password','pin')),
      ADD COLUMN device_id text COLLATE "C" REFERENCES device,
      ADD CHECK (method = 'password' OR device_id IS NOT NULL);
    CREATE INDEX session_by_device ON session (device_id) WHERE device_id IS NOT NULL;

    -- wrong PINs in a row, of a person (known or not) and of a device
    CREATE TABLE pin_try (
      subject      text COLLATE "C" PRIMARY KEY,
      failed       int NOT NULL CHECK (failed >= 0),
      locked_until timestamptz,
      at           timestamptz NOT NULL
    );
    CREATE INDEX pin_try_at ON pin_try (at);

    -- what was noted of one look at personal data, as a seal has it
    CREATE FUNCTION access_digest(r access_record) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
      AS $$ SELECT sha256(convert_to(jsonb_build_array(r.access_id, r.actor_id, r.subject, r.fields, r.why, r.origin, r.ip,
                                                       (extract(epoch FROM r.at) * 1000000)::bigint)::text, 'UTF8')) $$;

    -- each seal hashes the one before it and the digests of its records in the order of their ids
    CREATE TABLE access_seal (
      seal_no  bigint PRIMARY KEY CHECK (seal_no > 0),
      records  int NOT NULL CHECK (records > 0),
      previous bytea NOT NULL,
      hash     bytea NOT NULL CHECK (octet_length(hash) = 32),
      at       timestamptz NOT NULL
    );
    CREATE TABLE access_sealed (
      access_id uuid PRIMARY KEY,
      seal_no   bigint NOT NULL
    );
    CREATE INDEX access_sealed_by ON access_sealed (seal_no, access_id);
  `);
}
