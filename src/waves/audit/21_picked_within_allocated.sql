-- 21: what is picked of a task is what is picked of its allocation, and never more than was allocated
SELECT format('task %s: %s picked of %s, its allocation %s of %s', t.task_id, t.picked, t.quantity, a.picked, a.quantity)
         AS what,
       t.site_id
  FROM pick_task t JOIN allocation a ON a.site_id = t.site_id AND a.allocation_id = t.task_id
 WHERE t.picked <> a.picked OR t.quantity <> a.quantity OR t.picked > t.quantity OR a.picked > a.quantity
