-- nothing is delivered before it left on its vehicle
SELECT format('stop %s of route %s was done before the departure', s.stop_id, s.route_id) AS row
  FROM stop s JOIN route r USING (site_id, route_id)
 WHERE s.state IN ('delivered','partly') AND (r.departed_at IS NULL OR s.done_at < r.departed_at)
UNION ALL
SELECT format('parcel %s is delivered on the route, %s in the house', s.parcel_id, p.state)
  FROM stop_parcel s JOIN parcel p USING (site_id, parcel_id)
 WHERE s.state = 'delivered' AND p.state <> 'delivered'
