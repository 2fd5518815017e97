-- what is told of a parcel is its first terminal event that nobody corrected, else its latest by the time it happened
WITH standing AS (
  SELECT e.*, e.kind IN ('delivered','returned','lost') AS terminal
    FROM parcel_event e
   WHERE NOT EXISTS (SELECT 1 FROM parcel_event c
                      WHERE c.site_id = e.site_id AND c.parcel_id = e.parcel_id AND c.corrects = e.event_id)
), told AS (
  SELECT DISTINCT ON (site_id, parcel_id) site_id, parcel_id, kind
    FROM standing
   ORDER BY site_id, parcel_id, terminal DESC,
            CASE WHEN terminal THEN happened_at END, CASE WHEN terminal THEN event_id END,
            happened_at DESC, event_id DESC
)
SELECT format('parcel %s is shown as %s, its events say %s', parcel_id, coalesce(t.state, 'nothing'), told.kind) AS row
  FROM told LEFT JOIN tracking t USING (site_id, parcel_id)
 WHERE t.state IS DISTINCT FROM told.kind
