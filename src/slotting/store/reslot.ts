import { rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { EmptyBin, Placed } from '../reslot.ts';

/** Pick bins that hold one item and owe nothing to an order, those first whose goods cost most walking. */
export function slowestPlaced(
  tx: Tx,
  asked: { siteId: string; sellerId: string | undefined; limit: number },
): Promise<Placed[]> {
  return rows<Placed>(
    tx,
    `WITH content AS (
       SELECT place, min(item_id::text)::uuid AS item_id, sum(quantity)::int AS quantity
         FROM balance WHERE site_id = :siteId AND place LIKE 'bin/%' AND quantity > 0
        GROUP BY place
       HAVING count(DISTINCT item_id) = 1 AND sum(allocated) = 0 AND bool_and(condition = 'sellable'))
     SELECT i.item_id AS "itemId", i.seller_id AS "sellerId", i.code, s.bin_code AS "binCode", s.aisle, s.y_mm,
            s.distance_mm, i.temperature, c.quantity, c.quantity::bigint * i.unit_volume_cm3 AS volume_cm3,
            c.quantity::bigint * i.weight_g AS weight_g, f.demand
       FROM content c JOIN item i ON i.item_id = c.item_id
       JOIN bin_space s ON s.site_id = :siteId AND s.bin_code = substr(c.place, 5) AND s.kind = 'pick'
       JOIN affinity f ON f.seller_id = i.seller_id AND f.item_id = i.item_id
      WHERE :sellerId::uuid IS NULL OR i.seller_id = :sellerId
      ORDER BY f.demand * s.distance_mm DESC LIMIT :limit`,
    asked,
  );
}

/** Empty pick bins that nothing is on its way to, the nearest first. */
export function emptyBins(tx: Tx, asked: { siteId: string; limit: number }): Promise<EmptyBin[]> {
  return rows<EmptyBin>(
    tx,
    `SELECT s.bin_code AS "binCode", s.aisle, s.y_mm, s.distance_mm, s.temperature,
            b.max_volume_cm3 AS "maxVolume_cm3", b.max_weight_g AS "maxWeight_g"
       FROM bin_space s JOIN bin b USING (site_id, bin_code)
      WHERE s.site_id = :siteId AND s.kind = 'pick' AND b.state = 'open'
        AND NOT EXISTS (SELECT 1 FROM balance a
                         WHERE a.site_id = :siteId AND a.place = 'bin/' || s.bin_code AND a.quantity > 0)
        AND NOT EXISTS (SELECT 1 FROM bin_reservation r WHERE r.site_id = :siteId AND r.bin_code = s.bin_code)
      ORDER BY s.distance_mm LIMIT :limit`,
    asked,
  );
}
