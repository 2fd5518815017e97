import { sha256 } from '../platform/crypto.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newCode } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { mayUseSite } from './mayUseSite.ts';
import {
  accountByLogin,
  deviceById,
  insertDevice,
  insertDeviceCode,
  revoke,
  useDeviceCode,
  type Device,
} from './store.ts';

const CODE_MS = 15 * 60_000;

/** A code that enrols one device of a site within a quarter of an hour. */
export async function askDeviceCode(work: Work, input: { siteId: string; name: string }) {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  const code = newCode();
  const expiresAt = new Date(work.at.getTime() + CODE_MS);
  await insertDeviceCode(work, { codeHash: sha256(code), siteId: input.siteId, name: input.name, expiresAt });
  return done({ code, expiresAt });
}

export async function enrolDevice(work: Work, input: { code: string; deviceId: string }) {
  const used = await useDeviceCode(work, sha256(input.code.toUpperCase()), input.deviceId);
  if (used === undefined) return refuse('device_code_gone', 'The code is wrong, used or too old');
  const made = await insertDevice(work, { deviceId: input.deviceId, ...used });
  if (!made) return refuse('device_known', 'This device is enrolled already');
  return done({ deviceId: input.deviceId, siteId: used.siteId });
}

export async function revokeDevice(work: Work, input: { deviceId: string }) {
  const device = await deviceById(work.tx, input.deviceId);
  if (device === undefined || mayUseSite(work, device.siteId)) return notFound('device');
  await revoke(work, input.deviceId);
  return done({});
}

/** The enrolled device behind a connection. The first socket of a demo account enrols its device by itself. */
export async function admitDevice(work: Work, deviceId: string): Promise<Outcome<Device>> {
  const device = await deviceById(work.tx, deviceId);
  if (device !== undefined) {
    if (device.state === 'revoked') return refuse('device_revoked', 'This device has been revoked', { status: 403 });
    const closed = mayUseSite(work, device.siteId);
    return closed ?? done(device);
  }
  const account = await accountByLogin(work.tx, work.actor.login);
  const siteId = account?.siteIds[0];
  if (!account?.demo || siteId === undefined) {
    return refuse('device_unknown', 'Enrol this device first', { status: 403 });
  }
  const enrolled = { deviceId, siteId, name: `${account.login} (demo)`, userId: account.userId };
  await insertDevice(work, enrolled);
  return done({ ...enrolled, state: 'enrolled' });
}
