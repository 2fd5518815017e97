import { hashPassword, sha256, verifyPassword } from '../platform/crypto.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { newToken } from '../platform/ids.ts';
import type { Actor, Tx, Work } from '../platform/work.ts';
import { restUntil, WRONG_TRIES } from './rules.ts';
import type { SignIn } from './schema.ts';
import { accountByLogin, accountBySession, actorOfAccount, countFailure, endSession, openSession } from './store.ts';

/** Longer than the longest shift with its night, shorter than two days. */
const SESSION_MS = 36 * 3600_000;

export interface SignedIn {
  token: string;
  user: { id: string; login: string; role: Actor['role']; siteIds: string[]; sellerId?: string; language: 'ko' | 'en' };
}

const wrong = () => refuse('sign_in_failed', 'Login or password is wrong', { status: 401 });

const locked = (until: Date | null) =>
  refuse('sign_in_locked', 'Too many tries; wait a little', { status: 429, expected: until ?? undefined });

/**
 * Opens a session. An unknown login costs as much time as a wrong password and answers the same. While a password is
 * tried others may be, so that what counts is what the account's row says afterwards: of any number of guesses at once
 * as many are told wrong from right as one after another would be.
 */
export async function signIn(work: Work, input: SignIn): Promise<Outcome<SignedIn>> {
  const account = await accountByLogin(work.tx, input.login.toLowerCase());
  const matches = await verifyPassword(account?.passwordHash ?? (await dummyHash()), input.password);
  if (account === undefined) return wrong();
  if (account.lockedUntil !== null && account.lockedUntil > work.at) return locked(account.lockedUntil);
  const lockedUntil = restUntil(work.at);
  if (!matches || account.state !== 'active') {
    const counted = await countFailure(work, { userId: account.userId, tries: WRONG_TRIES, lockedUntil });
    return counted ? wrong() : locked(lockedUntil);
  }
  const token = newToken();
  const expiresAt = new Date(work.at.getTime() + SESSION_MS);
  const opened = await openSession(work, { userId: account.userId, tokenHash: sha256(token), expiresAt });
  if (!opened) return locked(lockedUntil);
  const { userId, ...actor } = actorOfAccount(account);
  return done({
    token,
    user: {
      id: userId,
      login: actor.login,
      role: actor.role,
      siteIds: actor.siteIds,
      language: actor.language,
      ...(actor.sellerId === undefined ? {} : { sellerId: actor.sellerId }),
    },
  });
}

let dummy: Promise<string> | undefined;
const dummyHash = () => (dummy ??= hashPassword('nobody has this password'));

/** Whom a bearer token belongs to; asked of the database each time, so that a blocked user's next request is refused. */
export async function actorOf(tx: Tx, token: string, at: Date): Promise<Actor | undefined> {
  const account = await accountBySession(tx, sha256(token), at);
  return account && { ...actorOfAccount(account), session: sha256(token) };
}

export async function signOut(work: Work): Promise<Outcome<object>> {
  await endSession(work, work.actor.session ?? '');
  return done({});
}
