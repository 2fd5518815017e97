import type { Knex } from 'knex';

/**
 * A code is found by how it begins or ends: somebody reads the last digits from a label. Each seller's codes lie together, so
 * that a wall costs nothing and a beginning that all share is read to its limit only. All parcels' codes begin alike: nobody
 * looks for that.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    CREATE INDEX customer_order_part ON customer_order (seller_id, site_id, upper(external_id));
    CREATE INDEX customer_order_end ON customer_order (seller_id, site_id, reverse(upper(external_id)));
    CREATE INDEX parcel_end ON parcel (seller_id, site_id, reverse(upper(sscc)));
    CREATE INDEX lpn_part ON lpn (seller_id, site_id, upper(lpn_code));
    CREATE INDEX lpn_end ON lpn (seller_id, site_id, reverse(upper(lpn_code)));
    CREATE INDEX item_part ON item (seller_id, upper(code));
    CREATE INDEX item_end ON item (seller_id, reverse(upper(code)));
  `);
}
