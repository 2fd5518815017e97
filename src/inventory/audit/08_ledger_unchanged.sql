-- 8: ledger rows are as they were written; corrections are rows of their own that link to what they reverse
SELECT 'leg ' || movement_id || '/' || leg AS what, seal
  FROM ledger
 WHERE seal <> md5(concat_ws('|', site_id, movement_id, leg, kind, seller_id, item_id, lot, serial, from_place,
                             from_condition, to_place, to_condition, quantity, coalesce(reason, ''),
                             coalesce(reverses::text, ''), actor_id, coalesce(device_id, ''), extract(epoch FROM at)))
UNION ALL
SELECT 'reversal of nothing ' || l.movement_id, l.reverses::text
  FROM ledger l
 WHERE l.reverses IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM ledger r WHERE r.site_id = l.site_id AND r.movement_id = l.reverses)
