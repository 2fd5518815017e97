-- a parcel is on at most one live route, and a route that is over has none
SELECT format('parcel %s is on %s live routes', parcel_id, count(*)) AS row
  FROM stop_parcel WHERE live GROUP BY site_id, parcel_id HAVING count(*) > 1
UNION ALL
SELECT format('parcel %s is still on route %s, which is %s', s.parcel_id, s.route_id, r.state)
  FROM stop_parcel s JOIN route r USING (site_id, route_id)
 WHERE s.live AND r.state IN ('closed','cancelled')
