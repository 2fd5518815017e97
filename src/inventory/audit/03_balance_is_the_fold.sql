-- 3: every balance equals the sum of its ledger legs, and every item's sums equal its balances
SELECT 'balance ' || coalesce(b.place, f.place) || ' ' || coalesce(b.item_id, f.item_id) AS what,
       b.quantity AS kept, f.quantity AS summed, b.legs AS kept_legs, f.legs AS counted_legs
  FROM balance b
  FULL JOIN (
    SELECT site_id, place, item_id, lot, serial, condition, sum(q)::int AS quantity, count(*)::int AS legs
      FROM (
        SELECT site_id, from_place AS place, item_id, lot, serial, from_condition AS condition, -quantity AS q FROM ledger
        UNION ALL
        SELECT site_id, to_place, item_id, lot, serial, to_condition, quantity FROM ledger
      ) side
     WHERE position('/' IN place) > 0
     GROUP BY 1, 2, 3, 4, 5, 6
  ) f ON (b.site_id, b.place, b.item_id, b.lot, b.serial, b.condition)
       = (f.site_id, f.place, f.item_id, f.lot, f.serial, f.condition)
 WHERE b.quantity IS DISTINCT FROM f.quantity OR b.legs IS DISTINCT FROM f.legs
UNION ALL
SELECT 'sums ' || coalesce(s.item_id, f.item_id), s.on_hand, f.on_hand, s.held, f.held
  FROM item_stock s
  FULL JOIN (
    SELECT site_id, item_id,
           coalesce(sum(quantity) FILTER (WHERE place NOT LIKE 'vehicle/%'), 0)::int AS on_hand,
           coalesce(sum(quantity) FILTER (WHERE condition <> 'sellable' AND split_part(place, '/', 1) IN ('dock','bin','lpn')), 0)::int AS held
      FROM balance GROUP BY 1, 2
  ) f ON (s.site_id, s.item_id) = (f.site_id, f.item_id)
 WHERE s.on_hand IS DISTINCT FROM f.on_hand OR s.held IS DISTINCT FROM f.held
