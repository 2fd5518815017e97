-- 6: no bin was given by put-away what its rules forbid (temperature, seller, lot, weight, volume) without an override by name
WITH arrival AS (
  SELECT g.site_id, g.to_place, g.item_id,
         bool_and(g.kind = 'putAway' AND o.movement_id IS NULL) AS by_the_rules
    FROM ledger g
    LEFT JOIN put_away_override o ON o.site_id = g.site_id AND o.movement_id = g.movement_id AND o.item_id = g.item_id
   WHERE g.to_place LIKE 'bin/%' AND g.from_place <> g.to_place
   GROUP BY g.site_id, g.to_place, g.item_id
), content AS (
  SELECT b.site_id, b.bin_code, b.kind, b.temperature AS bin_temperature, b.one_seller, b.max_weight_g, b.max_volume_cm3,
         a.item_id, a.seller_id, a.lot, a.quantity, i.temperature, i.weight_g, i.unit_volume_cm3,
         coalesce(v.by_the_rules, false) AND i.packaging_set_at IS NULL AS by_the_rules
    FROM balance a
    JOIN bin b ON b.site_id = a.site_id AND a.place = 'bin/' || b.bin_code
    JOIN item i ON i.seller_id = a.seller_id AND i.item_id = a.item_id
    LEFT JOIN arrival v ON v.site_id = a.site_id AND v.to_place = a.place AND v.item_id = a.item_id
   WHERE a.quantity > 0
)
SELECT 'bin ' || bin_code || ' is ' || bin_temperature || ', item ' || item_id || ' ' || temperature AS what, site_id
  FROM content WHERE by_the_rules AND temperature <> bin_temperature
UNION ALL
SELECT 'bin ' || bin_code || ' is for one seller and holds ' || count(DISTINCT seller_id), site_id
  FROM content WHERE one_seller
 GROUP BY site_id, bin_code HAVING count(DISTINCT seller_id) > 1 AND bool_and(by_the_rules)
UNION ALL
SELECT 'bin ' || bin_code || ' holds ' || count(DISTINCT lot) || ' lots of item ' || item_id, site_id
  FROM content WHERE kind = 'pick'
 GROUP BY site_id, bin_code, item_id HAVING count(DISTINCT lot) > 1 AND bool_and(by_the_rules)
UNION ALL
SELECT 'bin ' || bin_code || ' is too full or too heavy', site_id
  FROM content
 GROUP BY site_id, bin_code, max_weight_g, max_volume_cm3
HAVING bool_and(by_the_rules)
   AND (sum(quantity::bigint * unit_volume_cm3) > max_volume_cm3 OR sum(quantity::bigint * weight_g) > max_weight_g)
