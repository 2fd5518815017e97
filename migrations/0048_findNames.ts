import type { Knex } from 'knex';

/**
 * Shipments are found by how their number, or their carrier's, begins or ends, as other codes are. Items are found by any part of
 * their names: the letters of a name, two by two, and the seller stand in an index together, so that a part is looked up by its
 * own pairs among that seller's items alone. Names are written seldom and looked for at every pause in typing: nothing is put off.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    CREATE INDEX inbound_shipment_part ON inbound_shipment (seller_id, site_id, upper(asn));
    CREATE INDEX inbound_shipment_end ON inbound_shipment (seller_id, site_id, reverse(upper(asn)));
    CREATE INDEX inbound_tracking_part ON inbound_shipment (seller_id, site_id, upper(tracking))
      WHERE tracking IS NOT NULL;
    CREATE INDEX inbound_tracking_end ON inbound_shipment (seller_id, site_id, reverse(upper(tracking)))
      WHERE tracking IS NOT NULL;

    CREATE FUNCTION name_pairs(seller_id uuid, name text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN ARRAY(SELECT substr(upper(name), at, 2) FROM generate_series(1, length(upper(name)) - 1) AS at)
             || seller_id::text;
    CREATE INDEX item_name_pairs ON item USING gin (name_pairs(seller_id, name)) WITH (fastupdate = off);
  `);
}
