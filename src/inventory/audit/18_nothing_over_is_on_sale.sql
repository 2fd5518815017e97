-- 18: nothing of a lot whose date is over at its site is on sale: at most ten minutes into that day by the newest thing that happened
SELECT 'account ' || b.place || ' ' || b.item_id || ' lot ' || b.lot AS what, lot.expiry, b.quantity, last.at AS newest
  FROM balance b JOIN lot USING (seller_id, item_id, lot) JOIN site s USING (site_id),
       (SELECT max(at) AS at FROM (SELECT max(at) AS at FROM outbox UNION ALL
          SELECT next_at FROM job WHERE name = 'inventory.expireLots') x) last
 WHERE b.condition = 'sellable' AND b.quantity > 0 AND b.place ~ '^(bin|lpn|dock)/'
   AND lot.expiry <= ((last.at - interval '10 minutes') AT TIME ZONE s.time_zone)::date
   -- what came since is looked at in the next round
   AND NOT EXISTS (SELECT 1 FROM ledger l
                    WHERE l.site_id = b.site_id AND l.item_id = b.item_id AND l.lot = b.lot AND l.to_place = b.place
                      AND l.to_condition = 'sellable' AND l.at > last.at - interval '10 minutes')
