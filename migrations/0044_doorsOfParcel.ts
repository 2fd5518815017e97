import type { Knex } from 'knex';

/** The pool and the desk ask at which doors a parcel has been. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`CREATE INDEX stop_parcel_parcel ON stop_parcel (site_id, parcel_id)`);
}
