-- a route left with exactly its stops' parcels; whatever stayed is named with its reason
SELECT format('parcel %s of route %s is %s after the departure', s.parcel_id, s.route_id, s.state) AS row
  FROM stop_parcel s JOIN route r USING (site_id, route_id)
 WHERE r.departed_at IS NOT NULL AND s.state IN ('planned','loaded')
UNION ALL
SELECT format('parcel %s of route %s stayed without a reason', parcel_id, route_id)
  FROM stop_parcel WHERE state = 'left' AND coalesce(reason, '') = ''
UNION ALL
-- and what lies on a vehicle in the ledger is what its route still carries
SELECT format('%s item %s: %s units carried, %s in the ledger', place, item_id, coalesce(carried.quantity, 0),
              coalesce(lying.quantity, 0))
  FROM (SELECT s.site_id, 'vehicle/' || s.route_id AS place, l.item_id, l.lot, l.serial, sum(l.quantity) AS quantity
          FROM stop_parcel s JOIN parcel_line l USING (site_id, parcel_id)
         WHERE s.live AND s.state IN ('out','failed')
         GROUP BY 1, 2, 3, 4, 5) carried
  FULL JOIN (SELECT site_id, place, item_id, lot, serial, sum(quantity) AS quantity
               FROM balance WHERE place LIKE 'vehicle/%' AND place NOT LIKE 'vehicle/carrier-%' AND quantity > 0
              GROUP BY 1, 2, 3, 4, 5) lying USING (site_id, place, item_id, lot, serial)
 WHERE carried.quantity IS DISTINCT FROM lying.quantity
