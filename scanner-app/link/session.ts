import { computed } from '@preact/signals';
import { kept } from '../look/kept.ts';
import { type Worker, leavePass } from '../queue/storage.ts';
import { type Language, accountLanguage } from '../words/language.ts';
import { deviceId } from '../queue/numbers.ts';
import { deviceKey, dropKeyIfRefused } from './deviceKey.ts';
import { call } from './http.ts';

export interface Session {
  token: string;
  user: { id: string; login?: string; role: string; siteIds: string[]; hasPin?: boolean };
}

export const session = kept<Session | null>('scanner.session', null);

/** Why the worker has to sign in again, where the server said so. */
export const ended = kept('scanner.ended', false);

export const token = computed(() => session.value?.token);

export type SignedIn = Session & { user: { language?: Language } };

/** `newPassword` where the other one is a supervisor's code. With the device's key the session is this device's. */
export async function signIn(asked: { login: string; password: string; newPassword?: string }): Promise<void> {
  const ask = (shown: object) => call<SignedIn>('POST', '/v1/sign-in', { json: { ...asked, ...shown } });
  const key = deviceKey.value;
  const shown = key === null ? {} : { deviceId: await deviceId(), deviceKey: key };
  const answer = ask(shown).catch((error: unknown) => {
    if (key !== null && dropKeyIfRefused(error)) return ask({});
    throw error;
  });
  await enter(await answer);
}

/** Somebody has proved who he is. */
export async function enter(answer: SignedIn): Promise<void> {
  const { id, login = '', role, siteIds, language, hasPin } = answer.user;
  accountLanguage.value = language || null;
  const user = { id, login, role, siteIds, ...(hasPin === undefined ? {} : { hasPin }) };
  session.value = { token: answer.token, user };
  ended.value = false;
  await leavePass({ token: answer.token, userId: id });
}

/** Nobody where no one is signed in. */
export function workerNow(): Worker {
  const { id = '', login = '' } = session.value?.user || {};
  return { userId: id, login };
}

/** Scans that wait stay on the device, and go up once the same worker signs in here again. */
export async function signOut(byServer = false): Promise<void> {
  const pass = token.value;
  session.value = null;
  // whose session has merely ended signs in again
  if (!byServer) accountLanguage.value = null;
  ended.value = byServer;
  await leavePass(null);
  if (pass && !byServer) await call('POST', '/v1/sign-out', { token: pass, json: {} }).catch(() => undefined);
}
