import { change, rows } from '../../platform/sql.ts';
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
