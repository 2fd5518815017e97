-- 15: an item's promised and allocated sums are those of its live promises, allocations and units on their way out
SELECT 'item ' || s.item_id AS what, s.promised, coalesce(p.open, 0) AS promises, s.allocated,
       coalesce(c.units, 0) AS committed
  FROM item_stock s
  LEFT JOIN (SELECT l.site_id, l.item_id, sum(l.open)::int AS open FROM promise_line l GROUP BY 1, 2) p
    USING (site_id, item_id)
  LEFT JOIN (
    SELECT site_id, item_id,
           sum(allocated + CASE WHEN split_part(place, '/', 1) IN ('tote','wall','parcel') THEN quantity ELSE 0 END)::int AS units
      FROM balance GROUP BY 1, 2) c USING (site_id, item_id)
 WHERE s.promised <> coalesce(p.open, 0) OR s.allocated <> coalesce(c.units, 0)
UNION ALL
SELECT 'promise ' || p.promise_id, sum(l.open)::int, 0, 0, 0
  FROM promise p JOIN promise_line l USING (site_id, promise_id)
 WHERE p.state IN ('released','expired') GROUP BY p.promise_id HAVING sum(l.open) > 0
