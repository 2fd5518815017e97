-- 18: an expired promise is swept: at most 60 seconds past its time by the newest thing that happened
SELECT 'promise ' || promise_id AS what, expires_at, last.at AS newest
  FROM promise, (SELECT max(at) AS at FROM (SELECT max(at) AS at FROM outbox UNION ALL
       -- jobs that come round seldom are due long after the newest thing
       SELECT next_at FROM job WHERE name = 'inventory.expirePromises') x) last
 WHERE state = 'open' AND expires_at < last.at - interval '60 seconds'
