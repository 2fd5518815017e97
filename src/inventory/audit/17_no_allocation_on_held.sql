-- 17: no allocation rests on held, expired or damaged units
SELECT 'account ' || place || ' ' || item_id AS what, condition, allocated FROM balance
 WHERE allocated > 0 AND condition <> 'sellable'
