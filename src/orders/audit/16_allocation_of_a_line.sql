-- 16: an allocation belongs to one line of its order, and is for its item
SELECT format('allocation %s is for no line of order %s', a.allocation_id, a.order_id) AS what, a.site_id
  FROM allocation a
 WHERE NOT EXISTS (SELECT 1 FROM order_line l
                    WHERE l.seller_id = a.seller_id AND l.order_id = a.order_id AND l.line_no = a.line_no
                      AND l.item_id = a.item_id)
