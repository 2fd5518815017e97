import type { Knex } from 'knex';

/** Drivers who were given a route that the desk gave to others then, before it left: each has to be told. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE route_passed_on (
      site_id   uuid NOT NULL,
      route_id  uuid NOT NULL,
      driver_id uuid NOT NULL,
      at        timestamptz NOT NULL,
      PRIMARY KEY (site_id, route_id, driver_id),
      FOREIGN KEY (site_id, route_id) REFERENCES route
    );
    CREATE INDEX route_passed_on_by ON route_passed_on (site_id, driver_id);
  `);
}
