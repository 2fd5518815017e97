-- 10: an order that has ended has every unit delivered, returned or cancelled, and says so
WITH total AS (
  SELECT seller_id, order_id, sum(ordered) AS ordered, sum(delivered) AS delivered, sum(returned) AS returned,
         sum(cancelled) AS cancelled
    FROM order_line GROUP BY 1, 2
)
SELECT format('order %s is %s with %s of %s units ended', o.order_id, o.state, t.delivered + t.returned + t.cancelled,
              t.ordered) AS what,
       o.seller_id
  FROM customer_order o JOIN total t USING (seller_id, order_id)
 WHERE (o.ended_at IS NOT NULL) <> (t.delivered + t.returned + t.cancelled = t.ordered)
    OR (o.state IN ('cancelled','expired')) <> (t.cancelled = t.ordered)
