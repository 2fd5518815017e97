import { signal } from '@preact/signals';
import { deviceId } from '../queue/numbers.ts';
import { deviceKey, dropKeyIfRefused, lostKey } from './deviceKey.ts';
import { needsEnrolment } from './door.ts';
import { call } from './http.ts';
import { type SignedIn, enter, session, token } from './session.ts';

/** Who is about to sign in: what a badge said, or a login. */
export const who = signal('');

export async function enrol(code?: string): Promise<void> {
  const json = { deviceId: await deviceId(), ...(code === undefined ? {} : { code }) };
  const answer = await call<{ deviceKey: string }>('POST', '/v1/devices/enrol', { json, token: token.value });
  deviceKey.value = answer.deviceKey;
  lostKey.value = false;
}

/** A demo account's device needs no code: it gets its key with the first sign-in, and everybody else's is refused one. */
export function enrolUnasked(): void {
  if (!deviceKey.value) void enrol().catch(() => undefined);
}

export async function signInByPin(pin: string, newPin?: string): Promise<void> {
  const json = { deviceId: await deviceId(), deviceKey: deviceKey.value, login: who.value, pin };
  try {
    await enter(
      await call<SignedIn>('POST', '/v1/sign-in/pin', { json: newPin === undefined ? json : { ...json, newPin } }),
    );
    who.value = '';
    needsEnrolment.value = false;
  } catch (error) {
    dropKeyIfRefused(error);
    throw error;
  }
}

export async function choosePin(pin: string, password?: string): Promise<void> {
  const json = password === undefined ? { pin } : { pin, password };
  await call('POST', '/v1/pin', { json, token: token.value });
  const now = session.value;
  if (now) session.value = { ...now, user: { ...now.user, hasPin: true } };
}
