import type { Knex } from 'knex';

/**
 * Lots are found by how what stands on their labels begins or ends; the latest shipments of a seller are looked through as its
 * latest orders and items are, by their keys. What came to a bin and what left it is read from an index of bins alone: half of all
 * movements touch none, and one that does costs a line more. Names that came in parts of letters, as macOS sends them, are put together as those
 * that come from now on: what was written once and for all, and codes, which others may have, stay.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    CREATE INDEX lot_part ON lot (seller_id, upper(lot));
    CREATE INDEX lot_end ON lot (seller_id, reverse(upper(lot)));
    CREATE INDEX inbound_shipment_latest ON inbound_shipment (seller_id, shipment_id);

    CREATE INDEX ledger_from_bin ON ledger (site_id, from_place, at) WHERE from_place LIKE 'bin/%';
    CREATE INDEX ledger_to_bin ON ledger (site_id, to_place, at) WHERE to_place LIKE 'bin/%';
    CREATE INDEX count_request_of_bin ON count_request (site_id, bin_code, at);

    UPDATE item SET name = normalize(name) WHERE name IS NOT NORMALIZED;
    UPDATE item_pack SET name = normalize(name) WHERE name IS NOT NORMALIZED;
    UPDATE seller SET name = normalize(name) WHERE name IS NOT NORMALIZED;
    UPDATE site SET name = normalize(name) WHERE name IS NOT NORMALIZED;
    UPDATE vehicle SET name = normalize(name) WHERE name IS NOT NORMALIZED;
  `);
}
