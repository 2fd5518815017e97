import { computed } from '@preact/signals';
import { kept } from '../look/kept.ts';
import { leaveToken } from '../queue/storage.ts';
import { call } from './http.ts';

export interface Session {
  token: string;
  user: { id: string; role: string; siteIds: string[] };
}

export const session = kept<Session | null>('scanner.session', null);

/** Why the worker has to sign in again, where the server said so. */
export const ended = kept('scanner.ended', false);

export const token = computed(() => session.value?.token);

export async function signIn(login: string, password: string): Promise<void> {
  const answer = await call<Session>('POST', '/v1/sign-in', { json: { login, password } });
  const { id, role, siteIds } = answer.user;
  session.value = { token: answer.token, user: { id, role, siteIds } };
  ended.value = false;
  await leaveToken(answer.token);
}

/** Scans that wait stay on the device and go up after the next sign-in. */
export async function signOut(byServer = false): Promise<void> {
  session.value = null;
  ended.value = byServer;
  await leaveToken(null);
}
