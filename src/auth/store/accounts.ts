import { change, maybe, one, rows } from '../../platform/sql.ts';
import { system, type Actor, type Role, type Tx, type Work } from '../../platform/work.ts';

export interface Account {
  userId: string;
  login: string;
  passwordHash: string;
  role: Role;
  sellerId: string | null;
  /** Null: never chosen; the screen's goes. */
  language: 'ko' | 'en' | null;
  state: 'active' | 'blocked';
  demo: boolean;
  failedTries: number;
  lockedUntil: Date | null;
  siteIds: string[];
  pinHash: string | null;
  pinState: 'own' | 'temporary' | null;
  pinUntil: Date | null;
  /** Of a password that a supervisor gave. */
  passwordUntil: Date | null;
}

export const ACCOUNT = `u.user_id AS "userId", u.login, u.password_hash AS "passwordHash", u.role, u.seller_id AS "sellerId",
  u.language, u.state, u.demo, u.failed_tries AS "failedTries", u.locked_until AS "lockedUntil",
  coalesce((SELECT array_agg(s.site_id::text ORDER BY s.site_id) FROM user_site s WHERE s.user_id = u.user_id), '{}')
    AS "siteIds", u.pin_hash AS "pinHash", u.pin_state AS "pinState", u.pin_until AS "pinUntil",
  u.password_until AS "passwordUntil"`;

export function accountByLogin(tx: Tx, login: string): Promise<Account | undefined> {
  return maybe(tx, `SELECT ${ACCOUNT} FROM user_account u WHERE u.login = :login`, { login });
}

/** By what a worker types or scans: a login goes before a badge. */
export function accountByLoginOrBadge(tx: Tx, text: string): Promise<Account | undefined> {
  return maybe(
    tx,
    `SELECT ${ACCOUNT} FROM user_account u WHERE u.login = lower(:text) OR u.badge = upper(:text)
      ORDER BY u.login = lower(:text) DESC LIMIT 1`,
    { text },
  );
}

export function accountById(tx: Tx, userId: string): Promise<Account | undefined> {
  return maybe(tx, `SELECT ${ACCOUNT} FROM user_account u WHERE u.user_id = :userId::uuid`, { userId });
}

export function actorOfAccount(account: Account): Actor {
  return {
    userId: account.userId,
    login: account.login,
    role: account.role,
    siteIds: account.siteIds,
    language: account.language ?? system.language,
    ...(account.sellerId === null ? {} : { sellerId: account.sellerId }),
  };
}

export async function insertAccount(
  work: Work,
  account: Pick<Account, 'userId' | 'login' | 'passwordHash' | 'role' | 'siteIds'> & {
    language?: Account['language'] | undefined;
    sellerId?: string | undefined;
    badge?: string | undefined;
    demo: boolean;
  },
): Promise<boolean> {
  const made = await change(
    work.tx,
    `INSERT INTO user_account (user_id, login, password_hash, role, seller_id, language, demo, badge, at)
     VALUES (:userId, :login, :passwordHash, :role, :sellerId, :language, :demo, upper(:badge::text), :at)
     ON CONFLICT DO NOTHING`,
    { ...account, language: account.language, sellerId: account.sellerId, badge: account.badge, at: work.at },
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

/** Another password, whatever the one before was; one with an end is good for choosing another. */
export async function replacePassword(
  work: Work,
  password: { userId: string; passwordHash: string; until?: Date | undefined },
): Promise<void> {
  await change(
    work.tx,
    `UPDATE user_account SET password_hash = :passwordHash, password_until = :until::timestamptz, failed_tries = 0,
            locked_until = NULL WHERE user_id = :userId::uuid`,
    { ...password, until: password.until },
  );
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
  badge: string | null;
  pin: Account['pinState'];
  passwordUntil: Date | null;
}

export function usersOf(tx: Tx, siteIds: string[] | undefined): Promise<UserRow[]> {
  return rows(
    tx,
    `SELECT u.user_id AS "userId", u.login, u.role, u.state, u.seller_id AS "sellerId", u.badge, u.pin_state AS pin,
            u.password_until AS "passwordUntil",
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

/** The first of some sites that does not exist, and the seller where he does not. */
export async function unknownAmong(
  tx: Tx,
  { siteIds, sellerId }: { siteIds: string[]; sellerId?: string | null | undefined },
): Promise<{ siteId: string | null; sellerId: string | null }> {
  return one(
    tx,
    `SELECT (SELECT a.id FROM unnest(:siteIds::uuid[]) AS a(id)
              WHERE NOT EXISTS (SELECT 1 FROM site WHERE site_id = a.id) LIMIT 1) AS "siteId",
            (SELECT a.id FROM (SELECT :sellerId::uuid) AS a(id)
              WHERE NOT EXISTS (SELECT 1 FROM seller WHERE seller_id = a.id)) AS "sellerId"`,
    { siteIds, sellerId },
  );
}

/** Whether these are all sites that there are. */
export async function worksEverywhere(tx: Tx, siteIds: string[]): Promise<boolean> {
  return (
    (await maybe(tx, `SELECT 1 FROM site WHERE site_id <> ALL(:siteIds::uuid[]) LIMIT 1`, { siteIds })) === undefined
  );
}
