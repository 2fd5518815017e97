import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE user_account (
      user_id       uuid PRIMARY KEY,
      login         text COLLATE "C" NOT NULL UNIQUE CHECK (login = lower(login)),
      password_hash text NOT NULL,
      role          text COLLATE "C" NOT NULL
        CHECK (role IN ('admin','manager','picker','packer','receiver','dispatcher','driver','seller','channel')),
      seller_id     uuid,
      language      text COLLATE "C" NOT NULL DEFAULT 'en' CHECK (language IN ('ko','en')),
      demo          boolean NOT NULL DEFAULT false,
      state         text COLLATE "C" NOT NULL DEFAULT 'active' CHECK (state IN ('active','blocked')),
      failed_tries  int NOT NULL DEFAULT 0,
      locked_until  timestamptz,
      at            timestamptz NOT NULL,
      CHECK ((role IN ('seller','channel')) = (seller_id IS NOT NULL))
    );

    CREATE TABLE user_site (
      user_id uuid NOT NULL REFERENCES user_account,
      site_id uuid NOT NULL,
      PRIMARY KEY (user_id, site_id)
    );

    -- tokens are kept as their SHA-256, so that a copy of the database signs nobody in
    CREATE TABLE session (
      token_hash text COLLATE "C" PRIMARY KEY,
      user_id    uuid NOT NULL REFERENCES user_account,
      at         timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      ended_at   timestamptz
    );
    CREATE INDEX session_by_user ON session (user_id);

    CREATE TABLE device (
      device_id   text COLLATE "C" PRIMARY KEY,
      site_id     uuid NOT NULL,
      user_id     uuid REFERENCES user_account,
      name        text NOT NULL,
      state       text COLLATE "C" NOT NULL DEFAULT 'enrolled' CHECK (state IN ('enrolled','revoked')),
      at          timestamptz NOT NULL
    );

    CREATE TABLE device_code (
      code_hash  text COLLATE "C" PRIMARY KEY,
      site_id    uuid NOT NULL,
      name       text NOT NULL,
      expires_at timestamptz NOT NULL,
      used_by    text COLLATE "C"
    );

    -- who saw whose personal data, when, from where and why (kept two years)
    CREATE TABLE access_record (
      access_id uuid PRIMARY KEY,
      actor_id  uuid NOT NULL,
      subject   text COLLATE "C" NOT NULL,
      fields    text NOT NULL,
      why       text NOT NULL CHECK (why <> ''),
      origin    text NOT NULL,
      at        timestamptz NOT NULL
    );
  `);
}
