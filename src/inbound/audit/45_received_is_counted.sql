-- 45: a line's received units are those of its receipts, and each is good, to be inspected, damaged or held
SELECT 'line ' || l.line_no || ' of shipment ' || l.shipment_id AS what, l.site_id, l.received,
       coalesce(r.quantity, 0) AS by_receipts, l.good, l.inspect, l.damaged, l.hold
  FROM inbound_line l
  LEFT JOIN (SELECT site_id, shipment_id, line_no, sum(quantity)::int AS quantity
               FROM receipt WHERE undone_by IS NULL GROUP BY site_id, shipment_id, line_no) r
    USING (site_id, shipment_id, line_no)
 WHERE l.received <> coalesce(r.quantity, 0) OR l.received <> l.good + l.inspect + l.damaged + l.hold
UNION ALL
SELECT 'shipment ' || s.shipment_id || ' is ' || s.state || ' and has receipts', s.site_id, NULL, NULL, NULL, NULL, NULL, NULL
  FROM inbound_shipment s
 WHERE s.state NOT IN ('receiving','counted','closed')
   AND EXISTS (SELECT 1 FROM receipt r
                WHERE r.site_id = s.site_id AND r.shipment_id = s.shipment_id AND r.undone_by IS NULL)
