-- a parcel that carries a label has exactly one that is bought, any other none, and each was intended before it was bought
SELECT format('parcel %s in %s has %s bought labels', p.parcel_id, p.state, count(l.label_id)) AS row
  FROM parcel p
  LEFT JOIN label l ON l.site_id = p.site_id AND l.parcel_id = p.parcel_id AND l.state = 'bought'
 -- the label of a parcel that was opened again is voided once that has been heard
 WHERE NOT EXISTS (
   SELECT 1 FROM consumer c
     JOIN outbox f ON (f.tx, f.seq) > (split_part(c.cursor, ':', 1)::xid8, split_part(c.cursor, ':', 2)::bigint)
    WHERE c.name = 'shipping.hearVoided' AND f.kind = 'packing.parcelVoided' AND f.subject = p.parcel_id::text)
 GROUP BY p.site_id, p.parcel_id, p.state
HAVING count(l.label_id) <> CASE WHEN p.state IN ('open','verified','weighed','void') THEN 0 ELSE 1 END
UNION ALL
SELECT format('label %s was bought before it was intended', label_id) FROM label WHERE bought_at < intended_at
