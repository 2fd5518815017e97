import type { Knex } from 'knex';

/** What a driver drove on this day is looked up at every door of his: arrivals follow his pace. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX route_driven ON route (site_id, driver_id, departed_at) WHERE departed_at IS NOT NULL;
  `);
}
