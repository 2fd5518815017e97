-- 16: an active allocation is one task that is still to be done, and the other way round, except where a change has not been heard of yet
SELECT format('allocation %s of order %s: %s, its task %s', a.allocation_id, a.order_id, a.state,
              coalesce(t.state, 'absent')) AS what,
       a.site_id
  FROM allocation a LEFT JOIN pick_task t ON t.site_id = a.site_id AND t.task_id = a.allocation_id
 WHERE (a.state = 'active') <> (coalesce(t.state, '') = 'ready')
   AND NOT EXISTS (
     SELECT 1 FROM consumer c
       JOIN outbox f ON (f.tx, f.seq) > (split_part(c.cursor, ':', 1)::xid8, split_part(c.cursor, ':', 2)::bigint)
      WHERE (c.name = 'waves.lost' AND f.kind = 'inventory.allocationBroken'
             AND f.subject = a.allocation_id::text)
         OR (c.name = 'waves.cancel' AND f.kind IN ('orders.cancelled','orders.cancelRequested')
             AND f.subject = a.order_id::text))
