-- 16: a task fetches an allocation, for a wave
SELECT format('task %s of order %s: its allocation %s, its wave %s', t.task_id, t.order_id,
              coalesce(a.state, 'absent'), coalesce(w.state, 'absent')) AS what,
       t.site_id
  FROM pick_task t
  LEFT JOIN allocation a ON a.site_id = t.site_id AND a.allocation_id = t.task_id
  LEFT JOIN wave w ON w.site_id = t.site_id AND w.wave_id = t.wave_id
 WHERE a.site_id IS NULL OR w.site_id IS NULL
