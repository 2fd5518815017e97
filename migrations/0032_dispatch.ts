import type { Knex } from 'knex';

/**
 * What a site does with what could not be handed over, as versions, and what was decided for each parcel; proposals that give
 * idle vehicles a route.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    CREATE TABLE failure_policy (
      site_id uuid NOT NULL REFERENCES site,
      version int NOT NULL CHECK (version > 0),
      -- by reason: what follows the first, the second … door that did not open
      rules   jsonb NOT NULL,
      set_by  uuid NOT NULL,
      at      timestamptz NOT NULL,
      PRIMARY KEY (site_id, version)
    );

    ALTER TABLE stop_parcel
      ADD COLUMN after_failure text COLLATE "C" CHECK (after_failure IN ('again','later','held','returning'));
    -- by the rules that held for every site until now
    UPDATE stop_parcel s SET after_failure = CASE
        WHEN reason IN ('refused','damaged','cancelled') THEN 'returning'
        WHEN reason = 'wrong_address' THEN 'held'
        WHEN reason IN ('nobody_home','access_code')
         AND (SELECT count(*) FROM stop_parcel t WHERE t.site_id = s.site_id AND t.parcel_id = s.parcel_id
                 AND t.reason IN ('nobody_home','access_code')) > 1 THEN 'returning'
        ELSE 'later' END
     WHERE live AND state = 'failed';

    -- null: no plan, but a proposal that was accepted
    ALTER TABLE route ALTER plan_id DROP NOT NULL;
    -- the routes that it would open: route, vehicle and when
    ALTER TABLE plan_proposal ADD COLUMN opens jsonb NOT NULL DEFAULT '[]';
  `);
}
