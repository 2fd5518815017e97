-- 5: no LPN stands on itself, what stands on one stands where it stands, and it carries only its own seller's goods
WITH RECURSIVE up AS (
  SELECT site_id, lpn_code AS start, parent_lpn, 1 AS depth FROM lpn WHERE parent_lpn IS NOT NULL
  UNION ALL
  SELECT up.site_id, up.start, l.parent_lpn, up.depth + 1
    FROM up JOIN lpn l ON l.site_id = up.site_id AND l.lpn_code = up.parent_lpn
   WHERE l.parent_lpn IS NOT NULL AND up.depth < 50
)
SELECT DISTINCT 'lpn ' || start || ' stands on itself' AS what, site_id FROM up WHERE parent_lpn = start
UNION ALL
SELECT 'lpn ' || l.lpn_code || ' is at ' || l.place || ', what it stands on at ' || p.place, l.site_id
  FROM lpn l JOIN lpn p ON p.site_id = l.site_id AND p.lpn_code = l.parent_lpn
 WHERE l.place <> p.place
UNION ALL
SELECT 'lpn ' || l.lpn_code || ' is empty or another seller''s, and carries ' || b.quantity || ' of ' || b.item_id, b.site_id
  FROM balance b JOIN lpn l ON l.site_id = b.site_id AND b.place = 'lpn/' || l.lpn_code
 WHERE b.quantity > 0 AND (l.state = 'empty' OR l.seller_id <> b.seller_id)
UNION ALL
SELECT 'no lpn row for ' || b.place, b.site_id
  FROM balance b
 WHERE b.quantity > 0 AND b.place LIKE 'lpn/%'
   AND NOT EXISTS (SELECT 1 FROM lpn l WHERE l.site_id = b.site_id AND b.place = 'lpn/' || l.lpn_code)
