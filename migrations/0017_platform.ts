import type { Knex } from 'knex';

/** How personal data is kept: keys wrapped by keys, an index of phones, what is erased, who looked and from where. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- keys of a day and a purpose, wrapped by the key that key_id names; destroying one destroys what it sealed
    CREATE TABLE data_key (
      data_key_id uuid PRIMARY KEY,
      purpose     text COLLATE "C" NOT NULL CHECK (purpose IN ('answer','step','phone')),
      day         date NOT NULL,
      key_id      text COLLATE "C" NOT NULL,
      wrapped     bytea NOT NULL,
      UNIQUE (purpose, day)
    );

    -- nothing is wrapped by these any more: a process that still thinks otherwise is refused
    CREATE TABLE retired_key (
      key_id text COLLATE "C" PRIMARY KEY,
      at     timestamptz NOT NULL
    );

    -- key_id null: of the first layout, or erased
    ALTER TABLE recipient
      ADD COLUMN key_id        text COLLATE "C",
      ADD COLUMN data_key      bytea,
      ADD COLUMN masked_sealed bytea,
      ADD COLUMN phone_index   bytea,
      ADD COLUMN erased_at     timestamptz,
      ADD CHECK ((key_id IS NULL) = (data_key IS NULL) AND (key_id IS NULL) = (masked_sealed IS NULL)),
      ADD CHECK (erased_at IS NULL OR (key_id IS NULL AND phone_index IS NULL AND lat IS NULL
                 AND octet_length(name_sealed) + octet_length(phone_sealed) + octet_length(address_sealed) = 0));
    CREATE INDEX recipient_phone ON recipient (phone_index, seller_id, order_id) WHERE phone_index IS NOT NULL;
    CREATE INDEX recipient_kept ON recipient (at) WHERE erased_at IS NULL;

    ALTER TABLE access_record ADD COLUMN ip text COLLATE "C";
    CREATE INDEX access_record_subject ON access_record (subject, access_id);
    CREATE INDEX access_record_actor ON access_record (actor_id, access_id);

    -- null: sent up by somebody of several sites and not named by any work yet
    ALTER TABLE file ADD COLUMN site_id uuid;
    UPDATE file SET site_id = used.site_id
      FROM (SELECT photo_id AS file_id, site_id FROM stop UNION SELECT signature_id, site_id FROM stop
            UNION SELECT photo_id, site_id FROM return_unit) used
     WHERE used.file_id = file.file_id;
  `);
}
