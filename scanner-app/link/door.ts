import { signal } from '@preact/signals';
import { deviceKey } from './deviceKey.ts';
import { session, signOut } from './session.ts';

/** The server does not know this device: it needs a one-time code. */
export const needsEnrolment = signal(false);

/** Reads the server's reason for shutting us out. True where only a person can open the door again. */
export function closeDoor(code: string): boolean {
  // signed in without the key that is here now: whoever signs in again shows it
  const showsKeyNext = code === 'device_unproven' && deviceKey.value !== null;
  if (/^device_(unknown|revoked|unproven|not_enrolled)/.test(code) && !showsKeyNext) {
    needsEnrolment.value = true;
    return true;
  }
  if (code !== 'not_signed_in' && !showsKeyNext) return false;
  if (session.value) void signOut(true);
  return true;
}
