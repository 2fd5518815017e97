import { hashPassword } from '../platform/crypto.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { newCode } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { noteEvent } from './accountEvents.ts';
import { TEMPORARY_MS } from './rules.ts';
import { endSessions, replacePassword } from './store.ts';
import { userWithin } from './userWithin.ts';

/** 58 bits, which are guessed at the door alone, where tries are counted. */
const CODE_LETTERS = 12;

/**
 * A supervisor gives somebody who forgot his password, or whose password others know, a code in its place: the password and
 * the sessions end at once, and the code is good for choosing a password of one's own at the sign-in within an hour.
 */
export async function resetPassword(
  work: Work,
  input: { userId: string },
): Promise<Outcome<{ code: string; until: Date }>> {
  const account = await userWithin(work, input.userId);
  if (account.refused) return account;
  if (input.userId === work.actor.userId) {
    return refuse('not_allowed', 'Change your own password with the old one', { status: 403 });
  }
  const code = newCode(CODE_LETTERS);
  const until = new Date(work.at.getTime() + TEMPORARY_MS);
  await replacePassword(work, { userId: input.userId, passwordHash: await hashPassword(code), until });
  await endSessions(work, { userId: input.userId });
  await noteEvent(work, input.userId, 'password_reset');
  return done({ code, until });
}
