-- 11: what is promised and allocated of an item at a site is at most what is sellable there
SELECT 'item ' || item_id AS what, on_hand, held, promised, allocated
  FROM item_stock WHERE promised + allocated > on_hand - held
