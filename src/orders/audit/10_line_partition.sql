-- 10: each unit of an order line is in exactly one column
SELECT format('line %s of order %s: %s ordered, %s in its columns', l.line_no, l.order_id, l.ordered,
              l.waiting + l.back_ordered + l.promised + l.allocated + l.picked + l.packed + l.shipped + l.delivered
                + l.returned + l.cancelled) AS what,
       l.seller_id, l.order_id, l.line_no
  FROM order_line l
 WHERE l.ordered <> l.waiting + l.back_ordered + l.promised + l.allocated + l.picked + l.packed + l.shipped + l.delivered
                      + l.returned + l.cancelled
    OR least(l.waiting, l.back_ordered, l.promised, l.allocated, l.picked, l.packed, l.shipped, l.delivered, l.returned,
             l.cancelled) < 0
