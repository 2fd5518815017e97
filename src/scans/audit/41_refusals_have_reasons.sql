-- 41: every refused scan and request is kept with its reason
SELECT 'scan ' || device_id || ' ' || seq AS what, flow, refusal_code, answer->'refusal'->>'code' AS told
  FROM scan
 WHERE NOT ok AND (refusal_code IS NULL OR refusal_code = '' OR refusal_code IS DISTINCT FROM answer->'refusal'->>'code')
UNION ALL
SELECT 'request ' || id, route, code, NULL FROM refused_request WHERE code = ''
