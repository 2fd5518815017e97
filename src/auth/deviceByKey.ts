import { sha256 } from '../platform/crypto.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import type { Tx } from '../platform/work.ts';
import { deviceById, type DeviceAt } from './store.ts';

/** The enrolled device that its key proves; an unknown one and a wrong key are answered the same. */
export async function deviceByKey(tx: Tx, deviceId: string, deviceKey: string): Promise<Outcome<DeviceAt>> {
  const device = await deviceById(tx, deviceId);
  if (device === undefined || device.keyHash !== sha256(deviceKey)) {
    return refuse('device_unknown', 'Enrol this device first', { status: 403 });
  }
  if (device.state === 'revoked') return refuse('device_revoked', 'This device has been revoked', { status: 403 });
  return done(device);
}
