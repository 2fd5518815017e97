-- 47: Records of who looked at whom are as they were sealed: none changed, removed or slipped in, and the seals are a chain
WITH found AS (
  SELECT s.seal_no, count(a.access_id) AS records,
         string_agg(access_digest(a), ''::bytea ORDER BY s.access_id) FILTER (WHERE a.access_id IS NOT NULL) AS digests
    FROM access_sealed s LEFT JOIN access_record a USING (access_id)
   GROUP BY s.seal_no
)
SELECT 'seal ' || c.seal_no || ' is over ' || c.records || ' records and does not fit what is there' AS what,
       coalesce(f.records, 0) AS there
  FROM access_seal c LEFT JOIN found f USING (seal_no)
 WHERE f.records IS DISTINCT FROM c.records OR sha256(c.previous || coalesce(f.digests, ''::bytea)) <> c.hash
UNION ALL
SELECT 'seal ' || c.seal_no || ' does not follow the one before it', c.records
  FROM (SELECT seal_no, records, previous, lag(seal_no, 1, 0::bigint) OVER (ORDER BY seal_no) AS no_before,
               lag(hash, 1, ''::bytea) OVER (ORDER BY seal_no) AS hash_before
          FROM access_seal) c
 WHERE c.no_before <> c.seal_no - 1 OR c.hash_before <> c.previous
UNION ALL
SELECT 'records are sealed by ' || f.seal_no || ', which is gone', f.records
  FROM found f WHERE NOT EXISTS (SELECT 1 FROM access_seal c WHERE c.seal_no = f.seal_no)
UNION ALL
-- sealed in the order of their ids, but for transactions that ended later: an hour is more than any takes
SELECT 'record ' || a.access_id || ' was slipped in among sealed ones', 1
  FROM access_record a
 WHERE a.access_id < (SELECT access_id FROM access_sealed ORDER BY access_id DESC LIMIT 1)
   AND a.at < (SELECT max(at) FROM access_seal) - interval '1 hour'
   AND NOT EXISTS (SELECT 1 FROM access_sealed s WHERE s.access_id = a.access_id)
