-- 1: every leg moves a positive quantity from one account to another, so units are conserved per item, lot and owner
SELECT 'leg ' || movement_id || '/' || leg AS what, from_place, to_place, quantity
  FROM ledger
 WHERE quantity <= 0 OR (from_place, from_condition) = (to_place, to_condition)
    OR (position('/' IN from_place) = 0 AND position('/' IN to_place) = 0)
