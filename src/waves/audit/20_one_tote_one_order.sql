-- 20: a tote holds one order at a time, and nothing lies in a tote that nobody uses
SELECT format('tote %s holds %s orders', tote_code, count(*)) AS what FROM tote_use
 WHERE ended_at IS NULL GROUP BY site_id, tote_code HAVING count(*) > 1
UNION ALL
SELECT format('%s units of item %s lie in %s, which holds no order', b.quantity, b.item_id, b.place)
  FROM balance b
 WHERE b.place LIKE 'tote/%' AND b.quantity > 0
   AND NOT EXISTS (SELECT 1 FROM tote_use u
                    WHERE u.site_id = b.site_id AND u.tote_code = substr(b.place, 6) AND u.ended_at IS NULL)
UNION ALL
SELECT format('slot %s of cart work %s shows tote %s, which holds another order', s.slot, s.batch_id, s.tote_code)
  FROM batch_slot s
 WHERE s.tote_code IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM tote_use u
                    WHERE u.site_id = s.site_id AND u.tote_code = s.tote_code AND u.order_id = s.order_id
                      AND u.ended_at IS NULL)
