-- 19: a task has at most one live claim: one cart's work has one picker, one picker one cart, one cart one work
SELECT format('picker %s has %s carts', picker_id, count(*)) AS what FROM batch
 WHERE state = 'claimed' GROUP BY site_id, picker_id HAVING count(*) > 1
UNION ALL
SELECT format('cart %s carries %s works', cart_code, count(*)) FROM batch
 WHERE state IN ('ready','claimed') AND cart_code IS NOT NULL GROUP BY site_id, cart_code HAVING count(*) > 1
UNION ALL
SELECT format('task %s is to be done on a cart that is %s', t.task_id, b.state)
  FROM pick_task t JOIN batch b USING (site_id, batch_id)
 WHERE t.state = 'ready' AND b.state IN ('delivered','cancelled')
