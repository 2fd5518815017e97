-- 10: the allocated units of a line are the unpicked units of its active allocations, except where a broken one has not been heard of yet
WITH line AS (
  SELECT order_id, line_no, allocated FROM order_line
), active AS (
  SELECT order_id, line_no, sum(quantity - picked) AS rest FROM allocation WHERE state = 'active' GROUP BY 1, 2
)
SELECT format('line %s of order %s: %s units allocated, %s in active allocations', line_no, order_id,
              coalesce(line.allocated, 0), coalesce(active.rest, 0)) AS what
  FROM line FULL JOIN active USING (order_id, line_no)
 WHERE coalesce(line.allocated, 0) <> coalesce(active.rest, 0)
   AND NOT EXISTS (
     SELECT 1 FROM consumer c
       JOIN outbox f ON (f.tx, f.seq) > (split_part(c.cursor, ':', 1)::xid8, split_part(c.cursor, ':', 2)::bigint)
      WHERE c.name = 'waves.lost' AND f.kind = 'inventory.allocationBroken'
        AND f.body ->> 'orderId' = order_id::text)
