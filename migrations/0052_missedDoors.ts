import type { Knex } from 'knex';

/** The customer's page says why a door did not open, and that the parcel is back at the site. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE parcel_event DROP CONSTRAINT parcel_event_kind_check;
    ALTER TABLE parcel_event ADD CONSTRAINT parcel_event_kind_check CHECK (kind IN
      ('packed','loaded','out','arriving','failed','back','returning','delivered','returned','lost'));
    ALTER TABLE parcel_event ADD COLUMN reason text COLLATE "C"
      CHECK (reason IN ('nobody_home','refused','damaged','wrong_address','access_code','cancelled','no_time'));
    ALTER TABLE parcel_event ADD CONSTRAINT parcel_event_reason_of_failure
      CHECK (reason IS NULL OR kind IN ('failed','returning'));
  `);
}
