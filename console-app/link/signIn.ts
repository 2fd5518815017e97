import { accountLanguage } from '../../scanner-app/words/language.ts';
import { post } from './http.ts';
import { ended, session, type User } from './session.ts';
import { forgetAnswers } from './ask.ts';

/** `newPassword` where the other one is a supervisor's code. */
export async function signIn(asked: { login: string; password: string; newPassword?: string }): Promise<void> {
  const { token, user } = await post<{ token: string; user: User }>('/v1/sign-in', asked);
  forgetAnswers();
  accountLanguage.value = user.language ?? null;
  session.value = { token, user };
  ended.value = false;
}

/** Whoever uses this browser next must not see what the last one saw. */
export async function signOut(): Promise<void> {
  await post('/v1/sign-out').catch(() => undefined);
  session.value = null;
  accountLanguage.value = null;
  ended.value = false;
  forgetAnswers();
}
