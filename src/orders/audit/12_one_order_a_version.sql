-- 12: one external order is one order, and stands at one version
SELECT format('%s %s %s of seller %s is %s orders', channel, mall, external_id, seller_id, count(*)) AS what
  FROM customer_order GROUP BY seller_id, channel, mall, external_id HAVING count(*) > 1
