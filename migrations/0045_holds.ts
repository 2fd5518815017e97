import type { Knex } from 'knex';

/**
 * What a hold took at a place, and what of that, or of what was brought there since, it still has there: units on hold keep their
 * hold wherever they are carried. Doors that wait for the desk are found by their parcels, which are held no longer than that.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE hold_unit RENAME COLUMN quantity TO taken;
    ALTER TABLE hold_unit
      DROP CONSTRAINT hold_unit_quantity_check,
      ADD CHECK (taken >= 0),
      ADD COLUMN held int NOT NULL DEFAULT 0 CHECK (held >= 0);

    -- so far a hold had what lay on hold where it took it, the oldest first
    UPDATE hold_unit u SET held = has.held
      FROM (
        SELECT h.site_id, h.hold_id, x.place, x.item_id, x.lot, x.serial,
               greatest(0, least(x.taken, b.quantity - coalesce(sum(x.taken) OVER (
                 PARTITION BY x.site_id, x.place, x.item_id, x.lot, x.serial ORDER BY x.hold_id
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)))::int AS held
          FROM hold h
          JOIN hold_unit x ON x.site_id = h.site_id AND x.hold_id = h.hold_id
          JOIN balance b ON b.site_id = x.site_id AND b.place = x.place AND b.item_id = x.item_id AND b.lot = x.lot
           AND b.serial = x.serial AND b.condition = 'hold'
         WHERE h.state = 'open') has
     WHERE u.site_id = has.site_id AND u.hold_id = has.hold_id AND u.place = has.place AND u.item_id = has.item_id
       AND u.lot = has.lot AND u.serial = has.serial;


    -- the rest was carried on: of what came to a place on hold and lies there so, and what no hold has, the oldest get theirs
    WITH gone AS MATERIALIZED (
      SELECT x.site_id, x.item_id, x.lot, x.serial, x.hold_id, x.seller_id, sum(x.taken - x.held) AS units
        FROM hold h
        JOIN hold_unit x ON x.site_id = h.site_id AND x.hold_id = h.hold_id AND x.taken > x.held
       WHERE h.state = 'open'
       GROUP BY x.site_id, x.item_id, x.lot, x.serial, x.hold_id, x.seller_id
    ), owed AS (
      SELECT g.*, sum(units) OVER (PARTITION BY site_id, item_id, lot, serial ORDER BY hold_id) AS till FROM gone g
    ), carried AS (
      SELECT l.site_id, l.item_id, l.lot, l.serial, l.to_place AS place, sum(l.quantity) AS units
        FROM ledger l
        JOIN (SELECT DISTINCT site_id, item_id, lot, serial FROM gone) g USING (site_id, item_id, lot, serial)
       WHERE l.from_condition = 'hold' AND l.to_condition = 'hold' AND l.from_place <> l.to_place
         AND l.to_place ~ '^(bin|lpn|dock)/'
       GROUP BY l.site_id, l.item_id, l.lot, l.serial, l.to_place
    ), had AS (
      SELECT x.site_id, x.item_id, x.lot, x.serial, x.place, sum(x.held) AS units
        FROM hold h
        JOIN hold_unit x ON x.site_id = h.site_id AND x.hold_id = h.hold_id AND x.held > 0
       WHERE h.state = 'open'
       GROUP BY x.site_id, x.item_id, x.lot, x.serial, x.place
    ), spare AS (
      SELECT c.site_id, c.item_id, c.lot, c.serial, c.place, least(c.units, b.quantity - coalesce(had.units, 0)) AS units
        FROM carried c
        JOIN balance b USING (site_id, item_id, lot, serial, place)
        LEFT JOIN had USING (site_id, item_id, lot, serial, place)
       WHERE b.condition = 'hold' AND b.quantity > coalesce(had.units, 0)
    ), free AS (
      SELECT s.*, sum(units) OVER (PARTITION BY site_id, item_id, lot, serial ORDER BY place) AS till FROM spare s
    )
    INSERT INTO hold_unit AS u (site_id, hold_id, place, item_id, lot, serial, seller_id, taken, held)
    SELECT o.site_id, o.hold_id, s.place, o.item_id, o.lot, o.serial, o.seller_id, 0,
           least(o.till, s.till) - greatest(o.till - o.units, s.till - s.units)
      FROM owed o
      JOIN free s USING (site_id, item_id, lot, serial)
     WHERE least(o.till, s.till) > greatest(o.till - o.units, s.till - s.units)
    ON CONFLICT (site_id, hold_id, place, item_id, lot, serial) DO UPDATE SET held = u.held + excluded.held;

    -- a seller's stock at a site, for whoever holds or lifts all of it
    CREATE INDEX item_stock_seller ON item_stock (site_id, seller_id);

    DROP INDEX stop_parcel_held;
    CREATE INDEX parcel_held ON parcel (site_id) WHERE hold_reason IS NOT NULL AND state IN ('closed', 'failed');
  `);
}
