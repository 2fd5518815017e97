-- 4: a live serial is in exactly one real place, with quantity 1
SELECT 'serial ' || serial AS what, item_id, count(*) AS places, sum(quantity) AS units
  FROM balance WHERE serial <> '' AND quantity > 0
 GROUP BY seller_id, item_id, serial
HAVING count(*) > 1 OR sum(quantity) <> 1
