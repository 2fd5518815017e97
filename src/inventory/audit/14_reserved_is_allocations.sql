-- 14: what is reserved of an account is the sum of its active allocations, and at most what lies there
SELECT 'account ' || coalesce(b.place, a.place) || ' ' || coalesce(b.item_id, a.item_id) AS what,
       b.quantity, b.allocated AS kept, a.rest AS summed
  FROM (SELECT * FROM balance WHERE condition = 'sellable') b
  FULL JOIN (
    SELECT site_id, place, item_id, lot, serial, sum(quantity - picked)::int AS rest
      FROM allocation WHERE state = 'active' GROUP BY 1, 2, 3, 4, 5
  ) a ON (b.site_id, b.place, b.item_id, b.lot, b.serial) = (a.site_id, a.place, a.item_id, a.lot, a.serial)
 WHERE coalesce(b.allocated, 0) <> coalesce(a.rest, 0) OR coalesce(b.allocated, 0) > coalesce(b.quantity, 0)
