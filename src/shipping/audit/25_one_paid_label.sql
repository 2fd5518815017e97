-- a parcel that carries a label has exactly one that is bought, and none without a purchase that was intended before
SELECT format('parcel %s in %s has %s bought labels', p.parcel_id, p.state, count(l.label_id)) AS row
  FROM parcel p
  LEFT JOIN label l ON l.site_id = p.site_id AND l.parcel_id = p.parcel_id AND l.state = 'bought'
 WHERE p.state NOT IN ('open','verified','weighed','void')
 GROUP BY p.site_id, p.parcel_id, p.state
HAVING count(l.label_id) <> 1
UNION ALL
SELECT format('label %s was bought before it was intended', label_id) FROM label WHERE bought_at < intended_at
