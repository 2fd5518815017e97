import { change, maybe, rows } from '../platform/sql.ts';
import type { Actor, Role, Tx, Work } from '../platform/work.ts';

export interface Account {
  userId: string;
  login: string;
  passwordHash: string;
  role: Role;
  sellerId: string | null;
  language: 'ko' | 'en';
  state: 'active' | 'blocked';
  demo: boolean;
  failedTries: number;
  lockedUntil: Date | null;
  siteIds: string[];
}

const ACCOUNT = `u.user_id AS "userId", u.login, u.password_hash AS "passwordHash", u.role, u.seller_id AS "sellerId",
  u.language, u.state, u.demo, u.failed_tries AS "failedTries", u.locked_until AS "lockedUntil",
  coalesce((SELECT array_agg(s.site_id::text ORDER BY s.site_id) FROM user_site s WHERE s.user_id = u.user_id), '{}')
    AS "siteIds"`;

export function accountByLogin(tx: Tx, login: string): Promise<Account | undefined> {
  return maybe(tx, `SELECT ${ACCOUNT} FROM user_account u WHERE u.login = :login`, { login });
}

export function accountBySession(tx: Tx, tokenHash: string, at: Date): Promise<Account | undefined> {
  return maybe(
    tx,
    `SELECT ${ACCOUNT} FROM session x JOIN user_account u USING (user_id)
      WHERE x.token_hash = :tokenHash AND x.ended_at IS NULL AND x.expires_at > :at::timestamptz AND u.state = 'active'`,
    { tokenHash, at },
  );
}

export function actorOfAccount(account: Account): Actor {
  return {
    userId: account.userId,
    login: account.login,
    role: account.role,
    siteIds: account.siteIds,
    language: account.language,
    ...(account.sellerId === null ? {} : { sellerId: account.sellerId }),
  };
}

export async function insertAccount(
  work: Work,
  account: Pick<Account, 'userId' | 'login' | 'passwordHash' | 'role' | 'language' | 'siteIds'> & {
    sellerId?: string | undefined;
    demo: boolean;
  },
): Promise<boolean> {
  const made = await change(
    work.tx,
    `INSERT INTO user_account (user_id, login, password_hash, role, seller_id, language, demo, at)
     VALUES (:userId, :login, :passwordHash, :role, :sellerId, :language, :demo, :at) ON CONFLICT (login) DO NOTHING`,
    { ...account, sellerId: account.sellerId, at: work.at },
  );
  if (made === 0) return false;
  await change(
    work.tx,
    `INSERT INTO user_site (user_id, site_id) SELECT DISTINCT :userId::uuid, unnest(:siteIds::uuid[])`,
    {
      userId: account.userId,
      siteIds: account.siteIds,
    },
  );
  return true;
}

export async function setPassword(work: Work, userId: string, passwordHash: string): Promise<void> {
  await change(work.tx, `UPDATE user_account SET password_hash = :passwordHash WHERE user_id = :userId`, {
    userId,
    passwordHash,
  });
}

/** Counts one wrong password, and locks the account with the last that it has. @returns false where it is locked already */
export async function countFailure(
  work: Work,
  failure: { userId: string; tries: number; lockedUntil: Date },
): Promise<boolean> {
  const counted = await change(
    work.tx,
    `UPDATE user_account
        SET failed_tries = CASE WHEN failed_tries + 1 < :tries::int THEN failed_tries + 1 ELSE 0 END,
            locked_until = CASE WHEN failed_tries + 1 < :tries::int THEN NULL ELSE :lockedUntil::timestamptz END
      WHERE user_id = :userId::uuid AND (locked_until IS NULL OR locked_until <= :at::timestamptz)`,
    { ...failure, at: work.at },
  );
  return counted === 1;
}

/** Opens a session and forgets the wrong passwords before. @returns false where the account was locked meanwhile */
export async function openSession(
  work: Work,
  session: { userId: string; tokenHash: string; expiresAt: Date },
): Promise<boolean> {
  const opened = await change(
    work.tx,
    `WITH account AS (
       UPDATE user_account SET failed_tries = 0, locked_until = NULL
        WHERE user_id = :userId::uuid AND (locked_until IS NULL OR locked_until <= :at::timestamptz)
       RETURNING user_id)
     INSERT INTO session (token_hash, user_id, at, expires_at)
     SELECT :tokenHash, user_id, :at, :expiresAt FROM account`,
    { ...session, at: work.at },
  );
  return opened === 1;
}

export function endSession(work: Work, tokenHash: string): Promise<number> {
  return change(work.tx, `UPDATE session SET ended_at = :at WHERE token_hash = :tokenHash AND ended_at IS NULL`, {
    tokenHash,
    at: work.at,
  });
}

export async function setState(work: Work, userId: string, state: 'active' | 'blocked'): Promise<number> {
  return change(
    work.tx,
    `WITH ended AS (UPDATE session SET ended_at = :at WHERE user_id = :userId::uuid AND :state = 'blocked' AND ended_at IS NULL)
     UPDATE user_account SET state = :state WHERE user_id = :userId::uuid`,
    { userId, state, at: work.at },
  );
}

export interface UserRow {
  userId: string;
  login: string;
  role: Role;
  state: string;
  sellerId: string | null;
  siteIds: string[];
}

export function usersOf(tx: Tx, siteIds: string[] | undefined): Promise<UserRow[]> {
  return rows(
    tx,
    `SELECT u.user_id AS "userId", u.login, u.role, u.state, u.seller_id AS "sellerId",
            coalesce((SELECT array_agg(s.site_id::text) FROM user_site s WHERE s.user_id = u.user_id), '{}') AS "siteIds"
       FROM user_account u
      WHERE :siteIds::uuid[] IS NULL
         OR EXISTS (SELECT 1 FROM user_site s WHERE s.user_id = u.user_id AND s.site_id = ANY(:siteIds::uuid[]))
      ORDER BY u.login LIMIT 1000`,
    { siteIds },
  );
}

/** Whether somebody with this role may still sign in and works at the site. */
export async function worksAt(tx: Tx, who: { userId: string; role: Role; siteId: string }): Promise<boolean> {
  const found = await maybe(
    tx,
    `SELECT 1 FROM user_account u JOIN user_site s USING (user_id)
      WHERE u.user_id = :userId::uuid AND u.role = :role AND u.state = 'active' AND s.site_id = :siteId::uuid`,
    who,
  );
  return found !== undefined;
}

export interface Device {
  deviceId: string;
  siteId: string;
  userId: string | null;
  state: 'enrolled' | 'revoked';
  name: string;
}

export function deviceById(tx: Tx, deviceId: string): Promise<Device | undefined> {
  return maybe(
    tx,
    `SELECT device_id AS "deviceId", site_id AS "siteId", user_id AS "userId", state, name
       FROM device WHERE device_id = :deviceId`,
    { deviceId },
  );
}

export async function insertDevice(
  work: Work,
  device: { deviceId: string; siteId: string; name: string; userId?: string | undefined },
): Promise<boolean> {
  const made = await change(
    work.tx,
    `INSERT INTO device (device_id, site_id, user_id, name, at) VALUES (:deviceId, :siteId, :userId, :name, :at)
     ON CONFLICT (device_id) DO NOTHING`,
    { ...device, userId: device.userId, at: work.at },
  );
  return made === 1;
}

export async function insertDeviceCode(
  work: Work,
  code: { codeHash: string; siteId: string; name: string; expiresAt: Date },
): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO device_code (code_hash, site_id, name, expires_at) VALUES (:codeHash, :siteId, :name, :expiresAt)`,
    code,
  );
}

export function useDeviceCode(work: Work, codeHash: string, deviceId: string) {
  return maybe<{ siteId: string; name: string }>(
    work.tx,
    `UPDATE device_code SET used_by = :deviceId
      WHERE code_hash = :codeHash AND used_by IS NULL AND expires_at > :at::timestamptz
      RETURNING site_id AS "siteId", name`,
    { codeHash, deviceId, at: work.at },
  );
}

export async function revoke(work: Work, deviceId: string): Promise<number> {
  return change(work.tx, `UPDATE device SET state = 'revoked' WHERE device_id = :deviceId`, { deviceId });
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

export * from './store/access.ts';
