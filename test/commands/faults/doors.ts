import type { Fault } from './plant.ts';

const audit = 'auth/47_access_record_unchanged';
const sealed = `access_id = (SELECT access_id FROM access_sealed ORDER BY access_id LIMIT 1)`;

/** In the record of who looked at whom. */
export const doorFaults: Fault[] = [
  {
    audit,
    what: 'a record of a look with another reason',
    says: /does not fit/,
    sql: `UPDATE access_record SET why = 'other' WHERE ${sealed}`,
  },
  {
    audit,
    what: 'a record of a look with another moment, by a millionth of a second',
    says: /does not fit/,
    sql: `UPDATE access_record SET at = at + interval '1 microsecond' WHERE ${sealed}`,
  },
  {
    audit,
    what: 'a record of a look that is gone',
    says: /does not fit/,
    sql: `DELETE FROM access_record WHERE ${sealed}`,
  },
  {
    audit,
    what: 'a record of a look that is gone with what sealed it',
    says: /does not fit/,
    sql: `DELETE FROM access_record WHERE ${sealed}; DELETE FROM access_sealed WHERE ${sealed}`,
  },
  {
    audit,
    what: 'a record of a look that was slipped in',
    says: /slipped in/,
    sql: `INSERT INTO access_record (access_id, actor_id, subject, fields, why, origin, at)
          SELECT '00000000-0000-7000-8000-00000000000a', actor_id, subject, fields, why, origin, at - interval '2 days'
            FROM access_record LIMIT 1`,
  },
  {
    audit,
    what: 'a seal that is gone',
    says: /which is gone|does not follow/,
    sql: `DELETE FROM access_seal WHERE seal_no = 1`,
  },
  {
    audit,
    what: 'a seal that was made again over a changed record, and the next one was not',
    says: /does not follow/,
    sql: `UPDATE access_record SET why = 'other' WHERE ${sealed};
          INSERT INTO access_seal (seal_no, records, previous, hash, at)
          SELECT max(seal_no) + 1, 1, sha256('x'), sha256('y'), max(at) FROM access_seal;
          UPDATE access_seal c SET hash = sha256(c.previous || d.digests)
            FROM (SELECT seal_no, string_agg(access_digest(a), ''::bytea ORDER BY s.access_id) AS digests
                    FROM access_sealed s JOIN access_record a USING (access_id) GROUP BY seal_no) d
           WHERE d.seal_no = c.seal_no AND c.seal_no = (SELECT seal_no FROM access_sealed WHERE ${sealed})`,
  },
];
