import { sha256 } from '../platform/crypto.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newCode, newToken } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { mayUseSite } from './mayUseSite.ts';
import {
  accountByLogin,
  deviceById,
  devicesOf,
  insertDevice,
  insertDeviceCode,
  renewKey,
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
  await insertDeviceCode(work, { codeHash: codeHash(code), siteId: input.siteId, name: input.name, expiresAt });
  return done({ code, expiresAt });
}

/**
 * Makes a handheld known by a manager's code and gives it a key, which it keeps and by which workers sign in with a PIN. A
 * device that is known at the code's site gets another key. Demo accounts need no code for a device of their own. Whoever is
 * handed the key has proved the device for as long as his session lives.
 */
export async function enrolDevice(work: Work, input: { code?: string | undefined; deviceId: string }) {
  const { deviceId } = input;
  const used =
    input.code === undefined ? await demoPlace(work) : await useDeviceCode(work, codeHash(input.code), deviceId);
  if (used === undefined) return refuse('device_code_gone', 'The code is wrong, used or too old');
  const deviceKey = newToken();
  const device = { deviceId, ...used, keyHash: sha256(deviceKey), keySession: work.actor.session };
  const made =
    (await insertDevice(work, device)) || (work.actor.sellerId === undefined && (await renewKey(work, device)));
  if (!made) return refuse('device_known', 'This device is enrolled already');
  return done({ deviceId, siteId: used.siteId, deviceKey });
}

const codeHash = (code: string) => sha256(code.toUpperCase());

/** Where a demo account's device belongs; nobody else enrols one without a code. */
async function demoPlace(work: Work): Promise<{ siteId: string; name: string; userId: string } | undefined> {
  const account = await accountByLogin(work.tx, work.actor.login);
  const siteId = account?.siteIds[0];
  if (!account?.demo || siteId === undefined) return undefined;
  return { siteId, name: `${account.login} (demo)`, userId: account.userId };
}

export async function listDevices(work: Work, input: { siteId: string }) {
  const closed = mayUseSite(work, input.siteId);
  return closed ?? done({ devices: await devicesOf(work.tx, { siteId: input.siteId, at: work.at }) });
}

export async function revokeDevice(work: Work, input: { deviceId: string }) {
  const device = await deviceById(work.tx, input.deviceId);
  if (device === undefined || mayUseSite(work, device.siteId)) return notFound('device');
  await revoke(work, input.deviceId);
  return done({});
}

/** Whether who works may work with this device. Its name is no secret: what is done in it counts as done there. */
export function mayUseDevice(work: Pick<Work, 'actor'>, device: Proof & Pick<Device, 'siteId' | 'state'>) {
  if (isAnother(work, device.deviceId)) return ofAnother();
  if (device.state === 'revoked') return refuse('device_revoked', 'This device has been revoked', { status: 403 });
  return mayUseSite(work, device.siteId) ?? (isProven(work, device) ? undefined : unproven());
}

type Proof = Pick<Device, 'deviceId' | 'userId' | 'keySession'>;

/** Signed in with its key, handed that key, or a demo account with its own. */
const isProven = ({ actor: { deviceId, session, userId } }: Pick<Work, 'actor'>, device: Proof) =>
  deviceId === device.deviceId || (session !== undefined && session === device.keySession) || userId === device.userId;
const unproven = () =>
  refuse('device_unproven', 'Sign in on this device with its key, or enrol it again', { status: 403 });

const isAnother = ({ actor: { deviceId: bound } }: Pick<Work, 'actor'>, deviceId: string) =>
  bound !== undefined && bound !== deviceId;
const ofAnother = () => refuse('device_other', 'This session belongs to another device', { status: 403 });

/**
 * The enrolled device behind a connection. The first socket of a demo account enrols its device by itself; demo accounts, whose
 * passwords everybody knows, share what they named so.
 */
export async function admitDevice(work: Work, deviceId: string): Promise<Outcome<Device>> {
  if (isAnother(work, deviceId)) return ofAnother();
  const device = await deviceById(work.tx, deviceId);
  const refused = device && mayUseDevice(work, device);
  if (device !== undefined && refused === undefined) return done(device);
  const place = await demoPlace(work);
  if (device !== undefined) {
    const isShared = refused!.refusal.code === 'device_unproven' && device.userId !== null && place !== undefined;
    return isShared ? done(device) : refused!;
  }
  if (place === undefined) return refuse('device_unknown', 'Enrol this device first', { status: 403 });
  // two named it at the same moment
  if (!(await insertDevice(work, { deviceId, ...place }))) return admitDevice(work, deviceId);
  return done({ deviceId, ...place, state: 'enrolled', keyHash: null, keySession: null });
}
