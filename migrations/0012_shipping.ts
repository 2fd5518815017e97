import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- a label is intended before anything is bought; the carrier knows it by label_id
    CREATE TABLE label (
      site_id      uuid NOT NULL,
      label_id     uuid NOT NULL,
      parcel_id    uuid NOT NULL,
      seller_id    uuid NOT NULL,
      carrier      text COLLATE "C" NOT NULL,
      state        text COLLATE "C" NOT NULL CHECK (state IN ('intended','bought','refused','void')),
      tracking_no  text COLLATE "C",
      -- of the recipient: the one that was printed
      address_version int NOT NULL,
      trouble      text,
      tries        int NOT NULL DEFAULT 0,
      intended_at  timestamptz NOT NULL,
      bought_at    timestamptz,
      voided_at    timestamptz,
      void_reason  text,
      PRIMARY KEY (site_id, label_id),
      FOREIGN KEY (site_id, parcel_id) REFERENCES parcel,
      CHECK (state <> 'bought' OR (bought_at IS NOT NULL AND tracking_no IS NOT NULL)),
      CHECK ((state = 'void') = (voided_at IS NOT NULL))
    );
    CREATE UNIQUE INDEX label_live ON label (site_id, parcel_id) WHERE state IN ('intended','bought');
    CREATE INDEX label_intended ON label (intended_at) WHERE state = 'intended';

    -- what the customer may know of a parcel, behind a token that cannot be guessed
    CREATE TABLE tracking (
      site_id     uuid NOT NULL,
      parcel_id   uuid NOT NULL,
      seller_id   uuid NOT NULL,
      token       text COLLATE "C" NOT NULL UNIQUE CHECK (length(token) >= 22),
      masked_name text NOT NULL,
      state       text COLLATE "C" NOT NULL,
      state_at    timestamptz NOT NULL,
      eta_from    timestamptz,
      eta_to      timestamptz,
      PRIMARY KEY (site_id, parcel_id),
      FOREIGN KEY (site_id, parcel_id) REFERENCES parcel,
      CHECK (eta_to >= eta_from)
    );

    -- what happened to a parcel on its way, by the time at which it happened
    CREATE TABLE parcel_event (
      site_id     uuid NOT NULL,
      parcel_id   uuid NOT NULL,
      event_id    text COLLATE "C" NOT NULL,
      kind        text COLLATE "C" NOT NULL CHECK (kind IN
                    ('packed','loaded','out','arriving','failed','returning','delivered','returned','lost')),
      -- the event that this one documents as wrong
      corrects    text COLLATE "C",
      happened_at timestamptz NOT NULL,
      told_at     timestamptz NOT NULL,
      PRIMARY KEY (site_id, parcel_id, event_id),
      FOREIGN KEY (site_id, parcel_id) REFERENCES parcel,
      FOREIGN KEY (site_id, parcel_id, corrects) REFERENCES parcel_event
    );
  `);
}
