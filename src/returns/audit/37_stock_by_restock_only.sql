-- what comes from a customer comes under inspection
SELECT format('movement %s took units from a customer as %s', movement_id, to_condition) AS row
  FROM ledger WHERE from_place = 'customer' AND to_condition <> 'inspect' AND to_place <> 'supplier'
UNION ALL
-- and each unit restocked has one movement of its own, that made exactly one unit sellable
SELECT format('unit %s was restocked by a movement of %s units', u.unit_id, coalesce(sum(l.quantity), 0))
  FROM return_unit u
  LEFT JOIN ledger l ON l.site_id = u.site_id AND l.movement_id = u.movement_id AND l.kind = 'restock'
                    AND l.item_id = u.item_id AND l.from_condition = 'inspect' AND l.to_condition = 'sellable'
 WHERE u.state = 'restocked'
 GROUP BY u.site_id, u.unit_id
HAVING coalesce(sum(l.quantity), 0) <> 1
UNION ALL
SELECT format('restock %s belongs to no returned unit', l.movement_id)
  FROM ledger l
 WHERE l.kind = 'restock'
   AND NOT EXISTS (SELECT 1 FROM return_unit u
                    WHERE u.site_id = l.site_id AND u.movement_id = l.movement_id AND u.state = 'restocked')
