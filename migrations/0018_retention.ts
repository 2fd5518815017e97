import type { Knex } from 'knex';

/** What is kept for a time is found by its age; what audits remember of facts does not end with them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX refused_request_at ON refused_request (at);
    CREATE INDEX session_over ON session (least(ended_at, expires_at));
    CREATE INDEX position_heard ON position (heard_at);

    -- when its measures last changed: what was put away before went by other ones
    ALTER TABLE item ADD COLUMN packaging_set_at timestamptz;
    UPDATE item SET packaging_set_at = told.at
      FROM (SELECT subject, max(at) AS at FROM outbox WHERE kind = 'catalogue.packagingSet' GROUP BY subject) told
     WHERE told.subject = item.item_id::text;
  `);
}
