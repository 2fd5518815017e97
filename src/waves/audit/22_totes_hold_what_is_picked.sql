-- 22: units in an order's totes, and in the parcels that are being packed from them, are its picked units
WITH held AS (
  SELECT order_id, item_id, sum(units) AS units
    FROM (SELECT u.order_id, b.item_id, b.quantity AS units
            FROM tote_use u JOIN balance b ON b.site_id = u.site_id AND b.place = 'tote/' || u.tote_code AND b.quantity > 0
           WHERE u.ended_at IS NULL
           UNION ALL
          SELECT p.order_id, l.item_id, l.quantity
            FROM parcel p JOIN parcel_line l USING (site_id, parcel_id)
           WHERE p.state IN ('open','verified','weighed','labelled')) lying
   GROUP BY 1, 2
), picked AS (
  SELECT order_id, item_id, sum(picked) AS units FROM order_line WHERE picked > 0 GROUP BY 1, 2
)
SELECT format('order %s, item %s: %s picked, %s in its totes', order_id, item_id, coalesce(picked.units, 0),
              coalesce(held.units, 0)) AS what
  FROM picked FULL JOIN held USING (order_id, item_id)
 WHERE coalesce(picked.units, 0) <> coalesce(held.units, 0)
