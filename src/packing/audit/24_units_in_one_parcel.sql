-- a parcel in the house holds in the ledger exactly what it lists, and one that has left or is void holds nothing here
WITH listed AS (
  SELECT l.site_id, 'parcel/' || l.parcel_id AS place, l.item_id, l.lot, l.serial, sum(l.quantity) AS quantity
    FROM parcel_line l JOIN parcel p ON p.site_id = l.site_id AND p.parcel_id = l.parcel_id
   WHERE p.state IN ('open','verified','weighed','labelled','closed','loaded','returning')
   GROUP BY 1, 2, 3, 4, 5
), lying AS (
  SELECT site_id, place, item_id, lot, serial, sum(quantity) AS quantity
    FROM balance WHERE place LIKE 'parcel/%' AND quantity > 0
   GROUP BY 1, 2, 3, 4, 5
)
SELECT format('%s: %s listed, %s in the ledger', place, coalesce(listed.quantity, 0), coalesce(lying.quantity, 0)) AS row,
       site_id, item_id, lot, serial
  FROM listed FULL JOIN lying USING (site_id, place, item_id, lot, serial)
 WHERE listed.quantity IS DISTINCT FROM lying.quantity
UNION ALL
-- and no order line has more units in parcels than it has got out of its totes
SELECT format('order %s line %s: %s in parcels, %s picked and beyond', l.order_id, l.line_no, in_parcels.quantity,
              l.picked + l.packed + l.shipped + l.delivered + l.returned), l.site_id, l.item_id, '', ''
  FROM order_line l
  JOIN (SELECT p.seller_id, p.order_id, k.line_no, sum(k.quantity) AS quantity
          FROM parcel p JOIN parcel_line k ON k.site_id = p.site_id AND k.parcel_id = p.parcel_id
         WHERE p.state NOT IN ('void','lost')
         GROUP BY 1, 2, 3) in_parcels USING (seller_id, order_id, line_no)
 WHERE in_parcels.quantity > l.picked + l.packed + l.shipped + l.delivered + l.returned
