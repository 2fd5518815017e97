import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

export interface NewKey {
  keyId: string;
  userId: string;
  name: string;
  hint: string;
  tokenHash: string;
  expiresAt: Date;
}

export async function insertKey(work: Work, key: NewKey): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO session (token_hash, user_id, at, expires_at, method, key_id, name, hint, made_by)
     VALUES (:tokenHash, :userId, :at, :expiresAt, 'key', :keyId, :name, :hint, :actor)`,
    { ...key, actor: work.actor.userId, at: work.at },
  );
}

export interface KeyRow {
  keyId: string;
  userId: string;
  login: string;
  sellerId: string;
  name: string;
  hint: string;
  at: Date;
  madeBy: string | null;
  seenAt: Date | null;
  expiresAt: Date;
  endedAt: Date | null;
}

const KEY = `x.key_id AS "keyId", x.user_id AS "userId", u.login, u.seller_id AS "sellerId", x.name, x.hint, x.at,
  m.login AS "madeBy", x.seen_at AS "seenAt", x.expires_at AS "expiresAt", x.ended_at AS "endedAt"
  FROM session x JOIN user_account u USING (user_id) LEFT JOIN user_account m ON m.user_id = x.made_by`;

export function keyById(tx: Tx, keyId: string): Promise<KeyRow | undefined> {
  return maybe(tx, `SELECT ${KEY} WHERE x.key_id = :keyId::uuid`, { keyId });
}

/** Whose: of a seller, or of the accounts of some sites; of all where neither is said. */
export interface Whose {
  sellerId: string | undefined;
  siteIds: string[] | undefined;
}

const WITHIN = `(:sellerId::uuid IS NULL OR u.seller_id = :sellerId)
  AND (:siteIds::uuid[] IS NULL
       OR EXISTS (SELECT 1 FROM user_site s WHERE s.user_id = u.user_id AND s.site_id = ANY(:siteIds::uuid[])))`;

export function keysOf(tx: Tx, { sellerId, siteIds }: Whose): Promise<KeyRow[]> {
  return rows(
    tx,
    `SELECT ${KEY} WHERE x.method = 'key' AND ${WITHIN}
      ORDER BY u.login, x.ended_at IS NOT NULL, x.at DESC, x.key_id LIMIT 1000`,
    { sellerId, siteIds },
  );
}

export interface ChannelRow {
  userId: string;
  login: string;
  sellerId: string;
}

/** Accounts of programs that may still come in. */
export function channelsOf(tx: Tx, { sellerId, siteIds }: Whose): Promise<ChannelRow[]> {
  return rows(
    tx,
    `SELECT u.user_id AS "userId", u.login, u.seller_id AS "sellerId" FROM user_account u
      WHERE u.role = 'channel' AND u.state = 'active' AND ${WITHIN} ORDER BY u.login LIMIT 1000`,
    { sellerId, siteIds },
  );
}

export async function shortenKey(work: Work, key: { keyId: string; until: Date }): Promise<void> {
  await change(
    work.tx,
    `UPDATE session SET expires_at = least(expires_at, :until::timestamptz) WHERE key_id = :keyId::uuid`,
    key,
  );
}

/** @returns 0 where it had ended before */
export function endKey(work: Work, keyId: string): Promise<number> {
  return change(work.tx, `UPDATE session SET ended_at = :at WHERE key_id = :keyId::uuid AND ended_at IS NULL`, {
    keyId,
    at: work.at,
  });
}
