-- a published route keeps capacity, shift, cooling and due times, or the violation is attached with who accepted it
-- (skills that a site names are judged when a route is planned or changed: what demands them may be said anew after that, and no row
-- keeps what was demanded then)
SELECT format('route %s: %s by %s was accepted by nobody', v.route_id, v.kind, v.amount) AS row
  FROM route_violation v JOIN route r USING (site_id, route_id)
 WHERE v.accepted_by IS NULL AND r.state IN ('running','finished','closed')
UNION ALL
SELECT format('route %s carries %s parcels, %s g, %s cm3: more than %s holds', load.route_id, load.parcels, load.weight_g,
              load.volume_cm3, v.code)
  FROM (SELECT s.site_id, s.route_id, count(*) AS parcels, sum(p.weight_g) AS weight_g, sum(p.volume_cm3) AS volume_cm3
          FROM stop_parcel s JOIN parcel p USING (site_id, parcel_id)
         WHERE s.live
         GROUP BY 1, 2) load
  JOIN route r USING (site_id, route_id)
  JOIN vehicle v USING (site_id, vehicle_id)
 WHERE r.state IN ('offered','assigned','accepted','running')
   AND (load.parcels > v.capacity_parcels OR load.weight_g > v.capacity_weight_g OR load.volume_cm3 > v.capacity_volume_cm3)
   AND NOT EXISTS (SELECT 1 FROM route_violation x
                    WHERE x.site_id = load.site_id AND x.route_id = load.route_id AND x.kind IN ('parcels','weight','volume'))
UNION ALL
SELECT format('route %s ends %s after its shift', r.route_id, r.end_at - r.shift_to_at)
  FROM route r
 WHERE r.state IN ('offered','assigned','accepted') AND r.end_at > r.shift_to_at
   AND NOT EXISTS (SELECT 1 FROM route_violation x
                    WHERE x.site_id = r.site_id AND x.route_id = r.route_id AND x.kind = 'shift')
UNION ALL
SELECT format('parcel %s of route %s is %s on a vehicle without', s.parcel_id, s.route_id, p.temperature)
  FROM stop_parcel s
  JOIN route r USING (site_id, route_id)
  JOIN vehicle v USING (site_id, vehicle_id)
  JOIN parcel p ON p.site_id = s.site_id AND p.parcel_id = s.parcel_id
 WHERE s.live AND r.state IN ('offered','assigned','accepted','running')
   AND p.temperature <> 'ambient' AND p.temperature <> ALL(v.skills)
   AND NOT EXISTS (SELECT 1 FROM route_violation x
                    WHERE x.site_id = s.site_id AND x.route_id = s.route_id AND x.kind = 'skill' AND x.subject = s.parcel_id::text)
UNION ALL
-- times are kept to the second
SELECT format('stop %s of route %s is planned for %s, due by %s', s.stop_id, s.route_id, s.eta_at, s.due_at)
  FROM stop s JOIN route r USING (site_id, route_id)
 WHERE s.state = 'planned' AND r.state IN ('offered','assigned','accepted')
   AND s.eta_at + s.service_s * interval '1 second' > s.due_at + interval '1 second'
   AND NOT EXISTS (SELECT 1 FROM route_violation x
                    WHERE x.site_id = s.site_id AND x.route_id = s.route_id AND x.kind = 'late' AND x.subject = s.stop_id::text)
