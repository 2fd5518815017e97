-- 2: no real account is below zero, and the constraint that keeps it so at every commit is in force
SELECT 'account ' || place || ' ' || item_id AS what, sum(q)::int AS units
  FROM (
    SELECT site_id, from_place AS place, item_id, lot, serial, from_condition AS condition, -quantity AS q FROM ledger
    UNION ALL
    SELECT site_id, to_place, item_id, lot, serial, to_condition, quantity FROM ledger
  ) side
 WHERE position('/' IN place) > 0
 GROUP BY site_id, place, item_id, lot, serial, condition
HAVING sum(q) < 0
UNION ALL
SELECT 'constraint ' || name, 0 FROM (VALUES ('balance_quantity_check'), ('balance_check')) AS wanted(name)
 WHERE NOT EXISTS (SELECT 1 FROM pg_constraint c
                    WHERE c.conrelid = 'balance'::regclass AND c.conname = wanted.name AND c.convalidated)
