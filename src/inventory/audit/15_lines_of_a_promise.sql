-- 15: what is promised or allocated is so by a promise
SELECT format('%s of item %s: there is no promise %s', l.what, l.item_id, l.promise_id) AS what, l.site_id
  FROM (SELECT 'line' AS what, site_id, promise_id, item_id FROM promise_line
        UNION ALL SELECT 'allocation', site_id, promise_id, item_id FROM allocation) l
 WHERE NOT EXISTS (SELECT 1 FROM promise p WHERE p.site_id = l.site_id AND p.promise_id = l.promise_id)
