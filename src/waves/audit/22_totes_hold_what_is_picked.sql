-- 22: units in an order's totes are its picked units: what was picked less what went on or back
WITH held AS (
  SELECT u.order_id, b.item_id, sum(b.quantity) AS units
    FROM tote_use u JOIN balance b ON b.site_id = u.site_id AND b.place = 'tote/' || u.tote_code AND b.quantity > 0
   WHERE u.ended_at IS NULL GROUP BY 1, 2
), picked AS (
  SELECT order_id, item_id, sum(picked) AS units FROM order_line WHERE picked > 0 GROUP BY 1, 2
)
SELECT format('order %s, item %s: %s picked, %s in its totes', order_id, item_id, coalesce(picked.units, 0),
              coalesce(held.units, 0)) AS what
  FROM picked FULL JOIN held USING (order_id, item_id)
 WHERE coalesce(picked.units, 0) <> coalesce(held.units, 0)
