-- 17: of a lot, an item or a seller on hold nothing in the house is on sale
SELECT 'account ' || b.place || ' ' || b.item_id AS what, b.quantity, h.scope, h.hold_id FROM balance b
  JOIN hold h ON h.site_id = b.site_id AND h.state = 'open' AND h.place IS NULL AND h.seller_id = b.seller_id
   AND (h.item_id IS NULL OR h.item_id = b.item_id) AND (h.lot IS NULL OR h.lot = b.lot)
 WHERE b.condition = 'sellable' AND b.quantity > 0 AND b.place ~ '^(bin|lpn|dock)/'
