import { signal } from '@preact/signals';
import { session, signOut } from './session.ts';

/** The server does not know this device: it needs a one-time code. */
export const needsEnrolment = signal(false);

/** Reads the server's reason for shutting us out. True where only a person can open the door again. */
export function closeDoor(code: string): boolean {
  if (/^device_(unknown|revoked|not_enrolled)/.test(code)) {
    needsEnrolment.value = true;
    return true;
  }
  if (code !== 'not_signed_in') return false;
  if (session.value) void signOut(true);
  return true;
}
