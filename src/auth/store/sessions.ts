import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { Method } from '../rules.ts';
import { ACCOUNT, type Account } from './accounts.ts';

export interface NewSession {
  userId: string;
  /** The hash of the password or PIN that was just given. */
  proof: string | null;
  tokenHash: string;
  expiresAt: Date;
  method: 'password' | 'pin';
  /** Of a session opened with a device's key, which is good on this device alone. */
  deviceId?: string | undefined;
  /** The session by which this person asked for another. */
  replaced: string | undefined;
}

/**
 * Opens a session and forgets the wrong passwords before. It takes the place of the one that this person asked by, and on a
 * handheld of whoever was signed in there. @returns false where the account was locked, blocked or given another password or PIN meanwhile
 */
export async function openSession(work: Work, session: NewSession): Promise<boolean> {
  const opened = await change(
    work.tx,
    `WITH account AS (
       UPDATE user_account SET failed_tries = 0, locked_until = NULL
        WHERE user_id = :userId::uuid AND state = 'active'
          AND :proof::text = CASE :method WHEN 'pin' THEN pin_hash ELSE password_hash END
          AND (:method = 'pin' OR locked_until IS NULL OR locked_until <= :at::timestamptz)
       RETURNING user_id),
     before AS (
       UPDATE session SET ended_at = :at
        WHERE ended_at IS NULL AND EXISTS (SELECT 1 FROM account)
          AND (device_id = :deviceId::text OR token_hash = :replaced::text AND method <> 'key'))
     INSERT INTO session (token_hash, user_id, at, seen_at, expires_at, method, device_id)
     SELECT :tokenHash, user_id, :at, :at, :expiresAt, :method::text, :deviceId::text FROM account`,
    { ...session, deviceId: session.deviceId, replaced: session.replaced, at: work.at },
  );
  return opened === 1;
}

/** Since when a session must have been used to live on. */
export type Since = Record<Method, Date>;

export interface OpenedSession extends Account {
  tokenHash: string;
  sessionDeviceId: string | null;
  seenAt: Date | null;
}

/** Not left alone for too long. */
const USED = `coalesce(x.seen_at, x.at) > CASE x.method WHEN 'pin' THEN :pin::timestamptz WHEN 'key' THEN :key::timestamptz
      ELSE :password::timestamptz END`;

/** A key is a channel's: in the hands of an account that has become another role's it opens nothing. */
const LIVES = `x.ended_at IS NULL AND x.expires_at > :at::timestamptz AND u.state = 'active' AND ${USED}
  AND (x.method <> 'key' OR u.role = 'channel')`;

/** Who stands behind tokens: the accounts of those sessions among them that live. */
export function accountsBySessions(
  tx: Tx,
  sessions: { tokenHashes: string[]; at: Date; since: Since },
): Promise<OpenedSession[]> {
  return rows(
    tx,
    `SELECT ${ACCOUNT}, x.token_hash AS "tokenHash", x.device_id AS "sessionDeviceId",
            x.seen_at AS "seenAt"
       FROM session x JOIN user_account u USING (user_id) WHERE x.token_hash = ANY(:tokenHashes::text[]) AND ${LIVES}`,
    { tokenHashes: sessions.tokenHashes, at: sessions.at, ...sessions.since },
  );
}

/** Notes that a session is in use. */
export async function seeSession(tx: Tx, session: { tokenHash: string; at: Date }): Promise<void> {
  await change(
    tx,
    `UPDATE session SET seen_at = :at::timestamptz
      WHERE token_hash = :tokenHash AND ended_at IS NULL AND (seen_at IS NULL OR seen_at < :at::timestamptz)`,
    session,
  );
}

/** Who stands behind a socket, as it was let in. */
export interface Standing {
  tokenHash: string;
  deviceId: string | null;
}

/** Of those who were let in, who would not be now, or as somebody else: their places in the list. */
export function fallen(
  tx: Tx,
  standing: (Standing & { role: string; sellerId: string | null; siteIds: string[] })[],
  { at, since }: { at: Date; since: Since },
): Promise<{ place: number }[]> {
  return rows(
    tx,
    `SELECT s.place FROM jsonb_to_recordset(:standing::jsonb)
              AS s(place int, "tokenHash" text, "deviceId" text, role text, "sellerId" uuid, "siteIds" text)
       LEFT JOIN session x ON x.token_hash = s."tokenHash"
       LEFT JOIN user_account u ON u.user_id = x.user_id
       LEFT JOIN device d ON d.device_id = s."deviceId"
      WHERE (x.token_hash IS NOT NULL AND ${LIVES} AND u.role = s.role AND u.seller_id IS NOT DISTINCT FROM s."sellerId"
             AND coalesce((SELECT string_agg(a.site_id::text, ',' ORDER BY a.site_id)
                             FROM user_site a WHERE a.user_id = u.user_id), '') = s."siteIds"
             AND (s."deviceId" IS NULL OR d.state = 'enrolled' AND (x.device_id IS NOT DISTINCT FROM d.device_id
                  OR x.token_hash IS NOT DISTINCT FROM d.key_session OR d.user_id IS NOT DISTINCT FROM x.user_id)))
            IS NOT TRUE`,
    {
      standing: JSON.stringify(standing.map((one, place) => ({ ...one, place, siteIds: one.siteIds.join(',') }))),
      at,
      ...since,
    },
  );
}

/**
 * One text for who may come in, as whom and on which devices: it is another as soon as any of that is another. Sums of hashes,
 * so that neither an order nor a join is needed; whether a session lives is asked in the words of its index.
 */
export async function standingStamp(tx: Tx, { at, since }: { at: Date; since: Since }): Promise<string> {
  const [stamp] = await rows<{ stamp: string }>(
    tx,
    `SELECT concat_ws(' ',
       (SELECT sum(hashtextextended(x.token_hash, 0)) FROM session x
         WHERE least(x.ended_at, x.expires_at) > :at::timestamptz AND ${USED}),
       (SELECT sum(hashtextextended(role, uuid_hash_extended(user_id, coalesce(uuid_hash_extended(seller_id, 0), 0))))
          FROM user_account WHERE state = 'active'),
       (SELECT sum(uuid_hash_extended(user_id, uuid_hash_extended(site_id, 0))) FROM user_site),
       (SELECT sum(hashtextextended(concat_ws(' ', device_id, key_session, user_id), 0))
          FROM device WHERE state = 'enrolled')) AS stamp`,
    { at, ...since },
  );
  return stamp!.stamp;
}

export interface SessionRow {
  tokenHash: string;
  at: Date;
  seenAt: Date;
  expiresAt: Date;
  method: Method;
  deviceId: string | null;
}

const ROW = `x.token_hash AS "tokenHash", x.at, coalesce(x.seen_at, x.at) AS "seenAt", x.expires_at AS "expiresAt", x.method,
  x.device_id AS "deviceId"`;

export function sessionByHash(tx: Tx, tokenHash: string): Promise<SessionRow | undefined> {
  return maybe(tx, `SELECT ${ROW} FROM session x WHERE x.token_hash = :tokenHash`, { tokenHash });
}

/** A person's open sessions, the latest first. */
export function sessionsOf(tx: Tx, who: { userId: string; at: Date; since: Since }): Promise<SessionRow[]> {
  return rows(
    tx,
    `SELECT ${ROW} FROM session x JOIN user_account u USING (user_id)
      WHERE x.user_id = :userId::uuid AND ${LIVES} ORDER BY x.at DESC, x.token_hash LIMIT 100`,
    { userId: who.userId, at: who.at, ...who.since },
  );
}

export function endSession(work: Work, tokenHash: string): Promise<number> {
  return change(
    work.tx,
    `UPDATE session SET ended_at = :at WHERE token_hash = :tokenHash AND ended_at IS NULL AND method <> 'key'`,
    {
      tokenHash,
      at: work.at,
    },
  );
}

/** Ends a person's sessions: all, those of one method, all but one. Keys are revoked one by one, or end with a block. */
export function endSessions(
  work: Work,
  of: { userId: string; method?: Method | undefined; but?: string | undefined },
): Promise<number> {
  return change(
    work.tx,
    `UPDATE session SET ended_at = :at
      WHERE user_id = :userId::uuid AND ended_at IS NULL AND method <> 'key' AND (:method::text IS NULL OR method = :method)
        AND token_hash IS DISTINCT FROM :but::text`,
    { userId: of.userId, method: of.method, but: of.but, at: work.at },
  );
}

/** Forgets sessions that were over before a moment. */
export function forgetSessions(tx: Tx, due: { before: Date; limit: number }): Promise<number> {
  return change(
    tx,
    `DELETE FROM session WHERE token_hash IN (
       SELECT token_hash FROM session WHERE least(ended_at, expires_at) < :before::timestamptz
        ORDER BY least(ended_at, expires_at) LIMIT :limit)`,
    due,
  );
}
