-- 13: a promised time is moved only by a decision that the log has
SELECT format('order %s was promised by %s and now by %s', o.order_id, o.first_promise_by, o.promise_by) AS what,
       o.seller_id
  FROM customer_order o
 WHERE o.promise_by <> o.first_promise_by
   AND NOT EXISTS (SELECT 1 FROM order_event e
                    WHERE e.seller_id = o.seller_id AND e.order_id = o.order_id AND e.kind = 'promise_moved')
