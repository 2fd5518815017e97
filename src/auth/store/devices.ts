import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

export interface Device {
  deviceId: string;
  siteId: string;
  /** Whose own it is: of a demo account, which enrolled it without a code. */
  userId: string | null;
  state: 'enrolled' | 'revoked';
  name: string;
  /** The SHA-256 of the key that the device keeps; nobody signs in by PIN on one without. */
  keyHash: string | null;
  /** The session to which that key was handed. */
  keySession: string | null;
}

export interface DeviceAt extends Device {
  siteCode: string;
}

export function deviceById(tx: Tx, deviceId: string): Promise<DeviceAt | undefined> {
  return maybe(
    tx,
    `SELECT device_id AS "deviceId", site_id AS "siteId", user_id AS "userId", state, name,
            (SELECT code FROM site s WHERE s.site_id = device.site_id) AS "siteCode", key_hash AS "keyHash",
            key_session AS "keySession"
       FROM device WHERE device_id = :deviceId`,
    { deviceId },
  );
}

interface NewDevice {
  deviceId: string;
  siteId: string;
  name: string;
  userId?: string | undefined;
  keyHash?: string | undefined;
  keySession?: string | undefined;
}

export async function insertDevice(work: Work, device: NewDevice): Promise<boolean> {
  const made = await change(
    work.tx,
    `INSERT INTO device (device_id, site_id, user_id, name, key_hash, key_session, at)
     VALUES (:deviceId, :siteId, :userId, :name, :keyHash, :keySession, :at) ON CONFLICT (device_id) DO NOTHING`,
    { ...device, userId: device.userId, keyHash: device.keyHash, keySession: device.keySession, at: work.at },
  );
  return made === 1;
}

/**
 * A device that is known gets another key; whoever was signed in by the old one is out. Without a code (`userId`) only one's
 * own does.
 */
export async function renewKey(work: Work, device: NewDevice & { keyHash: string }) {
  const renewed = await change(
    work.tx,
    `WITH device AS (
       UPDATE device SET key_hash = :keyHash, key_session = :keySession, user_id = :userId::uuid
        WHERE device_id = :deviceId AND site_id = :siteId::uuid AND state = 'enrolled'
          AND (:userId::uuid IS NULL OR user_id = :userId::uuid) RETURNING device_id),
     ended AS (
       UPDATE session SET ended_at = :at
        WHERE device_id IN (SELECT device_id FROM device) AND token_hash IS DISTINCT FROM :keySession
          AND ended_at IS NULL)
     SELECT device_id FROM device`,
    { ...device, userId: device.userId, keySession: device.keySession, at: work.at },
  );
  return renewed === 1;
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

/** The sessions that were opened on it end with it. */
export async function revoke(work: Work, deviceId: string): Promise<number> {
  return change(
    work.tx,
    `WITH ended AS (UPDATE session SET ended_at = :at WHERE device_id = :deviceId AND ended_at IS NULL)
     UPDATE device SET state = 'revoked' WHERE device_id = :deviceId`,
    { deviceId, at: work.at },
  );
}

export interface DeviceRow {
  deviceId: string;
  name: string;
  state: Device['state'];
  hasKey: boolean;
  enrolledAt: Date;
  /** Who is signed in by PIN, if anybody. */
  login: string | null;
}

export function devicesOf(tx: Tx, where: { siteId: string; at: Date }): Promise<DeviceRow[]> {
  return rows(
    tx,
    `SELECT d.device_id AS "deviceId", d.name, d.state, d.key_hash IS NOT NULL AS "hasKey", d.at AS "enrolledAt",
            (SELECT u.login FROM session x JOIN user_account u USING (user_id)
              WHERE x.device_id = d.device_id AND x.ended_at IS NULL AND x.expires_at > :at::timestamptz
              ORDER BY x.at DESC LIMIT 1) AS login
       FROM device d WHERE d.site_id = :siteId::uuid ORDER BY d.at DESC, d.device_id LIMIT 1000`,
    where,
  );
}
