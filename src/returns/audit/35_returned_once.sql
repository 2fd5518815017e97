-- of an order line as many units came back as its order counts as returned, and none that was never shipped
SELECT format('order %s line %s: %s units back, %s returned', order_id, line_no, coalesce(u.units, 0), coalesce(l.returned, 0)) AS row
  FROM (SELECT c.seller_id, c.order_id, r.line_no, count(*) AS units
          FROM return_unit r JOIN return_case c USING (site_id, return_id)
         GROUP BY 1, 2, 3) u
  FULL JOIN (SELECT seller_id, order_id, line_no, returned FROM order_line WHERE returned > 0) l USING (seller_id, order_id, line_no)
 WHERE coalesce(u.units, 0) <> coalesce(l.returned, 0)
UNION ALL
SELECT format('line %s of order %s: %s units back, %s packed', b.line_no, b.order_id, b.units, coalesce(p.units, 0))
  FROM (SELECT c.site_id, c.order_id, r.line_no, r.lot, r.serial, count(*) AS units
          FROM return_unit r JOIN return_case c USING (site_id, return_id)
         GROUP BY 1, 2, 3, 4, 5) b
  LEFT JOIN (SELECT p.site_id, p.order_id, k.line_no, k.lot, k.serial, sum(k.quantity) AS units
               FROM parcel p JOIN parcel_line k USING (site_id, parcel_id)
              WHERE p.state IN ('delivered','returned')
              GROUP BY 1, 2, 3, 4, 5) p USING (site_id, order_id, line_no, lot, serial)
 WHERE b.units > coalesce(p.units, 0)
