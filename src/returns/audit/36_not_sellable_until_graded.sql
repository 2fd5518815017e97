-- units that came back and are not decided lie in their return bin, under inspection
SELECT format('bin %s item %s lot %s: %s units wait for a decision, %s under inspection', w.bin_code, w.item_id, w.lot,
              w.units, coalesce(b.quantity, 0)) AS row
  FROM (SELECT site_id, bin_code, item_id, lot, serial, count(*) AS units
          FROM return_unit WHERE state IN ('received','graded')
         GROUP BY 1, 2, 3, 4, 5) w
  LEFT JOIN balance b ON b.site_id = w.site_id AND b.place = 'bin/' || w.bin_code AND b.item_id = w.item_id
                     AND b.lot = w.lot AND b.serial = w.serial AND b.condition = 'inspect'
 WHERE w.units > coalesce(b.quantity, 0)
