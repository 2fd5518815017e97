import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

export async function insertAccesses(
  work: Work,
  noted: {
    accesses: { accessId: string; subject: string }[];
    fields: string;
    why: string;
    origin: string;
    ip: string | undefined;
  },
): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO access_record (access_id, actor_id, subject, fields, why, origin, ip, at)
     SELECT a."accessId", :actor::uuid, a.subject, :fields, :why, :origin, :ip, :at::timestamptz
       FROM jsonb_to_recordset(:accesses::jsonb) AS a("accessId" uuid, subject text)`,
    { ...noted, accesses: JSON.stringify(noted.accesses), ip: noted.ip, actor: work.actor.userId, at: work.at },
  );
}

export interface AccessRow {
  accessId: string;
  at: Date;
  actorId: string;
  login: string | null;
  origin: string;
  ip: string | null;
  subject: string;
  fields: string;
  why: string;
}

/** The latest first; ids sort by the time they were made. */
export function accessPage(
  tx: Tx,
  page: {
    subject?: string | undefined;
    actorId?: string | undefined;
    since?: Date | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<AccessRow[]> {
  return rows(
    tx,
    `SELECT a.access_id AS "accessId", a.at, a.actor_id AS "actorId", u.login, a.origin, a.ip, a.subject, a.fields, a.why
       FROM access_record a LEFT JOIN user_account u ON u.user_id = a.actor_id
      WHERE (:subject::text IS NULL OR a.subject = :subject)
        AND (:actorId::uuid IS NULL OR a.actor_id = :actorId::uuid)
        AND (:since::timestamptz IS NULL OR a.at >= :since::timestamptz)
        AND (:cursor::uuid IS NULL OR a.access_id < :cursor::uuid)
      ORDER BY a.access_id DESC LIMIT :limit`,
    { subject: page.subject, actorId: page.actorId, since: page.since, cursor: page.cursor, limit: page.limit },
  );
}

export async function lastSealedId(tx: Tx): Promise<string | undefined> {
  const row = await maybe<{ id: string }>(
    tx,
    `SELECT access_id AS id FROM access_sealed ORDER BY access_id DESC LIMIT 1`,
  );
  return row?.id;
}

/** One seal over at most `limit` records that have none, of those with a later id. None, where there is no such record. */
export async function sealAfter(work: Work, { after, limit }: { after: string; limit: number }): Promise<void> {
  await change(
    work.tx,
    `WITH fresh AS MATERIALIZED (
       SELECT a.access_id, access_digest(a) AS digest FROM access_record a
        WHERE a.access_id > :after::uuid
          AND NOT EXISTS (SELECT 1 FROM access_sealed s WHERE s.access_id = a.access_id)
        ORDER BY a.access_id LIMIT :limit),
     last AS (SELECT seal_no, hash FROM access_seal ORDER BY seal_no DESC LIMIT 1),
     before AS (SELECT coalesce((SELECT seal_no FROM last), 0) AS seal_no,
                       coalesce((SELECT hash FROM last), ''::bytea) AS hash),
     sealed AS (
       INSERT INTO access_seal (seal_no, records, previous, hash, at)
       SELECT b.seal_no + 1, count(*), b.hash, sha256(b.hash || string_agg(f.digest, ''::bytea ORDER BY f.access_id)),
              :at::timestamptz
         FROM fresh f, before b GROUP BY b.seal_no, b.hash RETURNING seal_no)
     INSERT INTO access_sealed (access_id, seal_no) SELECT f.access_id, s.seal_no FROM fresh f, sealed s`,
    { after, limit, at: work.at },
  );
}

export function latestSeals(
  tx: Tx,
  limit: number,
): Promise<{ sealNo: number; records: number; hash: string; at: Date }[]> {
  return rows(
    tx,
    `SELECT seal_no AS "sealNo", records, encode(hash, 'hex') AS hash, at
       FROM access_seal ORDER BY seal_no DESC LIMIT :limit`,
    { limit },
  );
}
