-- a published route keeps capacity, shift and skills, or the violation is attached with who accepted it
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
