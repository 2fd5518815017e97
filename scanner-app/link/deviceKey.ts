import { signal } from '@preact/signals';
import { kept } from '../look/kept.ts';
import { Refused } from './http.ts';

/** By which the server knows this device; whoever has it still needs somebody's PIN or password. */
export const deviceKey = kept<string | null>('scanner.deviceKey', null);

/** The server knows the key no more: the sign-in page says so. */
export const lostKey = signal(false);

/** Revoked, or enrolled anew elsewhere: by a password the worker comes to where a code is asked for. */
export function dropKeyIfRefused(error: unknown): boolean {
  if (!(error instanceof Refused && error.code.startsWith('device_'))) return false;
  lostKey.value = true;
  deviceKey.value = null;
  return true;
}
