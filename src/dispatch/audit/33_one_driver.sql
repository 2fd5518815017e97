-- a shift is one driver's, accepted while the offer stood; no driver has two at the same time, and no route a vehicle that is retired
SELECT format('shift %s is %s with driver %s', shift_id, state, driver_id) AS row
  FROM driver_shift
 WHERE (state IN ('accepted','started','ended') AND (driver_id IS NULL OR accepted_at > ends_at))
    OR (state IN ('offered','expired') AND driver_id IS NOT NULL)
UNION ALL
SELECT format('driver %s has shifts %s and %s at the same time', a.driver_id, a.shift_id, b.shift_id)
  FROM driver_shift a JOIN driver_shift b ON b.driver_id = a.driver_id AND b.shift_id > a.shift_id
 WHERE a.state IN ('accepted','started') AND b.state IN ('accepted','started') AND a.from_at < b.to_at AND b.from_at < a.to_at
UNION ALL
SELECT format('route %s is %s without a driver', route_id, state)
  FROM route WHERE state IN ('assigned','accepted','running','finished','closed') AND driver_id IS NULL
UNION ALL
SELECT format('route %s is %s on vehicle %s, which is retired', r.route_id, r.state, v.code)
  FROM route r JOIN vehicle v USING (site_id, vehicle_id)
 WHERE r.state NOT IN ('closed','cancelled') AND v.state = 'retired'
