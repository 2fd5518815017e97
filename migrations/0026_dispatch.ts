import type { Knex } from 'knex';

/** The dispatcher's changes, each of which can be taken back, and what the solver proposes before anybody accepts it. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- locked: to its vehicle; pinned: to its place, with all that is driven before it
    ALTER TABLE stop ADD COLUMN pinned boolean NOT NULL DEFAULT false,
      ADD CONSTRAINT stop_pinned CHECK (locked OR NOT pinned);

    CREATE TABLE plan_change (
      site_id    uuid NOT NULL REFERENCES site,
      change_id  uuid NOT NULL,
      kind       text COLLATE "C" NOT NULL CHECK (kind IN ('move','lock','accept')),
      -- the stops to come of every route it touched, as they stood and as it left them
      before     jsonb NOT NULL,
      after      jsonb NOT NULL,
      changed_by uuid NOT NULL,
      at         timestamptz NOT NULL,
      undone_at  timestamptz,
      PRIMARY KEY (site_id, change_id)
    );
    CREATE INDEX plan_change_last ON plan_change (site_id, changed_by, change_id DESC) WHERE undone_at IS NULL;

    CREATE TABLE plan_proposal (
      site_id     uuid NOT NULL REFERENCES site,
      proposal_id uuid NOT NULL,
      -- route → version that it was made from
      versions    jsonb NOT NULL,
      lanes       jsonb NOT NULL,
      state       text COLLATE "C" NOT NULL DEFAULT 'open' CHECK (state IN ('open','accepted','discarded')),
      proposed_by uuid NOT NULL,
      at          timestamptz NOT NULL,
      ended_at    timestamptz,
      PRIMARY KEY (site_id, proposal_id),
      CHECK ((state = 'open') = (ended_at IS NULL))
    );
  `);
}
