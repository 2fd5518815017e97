import type { Knex } from 'knex';

/** What could not be heard can be heard again or given up: it keeps what was told, and how it ended. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    ALTER TABLE parked_fact
      ADD COLUMN parked_id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
      -- the whole fact, since the outbox forgets; null: parked before this column was there, and forgotten already
      ADD COLUMN told      jsonb,
      ADD COLUMN state     text COLLATE "C" NOT NULL DEFAULT 'parked' CHECK (state IN ('parked','heard','given_up')),
      -- times that it was heard again in vain
      ADD COLUMN tries     int NOT NULL DEFAULT 0 CHECK (tries >= 0),
      ADD COLUMN ended_at  timestamptz,
      ADD COLUMN ended_by  uuid,
      ADD COLUMN why       text,
      ADD CHECK ((state = 'parked') = (ended_at IS NULL)),
      ADD CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
      ADD CHECK ((state = 'given_up') = (why IS NOT NULL));
    UPDATE parked_fact p
       SET told = jsonb_strip_nulls(jsonb_build_object('siteId', o.site_id, 'sellerId', o.seller_id, 'at', o.at))
                  || jsonb_build_object('body', o.body)
      FROM outbox o WHERE p.cursor = o.tx::text || ':' || o.seq;
    CREATE INDEX parked_fact_at ON parked_fact (state, at DESC, parked_id);
  `);
}
