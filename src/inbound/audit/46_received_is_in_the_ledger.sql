-- 46: every received unit came from the supplier onto exactly one LPN, and nothing else came from there
SELECT 'movement ' || coalesce(m.movement_id, r.movement_id) AS what, coalesce(m.site_id, r.site_id) AS site_id,
       coalesce(m.place, 'lpn/' || r.lpn_code) AS place, m.quantity AS in_ledger, r.quantity AS by_receipts
  FROM (SELECT site_id, movement_id, to_place AS place, item_id, sum(quantity)::int AS quantity
          FROM ledger WHERE from_place = 'supplier' GROUP BY site_id, movement_id, to_place, item_id) m
  FULL JOIN (SELECT r.site_id, r.movement_id, r.lpn_code, l.item_id, sum(r.quantity)::int AS quantity
               FROM receipt r JOIN inbound_line l USING (site_id, shipment_id, line_no)
              GROUP BY r.site_id, r.movement_id, r.lpn_code, l.item_id) r
    ON r.site_id = m.site_id AND r.movement_id = m.movement_id AND r.item_id = m.item_id
   AND m.place = 'lpn/' || r.lpn_code
 WHERE m.quantity IS DISTINCT FROM r.quantity
UNION ALL
SELECT 'receipt ' || r.receipt_id || ' was taken back by no movement', r.site_id, 'lpn/' || r.lpn_code, NULL, r.quantity
  FROM receipt r
 WHERE r.undone_by IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM ledger g
                    WHERE g.site_id = r.site_id AND g.movement_id = r.undone_by AND g.reverses = r.movement_id
                      AND g.to_place = 'supplier')
