import { change } from '../../platform/sql.ts';
import type { Role, Work } from '../../platform/work.ts';

/** A PIN that a person chose, or one from a supervisor, which ends. The person's sessions on handhelds end with the old one. */
export async function setPinHash(
  work: Work,
  pin: { userId: string; pinHash: string; until?: Date | undefined },
): Promise<void> {
  await change(
    work.tx,
    `WITH ended AS (
       UPDATE session SET ended_at = :at WHERE user_id = :userId::uuid AND method = 'pin' AND ended_at IS NULL)
     UPDATE user_account SET pin_hash = :pinHash, pin_until = :until::timestamptz,
            pin_state = CASE WHEN :until::timestamptz IS NULL THEN 'own' ELSE 'temporary' END
      WHERE user_id = :userId::uuid`,
    { ...pin, until: pin.until, at: work.at },
  );
}

/** Changes a password that is still the one it was checked against; every other session of the person ends. */
export function changePasswordHash(
  work: Work,
  account: { userId: string; from: string; to: string; but: string | undefined },
): Promise<number> {
  return change(
    work.tx,
    `WITH changed AS (
       UPDATE user_account SET password_hash = :to, password_until = NULL, failed_tries = 0, locked_until = NULL
        WHERE user_id = :userId::uuid AND password_hash = :from RETURNING user_id),
     ended AS (
       UPDATE session SET ended_at = :at
        WHERE user_id IN (SELECT user_id FROM changed) AND ended_at IS NULL AND token_hash IS DISTINCT FROM :but::text)
     SELECT user_id FROM changed`,
    { ...account, but: account.but, at: work.at },
  );
}

export async function setRole(
  work: Work,
  granted: { userId: string; role: Role; sellerId: string | undefined; siteIds: string[] },
): Promise<void> {
  const { userId, role, sellerId, siteIds } = granted;
  await change(
    work.tx,
    `UPDATE user_account SET role = :role, seller_id = :sellerId::uuid WHERE user_id = :userId::uuid`,
    {
      userId,
      role,
      sellerId,
    },
  );
  await change(work.tx, `DELETE FROM user_site WHERE user_id = :userId::uuid AND site_id <> ALL(:siteIds::uuid[])`, {
    userId,
    siteIds,
  });
  await change(
    work.tx,
    `INSERT INTO user_site (user_id, site_id) SELECT DISTINCT :userId::uuid, unnest(:siteIds::uuid[])
     ON CONFLICT DO NOTHING`,
    { userId, siteIds },
  );
}

/** @returns false where the badge is somebody else's */
export async function setBadgeCode(work: Work, badge: { userId: string; badge: string | null }): Promise<boolean> {
  const given = await change(
    work.tx,
    `UPDATE user_account SET badge = upper(:badge::text)
      WHERE user_id = :userId::uuid
        AND NOT EXISTS (SELECT 1 FROM user_account o WHERE o.badge = upper(:badge::text) AND o.user_id <> :userId::uuid)`,
    badge,
  );
  return given === 1;
}
