import type { Knex } from 'knex';

/** Keys of channels' programs, passwords from a supervisor, and what was done to accounts. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- a key is a session that nobody signs in for
    ALTER TABLE session
      DROP CONSTRAINT session_method_check,
      DROP CONSTRAINT session_check,
      ADD COLUMN key_id  uuid UNIQUE,
      -- which program has it
      ADD COLUMN name    text,
      -- its last letters, by which its owner tells it from others
      ADD COLUMN hint    text COLLATE "C",
      ADD COLUMN made_by uuid,
      ADD CHECK (method IN ('password','pin','key')),
      ADD CHECK (method <> 'pin' OR device_id IS NOT NULL),
      ADD CHECK ((method = 'key') = (key_id IS NOT NULL)),
      ADD CHECK (key_id IS NULL OR (name IS NOT NULL AND hint IS NOT NULL AND made_by IS NOT NULL));

    -- of a password from a supervisor, which is good for choosing another
    ALTER TABLE user_account ADD COLUMN password_until timestamptz;

    -- who did what to whose account
    CREATE TABLE account_event (
      event_id uuid PRIMARY KEY,
      user_id  uuid NOT NULL,
      actor_id uuid NOT NULL,
      what     text COLLATE "C" NOT NULL,
      detail   text NOT NULL,
      ip       text,
      at       timestamptz NOT NULL
    );
    CREATE INDEX account_event_user ON account_event (user_id, event_id);
  `);
}
