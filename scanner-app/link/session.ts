import { computed } from '@preact/signals';
import { kept } from '../look/kept.ts';
import { leaveToken } from '../queue/storage.ts';
import { type Language, accountLanguage } from '../words/language.ts';
import { call } from './http.ts';

export interface Session {
  token: string;
  user: { id: string; role: string; siteIds: string[]; hasPin?: boolean };
}

export const session = kept<Session | null>('scanner.session', null);

/** Why the worker has to sign in again, where the server said so. */
export const ended = kept('scanner.ended', false);

export const token = computed(() => session.value?.token);

export type SignedIn = Session & { user: { language?: Language } };

/** `newPassword` where the other one is a supervisor's code. */
export async function signIn(asked: { login: string; password: string; newPassword?: string }): Promise<void> {
  await enter(await call<SignedIn>('POST', '/v1/sign-in', { json: asked }));
}

/** Somebody has proved who he is. */
export async function enter(answer: SignedIn): Promise<void> {
  const { id, role, siteIds, language, hasPin } = answer.user;
  accountLanguage.value = language || null;
  session.value = { token: answer.token, user: { id, role, siteIds, ...(hasPin === undefined ? {} : { hasPin }) } };
  ended.value = false;
  await leaveToken(answer.token);
}

/** Scans that wait stay on the device and go up after the next sign-in. */
export async function signOut(byServer = false): Promise<void> {
  const pass = token.value;
  session.value = null;
  // whose session has merely ended signs in again
  if (!byServer) accountLanguage.value = null;
  ended.value = byServer;
  await leaveToken(null);
  if (pass && !byServer) await call('POST', '/v1/sign-out', { token: pass, json: {} }).catch(() => undefined);
}
