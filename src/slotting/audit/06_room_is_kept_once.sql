-- 6: the goods on their way to a bin fit into it
SELECT 'bin ' || b.bin_code || ' is promised to more than it takes' AS what, b.site_id,
       sum(r.quantity::bigint * i.unit_volume_cm3) AS volume_cm3, b.max_volume_cm3,
       sum(r.quantity::bigint * i.weight_g) AS weight_g, b.max_weight_g
  FROM bin_reservation r
  JOIN bin b USING (site_id, bin_code)
  JOIN item i USING (seller_id, item_id)
 WHERE r.expires_at > (SELECT coalesce(max(at), '-infinity') FROM outbox)
   AND i.packaging_set_at IS NULL
 GROUP BY b.site_id, b.bin_code, b.max_volume_cm3, b.max_weight_g
HAVING sum(r.quantity::bigint * i.unit_volume_cm3) > b.max_volume_cm3
    OR sum(r.quantity::bigint * i.weight_g) > b.max_weight_g
