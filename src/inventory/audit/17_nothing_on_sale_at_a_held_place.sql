-- 17: at a bin or an LPN on hold nothing is on sale but what was moved there from another place
SELECT 'account ' || b.place || ' ' || b.item_id AS what, b.quantity, coalesce(moved.units, 0) AS moved, h.hold_id
  FROM hold h
  JOIN balance b ON b.site_id = h.site_id AND b.place = h.place AND b.condition = 'sellable' AND b.quantity > 0
  -- a movement bears the moment at which it was asked for, and may have been done a little later
  LEFT JOIN LATERAL (
    SELECT sum(l.quantity) AS units FROM ledger l
     WHERE l.site_id = b.site_id AND l.item_id = b.item_id AND l.lot = b.lot AND l.serial = b.serial AND l.to_place = b.place
       AND l.from_place <> l.to_place AND l.from_place ~ '^(bin|lpn|dock)/' AND l.from_condition = 'sellable'
       AND l.to_condition = 'sellable' AND l.at > h.at - interval '1 minute') moved ON true
 WHERE h.state = 'open' AND h.place IS NOT NULL AND b.quantity > coalesce(moved.units, 0)
