-- 10: the promised units of an order are open units of its promises, except where a broken promise has not been heard of yet
WITH line AS (
  SELECT site_id, promise_id, item_id, order_id, sum(promised) AS promised
    FROM order_line WHERE promise_id IS NOT NULL GROUP BY 1, 2, 3, 4
), held AS (
  SELECT l.site_id, l.promise_id, l.item_id, p.order_id, l.open
    FROM promise_line l JOIN promise p USING (site_id, promise_id) WHERE p.order_id IS NOT NULL
)
SELECT format('order %s, item %s: %s units promised, %s open', coalesce(line.order_id, held.order_id), item_id,
              coalesce(line.promised, 0), coalesce(held.open, 0)) AS what,
       promise_id
  FROM line FULL JOIN held USING (site_id, promise_id, item_id)
 WHERE coalesce(line.promised, 0) <> coalesce(held.open, 0)
   AND NOT EXISTS (
     SELECT 1 FROM consumer c
       JOIN outbox f ON (f.tx, f.seq) > (split_part(c.cursor, ':', 1)::xid8, split_part(c.cursor, ':', 2)::bigint)
      WHERE c.name = 'waves.lost' AND f.kind = 'inventory.promiseBroken'
        AND f.body ->> 'promiseId' = promise_id::text)
