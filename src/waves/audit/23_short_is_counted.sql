-- 23: every short pick has exactly one count request for its bin and item
SELECT format('task %s was %s short at %s and nobody is asked to count', t.task_id, t.short, t.bin_code) AS what,
       t.site_id
  FROM pick_task t
 WHERE t.short > 0
   AND NOT EXISTS (SELECT 1 FROM count_request c
                    WHERE c.site_id = t.site_id AND c.count_id = t.count_id AND c.bin_code = t.bin_code
                      AND (c.item_id = t.item_id OR c.item_id IS NULL))
UNION ALL
SELECT format('%s counts of item %s at %s are open', count(*), item_id, bin_code), site_id
  FROM count_request WHERE state = 'open' AND item_id IS NOT NULL GROUP BY site_id, bin_code, item_id HAVING count(*) > 1
