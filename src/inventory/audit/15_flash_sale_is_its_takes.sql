-- 15: what a flash sale sold is what promises took of it and its customers have, none more than the cap, all within what is set aside
SELECT 'sale ' || f.sale_id AS what, f.sold, coalesce(t.units, 0) AS taken, f.cap, f.set_aside
  FROM flash_sale f
  LEFT JOIN (SELECT site_id, sale_id, sum(units)::int AS units FROM flash_take GROUP BY 1, 2) t USING (site_id, sale_id)
 WHERE f.sold <> coalesce(t.units, 0) OR f.sold > f.set_aside
UNION ALL
SELECT 'customer of ' || f.sale_id, coalesce(c.units, 0), coalesce(t.units, 0), f.cap, f.set_aside
  FROM flash_customer c
  FULL JOIN (
    SELECT site_id, sale_id, customer, sum(units)::int AS units FROM flash_take
     WHERE customer IS NOT NULL GROUP BY 1, 2, 3) t USING (site_id, sale_id, customer)
  JOIN flash_sale f USING (site_id, sale_id)
 WHERE (f.state = 'open' AND coalesce(c.units, 0) <> coalesce(t.units, 0)) OR c.units > f.cap
UNION ALL
SELECT 'promise ' || t.promise_id, t.units, coalesce(l.quantity, 0), f.cap, f.set_aside
  FROM flash_take t JOIN flash_sale f USING (site_id, sale_id)
  LEFT JOIN promise_line l ON l.site_id = t.site_id AND l.promise_id = t.promise_id AND l.item_id = f.item_id
  LEFT JOIN promise p ON p.site_id = t.site_id AND p.promise_id = t.promise_id
 WHERE t.units > coalesce(l.quantity, 0) OR (t.units > 0 AND p.state IN ('released','expired') AND NOT EXISTS (
   SELECT 1 FROM allocation a WHERE a.site_id = t.site_id AND a.promise_id = t.promise_id AND a.item_id = f.item_id))
UNION ALL
SELECT 'set aside for ' || f.sale_id, l.open + f.sold, f.set_aside, f.cap, f.set_aside
  FROM flash_sale f JOIN promise_line l ON l.site_id = f.site_id AND l.promise_id = f.promise_id AND l.item_id = f.item_id
 WHERE (f.state = 'open' AND l.open + f.sold > f.set_aside) OR (f.state = 'closed' AND l.open > 0)
