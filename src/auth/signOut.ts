import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { noteEvent } from './accountEvents.ts';
import { livingSince } from './signIn.ts';
import { endSession, endSessions, sessionsOf } from './store.ts';
import { userWithin } from './userWithin.ts';

/** Ends this session, or everywhere all of this person's. */
export async function signOut(work: Work, input: { everywhere?: boolean | undefined }): Promise<Outcome<object>> {
  if (input.everywhere === true) await endSessions(work, { userId: work.actor.userId });
  else await endSession(work, work.actor.session ?? '');
  return done({});
}

/** Where else this person is signed in. */
export async function listSessions(work: Work) {
  const { userId, session } = work.actor;
  const open = await sessionsOf(work.tx, { userId, at: work.at, since: livingSince(work.at) });
  return done({
    sessions: open.map(({ tokenHash, ...shown }) => ({ ...shown, current: tokenHash === session })),
  });
}

/** A supervisor signs somebody out everywhere: a handheld was lost, or somebody went home signed in. */
export async function signOutUser(work: Work, input: { userId: string }): Promise<Outcome<object>> {
  const account = await userWithin(work, input.userId);
  if (account.refused) return account;
  await endSessions(work, { userId: input.userId });
  await noteEvent(work, input.userId, 'signed_out');
  return done({});
}
