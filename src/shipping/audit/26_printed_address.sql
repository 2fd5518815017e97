-- the address on a parcel is the version that its label was bought with, and that version exists
SELECT format('parcel %s shows address %s, its label was bought with %s', p.parcel_id, p.address_version, l.address_version) AS row
  FROM parcel p
  JOIN label l ON l.site_id = p.site_id AND l.parcel_id = p.parcel_id AND l.state = 'bought'
  LEFT JOIN recipient r ON r.seller_id = p.seller_id AND r.order_id = p.order_id AND r.version = l.address_version
 WHERE p.address_version IS DISTINCT FROM l.address_version OR r.version IS NULL
