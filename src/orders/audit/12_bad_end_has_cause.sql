-- 12: every order that is not well names the event and the cause that brought it there
SELECT format('order %s is %s and its log does not say why', o.order_id, o.state) AS what, o.seller_id
  FROM customer_order o
 WHERE o.state IN ('cancelled','expired','shortfall','back_ordered','unmapped')
   AND NOT EXISTS (SELECT 1 FROM order_event e
                    WHERE e.seller_id = o.seller_id AND e.order_id = o.order_id AND e.cause IS NOT NULL)
