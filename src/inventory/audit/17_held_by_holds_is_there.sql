-- 17: what open holds have at a place lies there on hold
SELECT 'account ' || u.place || ' ' || u.item_id AS what, sum(u.held) AS held, coalesce(max(b.quantity), 0) AS lying
  FROM hold h
  JOIN hold_unit u ON u.site_id = h.site_id AND u.hold_id = h.hold_id AND u.held > 0
  LEFT JOIN balance b ON b.site_id = u.site_id AND b.place = u.place AND b.item_id = u.item_id AND b.lot = u.lot
   AND b.serial = u.serial AND b.condition = 'hold'
 WHERE h.state = 'open'
 GROUP BY u.site_id, u.place, u.item_id, u.lot, u.serial
HAVING sum(u.held) > coalesce(max(b.quantity), 0)
